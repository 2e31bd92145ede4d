// A licence from the first click to its verification: an agent, two officers, a parent who checks, all at one width.
// in  {"base","password","width","agent":login of an agent whose application waits for corrections,"paper":path of a picture}
// out {"number","licence","conditions":[while area was typed wrong, while right],"faults":[…]}
import { story } from "./frame.mjs";
import { Person, day } from "./person.mjs";

const PREMISES = { address: "叠山路18号3层", site: "commercial", area_m2: "90", pupils_at_once: "60", lease_until: day(4 * 365) };
const STAFF = { staff: "9", teaching_staff: "6", teachers: "5", pupils: "80", preschool_pupils: "0" };

/** The old one is taken back, a new one begun. */
async function beginsAnew(agent) {
  await agent.page.getByRole("navigation").getByRole("link", { name: "许可申请" }).first().click();
  await agent.stop("applications");
  await agent.main().getByRole("link", { name: /XK/ }).first().click();
  await agent.reads("消防安全证明已过期");
  await agent.stop("to-correct");
  await agent.send("撤回申请");
  await agent.stop("withdrawn");
  await agent.page.getByRole("navigation").getByRole("link", { name: "许可申请" }).first().click();
  await agent.send("申请设立");
}

/** What the margin says of the area, once the answer to what was typed is there. */
async function saysOfArea(agent, expected) {
  const row = agent.page.locator("#conditions li", { hasText: "生均面积" });
  await row.getByText(expected).waitFor();
  return (await row.innerText()).replace(/\s+/g, " ");
}

async function fillsIn(agent) {
  await agent.reads("申请设立：填写中");
  await agent.send("保存，下一步", { class: ["arts", "practice"], stages: ["primary", "junior"], mode: "on_site", scope: "书法、绘画" });
  await agent.stop("premises");
  // Too small while it is typed, and told at once; then a slip that people make, and what they wrote is still there.
  const area = agent.page.locator('[name="area_m2"]');
  await area.fill("90");
  await agent.page.locator('[name="pupils_at_once"]').pressSequentially("60");
  const small = await saysOfArea(agent, "不符合");
  await agent.isToldOf("数字", agent.send("保存，下一步", { ...PREMISES, area_m2: "九十" }));
  await agent.stop("premises-slip", { cameBack: true });
  await agent.page.locator('[name="area_m2"]').fill("");
  await agent.page.locator('[name="area_m2"]').pressSequentially("240");
  const large = await saysOfArea(agent, /^符合$/);
  await agent.send("保存，下一步", { ...PREMISES, area_m2: "240" });
  await agent.send("保存，下一步", STAFF);
  await agent.send("保存，下一步", { capital: "300000", custody_bank: "江西银行南昌洪城支行" });
  await agent.stop("papers");
  return [small, large];
}

async function handsIn(agent, paper) {
  for (const one of ["report", "founder", "charter", "assets", "qualifications", "lease", "fire", "consent"]) {
    const form = agent.page.locator(`#paper-${one} form[enctype]`);
    await form.locator("input[type=file]").setInputFiles(paper);
    await Promise.all([agent.page.waitForURL(/done=paper/), form.getByRole("button", { name: "上传" }).click()]);
    await agent.page.locator(`#paper-${one} .files li`).waitFor();
    await agent.page.goto(agent.page.url().replace("&done=paper", ""));
  }
  await agent.stop("papers-full");
  await agent.main().getByRole("link", { name: "核对并提交" }).last().click();
  await agent.stop("look-over");
  await agent.send("提交申请");
  await agent.reads("已提交");
  await agent.stop("submitted");
  return new URL(agent.page.url()).pathname.split("/").pop();
}

async function examines(officer, number) {
  await officer.goto("/desk/applications");
  await officer.stop("list");
  await officer.goto(`/desk/applications/${number}`);
  await officer.stop("submitted");
  await officer.send("受理");
  await officer.stop("accepted");
  await officer.isToldOf("核查日期", officer.send("记录核查", visit(day(1))));
  await officer.stop("visit-slip", { cameBack: true });
  await officer.send("记录核查", visit(day(0)));
  await officer.stop("visited");
  await officer.send("提出意见", { checked: ["culture_consents"], grant: "yes" });
  await officer.stop("proposed");
}

function visit(on) {
  return { second_officer: { index: 1 }, on, passed: "yes", words: "场地、消防通道和设施与申报一致。" };
}

await story(async ({ base, password, width, agent: login, paper }, stage) => {
  const faults = [];
  const enter = (name) => Person.enter(stage, base, `licence-${name}-${width}`, { width }, faults);
  const agent = await enter("agent");
  await agent.signIn(login, password);
  await beginsAnew(agent);
  const conditions = await fillsIn(agent);
  const number = await handsIn(agent, paper);

  const officer = await enter("officer");
  await officer.signIn("officer", password);
  await examines(officer, number);
  const lead = await enter("lead");
  await lead.signIn("lead-officer", password);
  await lead.goto(`/desk/applications/${number}`);
  await lead.stop("to-approve");
  await lead.send("批准");
  await officer.goto(`/desk/applications/${number}`);
  await officer.send("颁发");
  await officer.stop("issued");

  await agent.goto(`/my/applications/${number}`);
  await agent.reads("许可证已颁发");
  await agent.stop("issued");
  await agent.goto("/my/licence");
  await agent.stop("licence");
  const licence = (await agent.main().getByText(/教民\d{15}号/).first().innerText()).match(/\d{15}/)[0];
  const parent = await enter("parent");
  await parent.goto(`/verify/${licence}`);
  await parent.stop("verify");
  return { number, licence, conditions, faults };
});
