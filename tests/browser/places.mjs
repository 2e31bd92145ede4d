// An unlicensed place on its way in real browsers: an officer on a telephone, then at a desk; a parent who looks it up in vain.
// in  {"base","password","complaint":number of a complaint about nobody in the register,"photo":path of a picture}
// out {"number":of the place,"faults":[…]}
import { story } from "./frame.mjs";
import { Person, day } from "./person.mjs";

await story(async ({ base, password, complaint, photo }, stage) => {
  const faults = [];
  const enter = (name, width) => Person.enter(stage, base, `place-${name}`, { width }, faults);
  const patrol = await enter("patrol", 390);
  await patrol.signIn("officer", password);
  await patrol.goto(`/desk/complaints/${complaint}`);
  await patrol.stop("complaint");
  await patrol.main().getByRole("link", { name: "记为无证场所" }).click();
  await patrol.reads("由投诉登记");
  await patrol.stop("prefilled");
  await patrol.isToldOf("要填", patrol.send("登记", { address: "" }));
  await patrol.stop("no-address", { cameBack: true });
  await patrol.send("登记", { address: "象湖新城 8 栋 2 单元 1101 室", class: "subject", stages: ["primary"], pupils: "14", staff: "3" });
  await patrol.reads("下一步：到现场核查");
  await patrol.stop("suspected");
  const path = new URL(patrol.page.url()).pathname;
  await patrol.send("上传", { files: photo });
  await patrol.reads("文件已存入");
  await patrol.stop("photographed");

  // The same flat once more, written another way: asked before it is entered.
  const officer = await enter("officer", 1280);
  await officer.signIn("officer", password);
  await officer.page.getByRole("navigation").getByRole("link", { name: "无证场所" }).first().click();
  await officer.stop("list");
  await officer.main().getByRole("link", { name: "登记无证场所" }).click();
  await officer.stop("new");
  await officer.send("登记", { address: "象湖新城8栋2单元1101", district: "360121" });
  await officer.reads("先核对：可能已经登记过");
  await officer.stop("alike", { cameBack: true });
  await officer.main().getByRole("link", { name: "就是这一处" }).first().click();
  await officer.reads("下一步：到现场核查");

  const second = officer.main().locator('[name="second_officer"] option:not([value=""])').first();
  const check = {
    checked_on: day(0), second_officer: await second.getAttribute("value"), dedicated: ["yes"], staffed: ["yes"], organised: ["yes"],
  };
  await officer.isToldOf("要填", officer.send("核实无证", check));
  await officer.stop("no-finding", { cameBack: true });
  await officer.send("核实无证", { finding: "出示证件后进入，现场有学生在上数学课，负责人不能出示办学许可证。" });
  await officer.reads("已核实为无证场所");
  await officer.stop("confirmed");
  await officer.send("登记关停", { shut_on: day(0), ground: "ordered", document: "责令停止举办决定书（示例）" });
  await officer.reads("已登记关停");
  await officer.stop("shut");
  await officer.goto("/desk/places?state=shut");
  await officer.reads("小青蛙作业吧");
  await officer.stop("list-shut");

  const parent = await enter("parent", 390);
  await parent.goto(`/institutions?q=${encodeURIComponent("小青蛙")}`);
  if (await parent.main().getByText("作业吧").count()) throw new Error("the public is shown an unlicensed place");
  await parent.stop("in-vain");
  return { number: path.split("/").pop(), faults };
});
