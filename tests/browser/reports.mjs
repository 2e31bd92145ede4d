// A report of an entry in real browsers: a parent on a telephone without script, an officer at a desk, and the answer.
// in  {"base","password","number":the institution's number,"double":the number of an entry that is there twice}
// out {"receipt":words of the receipt,"followed":words of the page on which it is followed,"faults":[…]}
import { story } from "./frame.mjs";
import { Person, plain } from "./person.mjs";

await story(async ({ base, password, number, double }, stage) => {
  const faults = [];
  const parent = await Person.enter(stage, base, "report-parent", { width: 390, script: false }, faults);
  await parent.goto(`/institutions/${number}`);
  await parent.main().getByRole("link", { name: /信息有误/ }).click();
  await parent.stop("kinds");
  await parent.main().getByRole("link", { name: /信息有误/ }).click();
  await parent.isToldOf("至少写一项", parent.send("下一步：核对"));
  await parent.stop("nothing", { cameBack: true });
  await parent.send("下一步：核对", { principal: "熊梦云", text: "门口的公示上是这个名字。" });
  await parent.reads("熊梦云");
  await parent.stop("check");
  await parent.send("提交");
  await parent.reads("已经收到，请保存这张回执");
  await parent.stop("receipt");
  const receipt = await plain(parent.main());
  const reported = receipt.match(/JC\d{10}/)[0];

  const officer = await Person.enter(stage, base, "report-officer", { width: 1280 }, faults);
  await officer.signIn("officer", password);
  await officer.page.getByRole("navigation").getByRole("link", { name: "公众纠错" }).first().click();
  await officer.stop("list");
  await officer.goto(`/desk/reports/${reported}`);
  await officer.stop("report");
  await officer.main().getByRole("link", { name: "采纳并更正登记" }).click();
  await officer.stop("change");
  await officer.send("提交", { reason: "聘任文件已核对。", answer: "负责人已经更正，谢谢您。" });
  await officer.reads("登记信息已经更新");

  // The same form on a telephone of the officer, and a merge from first to last.
  const small = await Person.enter(stage, base, "report-officer-small", { width: 390 }, faults);
  await small.signIn("officer", password);
  await small.goto(`/desk/reports/${reported}`);
  await small.stop("accepted");
  await small.goto(`/desk/merges/new?hidden=${double}&kept=${number}`);
  await small.stop("pair");

  await parent.send("查看进度");
  await parent.reads("已经采纳");
  await parent.stop("followed");
  const followed = await plain(parent.main());
  const wide = await Person.enter(stage, base, "report-parent-wide", { width: 1280 }, faults);
  await wide.goto(`/reports/new?institution=${number}&kind=double`);
  await wide.stop("double");
  return { receipt, followed, faults };
});
