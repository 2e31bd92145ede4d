// A lost licence: an agent on a telephone says what became of it, the desk issues another copy, a parent holds both.
// in  {"base","password","agent":login of an agent whose institution is licensed and has a draft,"paper":path of a picture}
// out {"number","licence","faults":[…]}
import { story } from "./frame.mjs";
import { Person, day } from "./person.mjs";

/** The draft of another application is taken back: one is open at a time. */
async function begins(agent) {
  await agent.goto("/my/applications");
  await agent.main().getByRole("link", { name: /变更/ }).first().click();
  await agent.page.goto(`${agent.page.url()}?part=check`);
  await agent.send("撤回申请");
  await agent.goto("/my/applications");
  await agent.stop("offers");
  await agent.send("申请补办");
  await agent.stop("loss");
}

async function fillsIn(agent, paper) {
  const lost = { loss: "lost", noticed_on: day(-3), declared_in: "南昌日报第6版", declared_on: day(-1) };
  await agent.isToldOf("声明不会早于", agent.send("保存，下一步", { ...lost, declared_on: day(-9) }));
  await agent.stop("loss-slip", { cameBack: true });
  await agent.send("保存，下一步", lost);
  const form = agent.page.locator("#paper-declaration form[enctype]");
  await form.locator("input[type=file]").setInputFiles(paper);
  await Promise.all([agent.page.waitForURL(/done=paper/), form.getByRole("button", { name: "上传" }).click()]);
  await agent.stop("declaration");
  await agent.main().getByRole("link", { name: "核对并提交" }).last().click();
  await agent.stop("look-over");
  await agent.send("提交申请");
  await agent.reads("已提交");
  return new URL(agent.page.url()).pathname.split("/").pop();
}

await story(async ({ base, password, agent: login, paper }, stage) => {
  const faults = [];
  const enter = (name, width) => Person.enter(stage, base, `replacement-${name}`, { width }, faults);
  const agent = await enter("agent", 390);
  await agent.signIn(login, password);
  await begins(agent);
  const number = await fillsIn(agent, paper);

  const officer = await enter("officer", 1280);
  await officer.signIn("officer", password);
  await officer.goto(`/desk/applications/${number}`);
  await officer.send("受理");
  await officer.stop("accepted");
  await officer.send("提出意见", { grant: "yes" });
  const lead = await enter("lead", 1280);
  await lead.signIn("lead-officer", password);
  await lead.goto(`/desk/applications/${number}`);
  await lead.stop("to-approve");
  await lead.send("批准");
  await officer.goto(`/desk/applications/${number}`);
  await officer.send("颁发");
  await officer.stop("issued");

  await agent.goto("/my/licence");
  await agent.reads(/第\s*3\s*份，/);
  await agent.stop("licence");
  const licence = (await agent.main().getByText(/教民\d{15}号/).first().innerText()).match(/\d{15}/)[0];
  await officer.goto(`/desk/licences/${licence}`);
  await officer.reads("补发记录");
  await officer.stop("copies");
  const parent = await enter("parent", 390);
  await parent.goto(`/verify/${licence}?copy=2`);
  await parent.reads("补发之日起作废");
  await parent.stop("void");
  await parent.goto(`/verify/${licence}?copy=3`);
  await parent.reads("这张许可证有效");
  await parent.stop("valid");
  return { number, licence, faults };
});
