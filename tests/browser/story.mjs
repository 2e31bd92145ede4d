// The whole story as people play it: a parent on a telephone looks up and complains, an officer works, the institution
// answers, the lead officer closes, the parent sees it. By the words on the page, as a person finds what to press.
// in  {"base","password","institution":{"name","number","letters"},"proof":path of a picture,"script":whether the parent's browser runs script}
// out {"number","receipt","case","faults":[{"page","violations"|"console"|…}],"state":words of the parent's last page,"screened":…}
import { story } from "./frame.mjs";
import { Person, day, plain } from "./person.mjs";

const SUBJECT = "书法班里上奥数";
const BODY =
  "报的是书法班，孩子说进了教室就收起毛笔，老师在白板上讲奥数和三年级数学应用题，还发了数学练习卷。" +
  "老师让家长对外说是思维训练，每节课收二百元。请查一查这个机构有没有资格教学科。";
const FACTS = "现场检查时，302 教室正在讲授三年级数学，白板和练习卷已拍照，在场学生 9 名，培训负责人承认每周两次。";
const DEMAND = "立即停止学科类培训。\n十日内退还已收的学科培训费用，并书面报告。";
const ANSWER = "您反映的问题已立案查处，该机构已停止学科类培训并退还费用，案件已结案。";

async function looksUpAndComplains(parent, institution) {
  await parent.goto("/");
  await parent.stop("front");
  await parent.page.locator("#q").fill(institution.letters);
  await parent.page.getByRole("button", { name: "查机构" }).click();
  await parent.stop("found");
  await parent.main().getByRole("link", { name: institution.name }).first().click();
  await parent.reads(institution.number);
  await parent.stop("institution");
  await parent.main().getByRole("link", { name: "投诉这家机构" }).click();
  await parent.stop("complaint-empty");
  const fields = {
    subject: SUBJECT, body: BODY, anonymous: "no",
    contact_name: "陈晓梅", contact_telephone: "13870650123", contact_email: "parent@example.cn",
  };
  // First a slip that people make, and what they wrote is still there.
  const slip = { ...fields, contact_email: "parent@@example" };
  await parent.isToldOf("邮箱", parent.send("下一步：核对", slip));
  await parent.stop("complaint-slip", { cameBack: true });
  const kept = await parent.page.locator('[name="body"]').inputValue();
  if (kept.trim() !== BODY) throw new Error(`the text was not kept: ${kept}`);
  await parent.send("下一步：核对", fields);
  await parent.stop("check");
  await parent.reads(SUBJECT);
  await parent.send("提交投诉");
  await parent.reads("投诉回执");
  await parent.stop("receipt");
  const [number, code] = await parent.main().locator(".code.xl").allInnerTexts();
  const receipt = code.replace(/\s/g, "");
  // Wrong digits do not let one leave; the right ones do.
  const last = receipt.slice(-4);
  const other = last === "0000" ? "1111" : "0000";
  await parent.isToldOf("4 位", parent.send("核对", { typed: other }));
  await parent.stop("receipt-wrong", { cameBack: true });
  await parent.send("核对", { typed: last });
  await parent.stop("follow-first");
  return { number: number.trim(), receipt };
}

async function follows(parent, { number, receipt }, what) {
  await parent.goto("/follow");
  await parent.send("查进度", { number, receipt });
  await parent.reads(number);
  await parent.stop(what);
}

/** The job screens within seconds; a person would press reload. */
async function waitsForScreening(officer) {
  for (let turn = 0; turn < 60; turn += 1) {
    if (!(await officer.main().getByText("还没有筛查完").count())) return;
    await officer.page.waitForTimeout(500);
    await officer.page.reload();
  }
  throw new Error("the complaint was not screened within half a minute");
}

async function opensTheCase(officer, { number }) {
  await officer.stop("today");
  await officer.page.getByRole("navigation").getByRole("link", { name: "投诉" }).first().click();
  await officer.stop("complaints");
  await officer.goto(`/desk/complaints/${number}`);
  await waitsForScreening(officer);
  await officer.stop("complaint");
  const marks = await officer.main().locator("mark").allInnerTexts();
  await officer.send("受理这件投诉");
  await officer.stop("accepted");
  await officer.main().getByRole("link", { name: "立案" }).first().click();
  await officer.stop("case-new");
  await officer.send("立案", { second_officer: { index: 1 }, reason: "课表和教室照片写着数学，有违法嫌疑。" });
  await officer.stop("case-filed");
  return { marks, address: new URL(officer.page.url()).pathname };
}

async function findsOrdersServes(officer) {
  const today = day(0);
  await officer.send("记下认定", { violation: "disguised_subject_tutoring", acted_on: day(-1), found_on: today, facts: FACTS });
  await officer.stop("found");
  await officer.send("责令改正", { demand: DEMAND, due_on: day(10) });
  await officer.stop("ordered");
  await officer.send("登记送达", { way: { index: 1 }, served_on: today, receiver: "熊志远（校长）", proof: "送达回证，当面签收" });
  await officer.stop("served");
  return plain(officer.main().getByRole("heading", { name: /〔\d+〕/ }));
}

async function answersTheOrder(agent, document, proof) {
  await agent.stop("todo");
  await agent.page.getByRole("navigation").getByRole("link", { name: "整改通知" }).click();
  await agent.stop("orders");
  const links = await agent.main().getByRole("link").all();
  const names = await Promise.all(links.map((link) => plain(link)));
  await links[names.indexOf(document)].click();
  await agent.stop("order");
  await agent.send("提交答复", { answer: "已停止学科类培训，九名学生的费用已退还，教室已恢复为书法教室。", files: proof });
  await agent.stop("answered");
}

await story(async ({ base, password, institution, proof, script }, stage) => {
  const faults = [];
  const enter = (name, settings) => Person.enter(stage, base, name, settings, faults);
  const parent = await enter(script ? "parent" : "parent-plain", { width: 390, script });
  const filed = await looksUpAndComplains(parent, institution);

  const officer = await enter("officer", { width: 1280 });
  await officer.signIn("officer", password);
  const { marks, address } = await opensTheCase(officer, filed);
  const document = await findsOrdersServes(officer);

  const agent = await enter("agent", { width: 390 });
  await agent.signIn("institution-agent", password);
  await answersTheOrder(agent, document, proof);

  await officer.goto(address);
  await officer.reads("proof.png");
  await officer.stop("responses");
  await officer.send("申请结案", { reason: "复查时教室已恢复书法教学，退费凭证齐全，改正到位。" });
  await officer.stop("proposed");

  const lead = await enter("lead", { width: 1280 });
  await lead.signIn("lead-officer", password);
  await lead.goto(address);
  await lead.stop("to-approve");
  await lead.send("批准结案");
  await lead.stop("closed");

  await officer.goto(`/desk/complaints/${filed.number}`);
  await officer.send("发出答复", { text: ANSWER });
  await officer.stop("answered");
  await follows(parent, filed, "follow-answered");
  await parent.reads(ANSWER);
  const state = await parent.main().locator(".verdict").first().innerText();
  return { ...filed, case: address.split("/").pop(), marks, state, faults };
});
