// Files a complaint and prints its receipt, then prints the page of an institution.
// in  {"base","institution":its number}
// out {"number","receipt","printed":[{"name","pages":sheets of A4,"hidden":[what still shows of what has no use on paper],"paper":colour,"violations":contrast among them,"text":words on the sheet}]}
import { story } from "./frame.mjs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

const useless = [".noprint", "nav", "form", "button", ".btn", ".skip", ".steps"];

// The page as it comes out of the printer.
async function printed(stage, page, name) {
  await page.emulateMedia({ media: "print" });
  await stage.screen(page, name);
  const hidden = [];
  for (const selector of useless) {
    if (await page.locator(`${selector} >> visible=true`).count()) hidden.push(selector);
  }
  // A telephone in its dark theme prints dark ink on light paper too, in every part of the sheet.
  const violations = await stage.violations(page);
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const sheet = await page.pdf({ format: "A4" });
  await writeFile(join(process.env.SCREENS, `${name}.pdf`), sheet);
  const pages = sheet.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  const text = await page.locator("body").innerText();
  await page.emulateMedia({ media: null });
  return { name, pages, hidden, paper, violations, text };
}

await story(async ({ base, institution }, stage) => {
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
  const receipt = await printed(stage, page, "receipt-printed");
  await page.goto(`${base}/institutions/${institution}`);
  const shown = await printed(stage, page, "institution-printed");
  return { number: number.trim(), receipt: code.trim(), printed: [receipt, shown] };
});
