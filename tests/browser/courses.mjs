// A course on its way in real browsers: an institution's agent on a telephone, an officer at a desk, and a parent.
// in  {"base","password","institution":number of the agent's institution,"first":day,"last":day}
// out {"fee":what the page of the institution says of the clean course,"faults":[…]}
import { story } from "./frame.mjs";
import { Person } from "./person.mjs";

/** What is filled in; the text is what differs. */
function course(name, description, { first, last }) {
  return {
    name, description, class: "arts", stages: ["primary"], mode: "on_site", lessons: "20", lesson_minutes: "45", pupils: "20",
    price: "1,680", first_day: first, last_day: last, times: "周三 18:30-20:00", materials: "舞蹈基础 | 江西美术出版社 | 已备案",
  };
}

async function begins(agent) {
  await agent.goto("/my/courses");
  await agent.send("新建课程");
}

/** The page of a course, again and again, until the worker has done its part. */
async function waitsFor(person, words) {
  for (let turn = 0; turn < 60; turn += 1) {
    if (await person.main().getByText(words).count()) return;
    await person.page.waitForTimeout(250);
    await person.page.reload();
  }
  throw new Error(`${person.name} never reads ${words}: ${await person.main().innerText()}`);
}

await story(async ({ base, password, institution, first, last }, stage) => {
  const faults = [];
  const enter = (name, width) => Person.enter(stage, base, `course-${name}`, { width }, faults);
  const agent = await enter("agent", 390);
  await agent.signIn("institution-agent", password);
  await begins(agent);
  const days = { first, last };
  const doubtful = course("思维训练（冬季班）", "面向三年级，按数学教材单元同步讲解应用题，配套练习卷。", days);

  // Too late in the evening: told beside the field, and kept as it was typed.
  await agent.isToldOf("20:30", agent.send("保存并提交公示", { ...doubtful, times: "周三 19:30-21:00" }));
  await agent.stop("too-late", { cameBack: true });
  await agent.send("保存并提交公示", { times: "周三 18:30-20:00" });
  await waitsFor(agent, "等待执法人员审查");
  await agent.stop("flagged");
  const path = new URL(agent.page.url()).pathname;

  const officer = await enter("officer", 1280);
  await officer.signIn("officer", password);
  await officer.page.getByRole("navigation").getByRole("link", { name: "课程审查" }).first().click();
  await officer.stop("list");
  await officer.page.getByRole("link", { name: "思维训练（冬季班）" }).click();
  await officer.reads("学科类隐形变异培训");
  await officer.stop("marked");
  await officer.isToldOf("要填", officer.send("不予公示"));
  await officer.stop("no-reason", { cameBack: true });
  await officer.send("不予公示", { reason: "按数学教材同步讲解，属于学科类培训，超出艺术类许可。" });
  await officer.reads("已作出不予公示的决定");
  await officer.stop("refused");

  await agent.goto(path);
  await agent.reads("属于学科类培训");
  await agent.stop("refused");

  await begins(agent);
  await agent.send("保存并提交公示", course("民族舞小组课", "从手位和步伐开始，学完一个傣族舞组合。", days));
  await waitsFor(agent, "课程已公示");
  await agent.stop("published");

  const parent = await enter("parent", 390);
  await parent.goto(`/institutions/${institution}`);
  const shown = parent.main().locator("article", { hasText: "民族舞小组课" });
  const fee = await shown.innerText();
  if (await parent.main().getByText("思维训练（冬季班）").count()) throw new Error("a refused course is shown to parents");
  await parent.stop("fee");
  return { fee, faults };
});
