// A founder without a licence in real browsers: an officer on a telephone enters the institution, an administrator opens an
// account for it, the founder signs in and begins, and a parent is told that it may not teach yet.
// in  {"base","password"}
// out {"number":of the institution,"faults":[…]}
import { story } from "./frame.mjs";
import { Person } from "./person.mjs";

await story(async ({ base, password }, stage) => {
  const faults = [];
  const enter = (name, width) => Person.enter(stage, base, `entering-${name}`, { width }, faults);
  const officer = await enter("officer", 390);
  await officer.signIn("officer", password);
  await officer.goto("/desk/institutions");
  await officer.stop("list");
  await officer.main().getByRole("link", { name: "登记拟设机构" }).click();
  await officer.stop("new");
  const what = { name: "南昌市红谷滩区拾光围棋培训中心", class: ["sports"], stages: ["primary", "junior"], mode: "on_site" };
  await officer.isToldOf("要填", officer.send("登记", { ...what, district: "360113", address: "丽景路 600 号 2 层" }));
  await officer.stop("no-founder", { cameBack: true });
  await officer.send("登记", { founder: "沈拾光", profit: "for_profit", legal_form: "company", telephone: "0791-86661234" });
  await officer.reads("正在申请办学许可，还没有拿到");
  await officer.stop("entered");
  const number = new URL(officer.page.url()).pathname.split("/").pop();

  // Once more by a colleague at a desk, who is asked to look first.
  const colleague = await enter("colleague", 1280);
  await colleague.signIn("officer", password);
  await colleague.goto("/desk/institutions/new");
  await colleague.stop("new");
  const again = { ...what, district: "360113", address: "丽景路 600 号 3 层", founder: "沈拾光" };
  await colleague.isToldOf("请先核对", colleague.send("登记", again));
  await colleague.stop("known", { cameBack: true });
  await colleague.main().getByRole("link", { name: "拾光围棋" }).first().click();
  await colleague.reads(number);

  const administrator = await enter("administrator", 1280);
  await administrator.signIn("administrator", password);
  await administrator.goto("/desk/accounts");
  await administrator.send("添加账号", { login: "shiguang", name: "沈拾光", role: "institution_agent", institution_number: number });
  await administrator.stop("account");
  const first = await administrator.main().locator(".note.good .code").innerText();

  const founder = await enter("founder", 390);
  await founder.signIn("shiguang", first.trim());
  await founder.stop("signed-in");
  await founder.page.goto(`${base}/my/applications`);
  await founder.stop("applications");
  await founder.send("申请设立");
  await founder.reads("申请设立：填写中");
  await founder.stop("begun");

  const parent = await enter("parent", 390);
  await parent.goto(`/institutions?q=${encodeURIComponent("拾光围棋")}`);
  await parent.main().getByText("筹备中，没有办学许可").first().waitFor();
  await parent.stop("found");
  await parent.goto(`/institutions/${number}`);
  await parent.reads("现在不能招生，也不能收费");
  await parent.stop("page");
  return { number, faults };
});
