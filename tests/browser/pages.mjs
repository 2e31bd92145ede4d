// Looks at pages: status, accessibility, faults of the console, bytes, screenshots.
// in  {"base":"http://…","visits":[{"name","path","language"?,"widths"?,"dark"?,"cookies"?:[{"name","value"}],"script"?}]}
// out [{"name","width","status","title","language","violations","console","failed","foreign","bytes","sideways"}]
import { story } from "./frame.mjs";

await story(async ({ base, visits }, stage) => {
  const told = [];
  for (const visit of visits) {
    for (const width of visit.widths ?? [390, 1280]) {
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
      await stage.screen(page, `${visit.name}-${width}${visit.dark ? "-dark" : ""}`);
      told.push({ name: visit.name, width, status: answer.status(), title, language, sideways, violations, ...seen });
      await context.close();
    }
  }
  return told;
});
