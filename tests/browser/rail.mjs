// The desk's places on a telephone: one row, and all of them behind a link that works without script.
// in  {"base","login","password"}
// out {"shut","open","landed"}
import { story } from "./frame.mjs";
import { join } from "node:path";

await story(async ({ base, login, password }, stage) => {
  const { page } = await stage.open(await stage.visitor({ width: 390 }));
  await page.goto(`${base}/sign-in`);
  await page.locator("[name=login]").fill(login);
  await page.locator("[name=password]").fill(password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.goto(`${base}/desk/cases`);
  const shown = async () => {
    const links = await page.locator(".rail a:visible").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    return { links, height: Math.round((await page.locator(".rail").boundingBox()).height) };
  };
  const shut = await shown();
  await page.screenshot({ path: join(process.env.SCREENS, "rail-shut.png") });
  await page.getByRole("link", { name: "全部栏目" }).click();
  const open = await shown();
  await page.screenshot({ path: join(process.env.SCREENS, "rail-open.png") });
  await Promise.all([page.waitForNavigation(), page.locator(".rail a[href='/desk/places']").click()]);
  return { shut, open, landed: new URL(page.url()).pathname };
});
