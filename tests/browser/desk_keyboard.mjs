// An officer takes up every application that waits, with the keyboard alone.
// in  {"base","login","password","count"}
// out {"taken":[numbers],"pressed":[keys for each],"faults":[…]}
import { story } from "./frame.mjs";
import { Keys } from "./keys.mjs";

await story(async ({ base, login, password, count }, stage) => {
  const { page } = await stage.open(await stage.visitor({ width: 1280 }));
  const keys = new Keys(page);
  const faults = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  page.on("response", (answer) => {
    if (answer.status() >= 400) faults.push(`${answer.status()} ${answer.url()}`);
  });

  await page.goto(`${base}/sign-in`);
  await keys.tabTo("[name=login]");
  await keys.type(login);
  await keys.press("Tab");
  await keys.type(password);
  await keys.enter();
  await keys.tabTo("nav a[href='/desk/applications']");
  await keys.enter();
  await stage.screen(page, "keyboard-applications");

  const taken = [];
  const pressed = [];
  for (let turn = 0; turn < count; turn += 1) {
    const before = keys.pressed;
    await keys.press("j");
    await keys.enter();
    await keys.skip();
    await keys.tabTo("form.event:has([name=event][value=accept]) button");
    if (turn === 0) await stage.screen(page, "keyboard-application");
    await keys.enter();
    taken.push(new URL(page.url()).pathname.split("/").pop());
    await keys.skip();
    await keys.tabTo(".crumb a[href='/desk/applications']");
    await keys.enter();
    pressed.push(keys.pressed - before);
  }
  await stage.screen(page, "keyboard-applications-after");
  return { taken, pressed, faults };
});
