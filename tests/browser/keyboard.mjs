// Goes through pages with the keyboard alone.
// in  {"base","login","password"}
// out {"skip":{"shown","leads"},"rings":[{"page","what","ring","seen"}],"summary":{"name"},"signed":path,"rows":[…],"search":name}
import { story } from "./frame.mjs";
import { Keys } from "./keys.mjs";

/** The element that has the focus: what it is, whether its ring is drawn, whether it can be seen. */
function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return {
      what: one.id || one.getAttribute("name") || one.innerText.trim().slice(0, 20) || one.tagName,
      ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
      seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      body: one === document.body,
    };
  });
}

/** Tabs through a page until the focus leaves it, at most `most` times. */
async function walk(page, name, most) {
  const rings = [];
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    const { body, ...here } = await focused(page);
    if (body) break;
    rings.push({ page: name, ...here });
  }
  return rings;
}

await story(async ({ base, login, password }, stage) => {
  const { page } = await stage.open(await stage.visitor({ width: 1280 }));
  const keys = new Keys(page);

  await page.goto(`${base}/`);
  await page.keyboard.press("Tab");
  const shown = await focused(page);
  await stage.screen(page, "keyboard-skip");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const leads = await page.evaluate(() => document.querySelector("#main").contains(document.activeElement));
  const skip = { shown: shown.seen && shown.what, leads };

  const rings = [];
  for (const path of ["/", "/institutions", "/complaints/new", "/follow", "/sign-in"]) {
    await page.goto(base + path);
    rings.push(...(await walk(page, path, 60)));
  }

  // An empty form comes back; the first line of the summary leads into the first field at fault.
  await page.goto(`${base}/complaints/new`);
  await keys.tabTo("form[action='/complaints/check'] button");
  await keys.enter();
  await keys.tabTo(".errs a");
  await page.keyboard.press("Enter");
  const summary = await page.evaluate(() => ({
    name: document.activeElement.getAttribute("name"),
    wrong: document.activeElement.getAttribute("aria-invalid"),
    told: (document.activeElement.getAttribute("aria-describedby") ?? "").split(" ").every((id) => document.getElementById(id)),
  }));

  await page.goto(`${base}/sign-in`);
  await keys.tabTo("[name=login]");
  await page.keyboard.type(login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await keys.enter();
  const signed = new URL(page.url()).pathname;

  await page.goto(`${base}/desk/complaints`);
  rings.push(...(await walk(page, "/desk/complaints", 60)));
  await page.goto(`${base}/desk/complaints`);
  const rows = [];
  for (const key of ["j", "j", "k"]) {
    await page.keyboard.press(key);
    rows.push(await page.evaluate(() => document.activeElement.getAttribute("href")));
  }
  await keys.enter();
  const opened = new URL(page.url()).pathname;
  await page.keyboard.press("/");
  const search = await page.evaluate(() => document.activeElement.getAttribute("name"));
  return { skip, rings, summary, signed, rows, opened, search };
});
