// Files a complaint and prints its receipt.
// in  {"base"}
// out {"number","receipt","pages":sheets of A4,"hidden":[what still shows of what has no use on paper],"paper":colour,"violations":contrast among them,"text":words on the sheet}
import { story } from "./frame.mjs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

await story(async ({ base }, stage) => {
  const { page } = await stage.open(await stage.visitor({ width: 1280, dark: true }));
  await page.goto(`${base}/complaints/new`);
  await page.locator('[name="institution_name"]').fill("小博士托管");
  await page.locator('[name="subject"]').fill("交了钱不退");
  await page.locator('[name="body"]').fill("暑假报了三个月的课，开课两周就停了，老师的电话打不通，钱也不退。");
  await page.locator('[name="anonymous"][value="yes"]').check();
  for (const button of ["下一步：核对", "提交投诉"]) {
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: button, exact: true }).click()]);
  }
  const [number, code] = await page.locator(".code.xl").allInnerTexts();
  await page.emulateMedia({ media: "print" });
  await stage.screen(page, "receipt-printed");
  const shown = (selector) => page.locator(`${selector} >> visible=true`).count();
  const hidden = [];
  for (const useless of [".noprint", "nav", "form", "button", ".skip", ".steps"]) {
    if (await shown(useless)) hidden.push(useless);
  }
  // A telephone in its dark theme prints dark ink on light paper too, in every part of the sheet.
  const violations = await stage.violations(page);
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const sheet = await page.pdf({ format: "A4" });
  await writeFile(join(process.env.SCREENS, "receipt-printed.pdf"), sheet);
  const pages = sheet.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  const text = await page.locator("body").innerText();
  return { number: number.trim(), receipt: code.trim(), hidden, paper, pages, text, violations };
});
