// Makes README's picture: the front page on a telephone beside an officer's desk.
// in  {"base","login","password"}
// out {"width","height"}
import { story } from "./frame.mjs";
import { join } from "node:path";

const HEIGHT = 844;

async function shot(page) {
  await page.waitForLoadState("networkidle");
  return (await page.screenshot()).toString("base64");
}

/** Opens the first new complaint in whose text screening has marked evidence. */
async function showsEvidence(desk, base) {
  await desk.goto(`${base}/desk/complaints`);
  await desk.getByRole("main").getByRole("link", { name: "待受理" }).click();
  await desk.waitForLoadState("load");
  const rows = await desk.locator("[data-row]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const row of rows) {
    await desk.goto(base + row);
    if (await desk.locator("main mark").count()) return;
  }
  throw new Error("no new complaint has marked evidence");
}

await story(async ({ base, login, password }, stage) => {
  const { page: phone } = await stage.open(await stage.visitor({ width: 390 }));
  await phone.goto(`${base}/`);
  const { page: desk } = await stage.open(await stage.visitor({ width: 1280 }));
  await desk.setViewportSize({ width: 1280, height: HEIGHT });
  await desk.goto(`${base}/sign-in`);
  await desk.locator("[name=login]").fill(login);
  await desk.locator("[name=password]").fill(password);
  await Promise.all([desk.waitForNavigation(), desk.keyboard.press("Enter")]);
  await showsEvidence(desk, base);

  const { page } = await stage.open(await stage.visitor({ width: 1280 }));
  await page.setViewportSize({ width: 1280 + 390 + 96, height: HEIGHT + 64 });
  const picture = async (from) => `<img src="data:image/png;base64,${await shot(from)}" alt="">`;
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 32px; display: flex; gap: 32px; background: #dfe6e4 }
    img { border-radius: 10px; box-shadow: 0 4px 24px rgb(0 0 0 / .18) }
  </style>${await picture(phone)}${await picture(desk)}`);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete && image.naturalWidth));
  await page.screenshot({ path: join(process.env.SCREENS, "overview.png") });
  return page.viewportSize();
});
