// Looks at pages: status, accessibility, faults of the console, bytes. Each visit is a visitor of its own, with nothing in
// its cache; a few go on at once. A screenshot is kept of what has a fault, and of every page where HONGJIAN_TEST_SCREENS
// is set: a picture of a whole page takes as long as everything else that is asked of it.
// in  {"base":"http://…","visits":[{"name","path","language"?,"widths"?,"dark"?,"cookies"?:[{"name","value"}],"script"?}]}
// out [{"name","path","width","status","title","language","violations","console","failed","foreign","bytes","sideways"}]
import { story } from "./frame.mjs";

const AT_ONCE = 3;

async function look(base, visit, width, stage) {
  const context = await stage.visitor({ ...visit, width });
  const cookies = (visit.cookies ?? []).map((cookie) => ({ ...cookie, url: base }));
  await context.addCookies(cookies);
  const { page, settle } = await stage.open(context);
  const answer = await page.goto(base + visit.path);
  const seen = await settle();
  const language = await page.locator("html").getAttribute("lang");
  const title = await page.title();
  const sideways = await stage.sideways(page);
  const violations = visit.script === false ? [] : await stage.violations(page);
  if (process.env.HONGJIAN_TEST_SCREENS || sideways || violations.length) {
    await stage.screen(page, `${visit.name}-${width}${visit.dark ? "-dark" : ""}`);
  }
  await context.close();
  return { name: visit.name, path: visit.path, width, status: answer.status(), title, language, sideways, violations, ...seen };
}

await story(async ({ base, visits }, stage) => {
  const todo = visits.flatMap((visit) => (visit.widths ?? [390, 1280]).map((width) => ({ visit, width })));
  const told = new Array(todo.length);
  let next = 0;
  const turn = async () => {
    while (next < todo.length) {
      const mine = next++;
      told[mine] = await look(base, todo[mine].visit, todo[mine].width, stage);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
  return told;
});
