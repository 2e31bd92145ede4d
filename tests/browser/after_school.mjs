// After-school service in real browsers: an institution's agent on a telephone, two officers at a desk, and a parent.
// in  {"base","password","year":words of the next school year,"form":{service and schools of the institution's admission}}
// out {"listed":what the dynamic list says of the one before the public,"faults":[…]}
import { story } from "./frame.mjs";
import { Person } from "./person.mjs";

await story(async ({ base, password, year, form }, stage) => {
  const faults = [];
  const enter = (name, width) => Person.enter(stage, base, `after-school-${name}`, { width }, faults);
  const agent = await enter("agent", 390);
  await agent.signIn("institution-agent", password);
  await agent.goto("/my/after-school");
  await agent.stop("list");
  await agent.send(year);
  const said = {
    name_0: "校园合唱社团", content_0: "识谱、气息和声部配合，学期末唱两首合唱曲。", class_0: form.class, grades_0: ["3", "4"], teachers_0: form.teachers,
    fee_0: "6", market_0: "80", schools: form.schools, quality: "每学期一次公开课，学校可以随时听课。", pricing: "只计课酬，不计利润。",
  };

  // A fee that is no number: told beside its field, and everything stays as it was typed.
  await agent.isToldOf("金额", agent.send("保存并提交申请", { ...said, fee_0: "六块" }));
  await agent.stop("no-number", { cameBack: true });
  await agent.send("保存并提交申请", { fee_0: "6" });
  await agent.reads("正在审核");
  await agent.stop("filed");
  const number = new URL(agent.page.url()).pathname.split("/").pop();

  const officer = await enter("officer", 1280);
  await officer.signIn("officer", password);
  await officer.page.getByRole("navigation").getByRole("link", { name: "课后服务" }).first().click();
  await officer.stop("list");
  await officer.page.getByRole("main").getByRole("row", { name: number }).getByRole("link").first().click();
  await officer.stop("application");
  await officer.isToldOf("审核清单", officer.send("提交遴选意见", { reason: "课程清楚，收费公益。" }));
  await officer.stop("checklist-open", { cameBack: true });
  const checked = ["content", "hours", "people", "quality", "fee", "collection", "safety"];
  await officer.send("提交遴选意见", { checked, reason: "课程清楚，收费公益。" });
  await officer.reads("等待另一人复核");
  await officer.stop("chosen");

  const lead = await enter("lead", 1280);
  await lead.signIn("lead-officer", password);
  await lead.goto(`/desk/after-school/${number}`);
  await lead.send("同意并公示");
  await lead.reads("开始公示");
  await lead.stop("approved");

  const parent = await enter("parent", 390);
  await parent.goto("/after-school");
  await parent.stop("listed");
  await parent.page.getByRole("link", { name: /公示中/ }).first().click();
  await parent.reads("校园合唱社团");
  await parent.stop("publicised");
  const listed = await parent.main().locator("article", { hasText: "校园合唱社团" }).innerText();
  return { listed, faults };
});
