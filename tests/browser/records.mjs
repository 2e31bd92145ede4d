// A record from an agent's telephone, over a lead officer's desk, to the page that parents read: changed, asked for, agreed to, confirmed.
// in  {"base","password","number":the institution's number}
// out {"public":what the public page says of the institution,"near":what a walker's page says of what is near,"faults":[…]}
import { story } from "./frame.mjs";
import { Person, plain } from "./person.mjs";

await story(async ({ base, password, number }, stage) => {
  const faults = [];
  const agent = await Person.enter(stage, base, "record-agent", { width: 390 }, faults);
  await agent.signIn("institution-agent", password);
  await agent.page.getByRole("navigation").getByRole("link", { name: "登记信息" }).first().click();
  await agent.reads("本机构登记信息");
  await agent.stop("record");
  await agent.main().getByRole("link", { name: "修改或者提出更正" }).click();
  await agent.isToldOf("电话", agent.send("提交", { telephone: "12" }));
  await agent.stop("wrong", { cameBack: true });
  await agent.send("提交", { telephone: "0791-80007777", brand: "致翼琴行" });
  await agent.reads("已经更新");
  await agent.stop("changed");
  // What the authority asked for is answered, and the founder is asked for: the one that waits is taken back first.
  const waiting = agent.main().locator("li", { hasText: "本机构提出" }).filter({ hasText: "待核" }).getByRole("link");
  await waiting.click();
  await agent.stop("own-request");
  await agent.send("撤回");
  await agent.main().getByRole("link", { name: "修改或者提出更正" }).click();
  await agent.send("提交", { founder: "江西致翼文化有限公司", reason: "举办者变更已经核准。" });
  await agent.reads("已经提出，等待核准");

  const officer = await Person.enter(stage, base, "record-officer", { width: 1280 }, faults);
  await officer.signIn("lead-officer", password);
  await officer.goto(`/desk/institutions/${number}`);
  await officer.stop("institution");
  await officer.main().getByRole("link", { name: "举办者" }).click();
  await officer.reads("江西致翼文化有限公司");
  await officer.stop("request");
  await officer.send("同意");
  await officer.reads("已经同意");
  await officer.stop("agreed");
  await officer.goto(`/desk/institutions/${number}/edit`);
  await officer.isToldOf("这一项要填", officer.send("提交", { former_names: "致翼琴社" }));
  await officer.stop("unreasoned", { cameBack: true });
  await officer.send("提交", { reason: "变更登记证书编号 52360113-2019。" });
  await officer.reads("登记信息已经更新");

  await agent.goto("/my/record");
  await agent.send("以上信息无误");
  await agent.reads("已经确认");
  await agent.stop("confirmed");

  const parent = await Person.enter(stage, base, "record-parent", { width: 390 }, faults);
  await parent.goto(`/institutions/${number}`);
  await parent.stop("public");
  const read = await plain(parent.main());
  // The name that it had finds it, and so does the way there.
  await parent.goto("/institutions?q=" + encodeURIComponent("致翼琴社"));
  await parent.reads("曾用名");
  await parent.stop("by-former-name");
  const walker = await Person.enter(stage, base, "record-walker", { width: 390, place: { latitude: 28.68, longitude: 115.88 } }, faults);
  await walker.goto("/institutions");
  await walker.main().getByRole("link", { name: "附近的机构" }).click();
  await walker.stop("near-asked");
  await walker.main().getByRole("button", { name: "按我现在的位置查找" }).click();
  await walker.reads("离您最近的");
  await walker.stop("near");
  const near = await plain(walker.main());
  const still = await Person.enter(stage, base, "record-still", { width: 1280, script: false }, faults);
  await still.goto("/institutions/near");
  await still.stop("near-no-script");
  return { public: read, near, faults };
});
