// A teacher from an agent's telephone to the page that parents read, and what comes of a number that is wrong.
// in  {"base","password","number":the institution's number,"identity","wrong":an identity number with a wrong check}
// out {"published":what the public page says of who teaches,"faults":[…]}
import { story } from "./frame.mjs";
import { Person, day, plain } from "./person.mjs";

await story(async ({ base, password, number, identity, wrong }, stage) => {
  const faults = [];
  const agent = await Person.enter(stage, base, "staff-agent", { width: 390 }, faults);
  await agent.signIn("institution-agent", password);
  await agent.page.getByRole("navigation").getByRole("link", { name: "从业人员" }).first().click();
  await agent.reads("人员配备");
  await agent.stop("list");
  await agent.main().getByRole("link", { name: "登记人员", exact: true }).click();
  await agent.stop("new");
  const teacher = {
    name: "欧阳珺霖",
    identity_number: wrong,
    post: "teacher",
    engagement: "full_time",
    subject: "古典吉他",
    certificate: "professional",
    certificate_number: "赣艺2026000123",
    entry_check: "clear",
    checked_on: day(-20),
    employed_on: day(-10),
  };
  await agent.isToldOf("身份证号有一位不对", agent.send("登记", teacher));
  await agent.stop("wrong", { cameBack: true });
  await agent.send("登记", { identity_number: identity });
  await agent.reads("已登记");
  await agent.stop("entered");

  const parent = await Person.enter(stage, base, "staff-parent", { width: 390 }, faults);
  await parent.goto(`/institutions/${number}`);
  await parent.reads("古典吉他");
  await parent.stop("published");
  const published = await plain(parent.page.locator('section[aria-labelledby="staff"]'));

  const officer = await Person.enter(stage, base, "staff-officer", { width: 1280 }, faults);
  await officer.signIn("officer", password);
  await officer.page.getByRole("navigation").getByRole("link", { name: "人员线索" }).first().click();
  await officer.stop("leads");
  await officer.goto(`/desk/institutions/${number}`);
  await officer.reads("欧阳珺霖");
  await officer.stop("institution");
  return { published, faults };
});
