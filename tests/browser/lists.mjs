// A list of institutions from the file of an office to the register and back: the administrator at a desk and on a telephone.
// in  {"base","password","list":path of a list of three rows, of which one has a name that the register has,
//      "strange":path of a list whose headings nobody knows}
// out {"followed":what the page of the list says once it has followed the work by itself,"faults":[…]}
import { story } from "./frame.mjs";
import { Person } from "./person.mjs";

/** Sends a file and stays on its page, which follows the check by itself. */
async function sends(person, file, fields = {}) {
  await person.page.getByRole("navigation").getByRole("link", { name: "名单导入" }).first().click();
  await person.send("上传并检查", { ...fields, file });
  await person.reads("检查结果");
}

async function entersAndTakesBack(person, list) {
  await sends(person, list);
  await person.reads("要您确认");
  await person.stop("unclean");
  await person.page.locator('main input[type=radio][value="same"]').first().check();
  await person.send("按以上重新检查");
  await person.reads("每一行都没有问题");
  await person.stop("clean");
  await person.send("写入并公布 2 家");
  await person.reads("已写入并公布 2 家");
  await person.stop("shown");
  const followed = await person.page.locator("main .note").first().innerText();
  await person.isToldOf("要填", person.send("撤回整份名单"));
  await person.stop("withdraw-slip", { cameBack: true });
  await person.send("撤回整份名单", { reason: "发错了文件" });
  await person.reads("这份名单已撤回");
  await person.stop("withdrawn");
  return followed;
}

async function matchesColumns(person, strange) {
  await sends(person, strange);
  await person.reads("没有“机构名称”这一列");
  await person.stop("strange");
  await person.send("按以上重新检查", { "column-0": "name", "column-1": "address", class: "sports", district: "360103", stages: ["primary"] });
  await person.reads("每一行都没有问题");
  await person.stop("matched");
  await person.send("放弃这份名单");
  await person.reads("这份名单已放弃");
  await person.stop("discarded");
}

await story(async ({ base, password, list, strange }, stage) => {
  const faults = [];
  const enter = (name, width) => Person.enter(stage, base, `list-${name}`, { width }, faults);
  const desk = await enter("desk", 1280);
  await desk.signIn("administrator", password);
  const followed = await entersAndTakesBack(desk, list);
  const telephone = await enter("telephone", 390);
  await telephone.signIn("administrator", password);
  await matchesColumns(telephone, strange);
  await telephone.goto("/desk/imports");
  await telephone.stop("lists");
  return { followed, faults };
});
