// A person who plays a story: finds what to press by its words, and every page is looked over.
/** One person: a context of their own, and every page they stop at is looked over. */
export class Person {
  static async enter(stage, base, name, settings, faults) {
    const person = new Person();
    const context = await stage.visitor(settings);
    const { page, settle } = await stage.open(context);
    return Object.assign(person, { stage, base, name, faults, page, settle, script: settings.script !== false, stops: 0 });
  }

  async goto(path) {
    await this.page.goto(this.base + path);
  }

  /**
   * Stops at a page: a screenshot, the accessibility check, and what went wrong since the last stop. A form that came
   * back has status 422 or 409, which Chromium writes to its console; that is no fault of the page.
   */
  async stop(what, { cameBack = false } = {}) {
    const seen = await this.settle();
    if (cameBack) seen.console = seen.console.filter((line) => !/status of (422|409)/.test(line));
    this.stops += 1;
    const page = `story-${this.name}-${String(this.stops).padStart(2, "0")}-${what}`;
    await this.stage.screen(this.page, page);
    const violations = this.script ? await this.stage.violations(this.page) : [];
    if (violations.length) this.faults.push({ page, violations });
    for (const kind of ["console", "failed", "foreign"]) {
      if (seen[kind].length) this.faults.push({ page, [kind]: seen[kind].splice(0) });
    }
    if (await this.stage.sideways(this.page)) this.faults.push({ page, sideways: true });
  }

  main() {
    return this.page.getByRole("main");
  }

  /** Fills in the form with this button and presses it. A form behind “更多” is opened first, as a person would. */
  async send(button, fields = {}) {
    const form = this.main().locator("form", { has: this.page.getByRole("button", { name: button, exact: true, includeHidden: true }) }).first();
    await form.waitFor({ state: "attached" });
    // The outer one first: a closed one hides the ones inside.
    const folded = form.locator("xpath=ancestor::details[not(@open)]");
    while (await folded.count()) await folded.first().locator("> summary").click();
    for (const [name, value] of Object.entries(fields)) {
      const field = form.locator(`[name="${name}"]`);
      const kind = await field.first().evaluate((one) => (one.tagName === "SELECT" ? "select" : one.type));
      if (kind === "checkbox") for (const box of await field.all()) await box.setChecked(value.includes(await box.getAttribute("value")));
      else if (kind === "radio") await form.locator(`[name="${name}"][value="${value}"]`).check();
      else if (kind === "select") await field.selectOption(value);
      else if (kind === "file") await field.setInputFiles(value);
      else await field.fill(value);
    }
    await Promise.all([this.page.waitForLoadState("load"), form.getByRole("button", { name: button, exact: true }).click()]);
    await this.noFault(button);
  }

  async noFault(after) {
    const told = this.page.locator(".errs, .wrong");
    const words = await told.allInnerTexts();
    if (words.length) {
      await this.stage.screen(this.page, `story-${this.name}-fault`);
      throw new Error(`${this.name}, after ${after} at ${this.page.url()}: ${words.join(" / ")}`);
    }
  }

  /** The form comes back with these words in its summary. */
  async isToldOf(words, sending) {
    const told = await sending.then(() => "nothing", String);
    if (!told.includes(words)) throw new Error(`${this.name} was told of ${told} instead of ${words}`);
  }

  async signIn(login, password) {
    await this.goto("/sign-in");
    await this.send("登录", { login, password });
  }

  async reads(words) {
    await this.main().getByText(words).first().waitFor();
  }
}

/** Days from today on in Asia/Shanghai, as `<input type=date>` takes them. */
export function day(later) {
  return new Date(Date.now() + 8 * 3600_000 + later * 86_400_000).toISOString().slice(0, 10);
}

/** The words of an element without the spaces that typesetting puts between them. */
export async function plain(element) {
  return (await element.innerText()).replace(/\s/g, "");
}
