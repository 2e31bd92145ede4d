// The keyboard of a person who has no mouse, and how often its keys were pressed.

export class Keys {
  constructor(page) {
    this.page = page;
    this.pressed = 0;
  }

  async press(key) {
    this.pressed += 1;
    await this.page.keyboard.press(key);
  }

  /** Writes into what has the focus; a text counts as its letters. */
  async type(text) {
    this.pressed += text.length;
    await this.page.keyboard.type(text);
  }

  /** Tabs until the element that `matches` selects has the focus. */
  async tabTo(matches) {
    for (let step = 0; step < 120; step += 1) {
      if (await this.page.evaluate((wanted) => document.activeElement.matches(wanted), matches)) return;
      await this.press("Tab");
    }
    throw new Error(`the keyboard does not reach ${matches} on ${this.page.url()}`);
  }

  /** Presses Enter on what has the focus and waits for the page it leads to. */
  async enter() {
    const [answer] = await Promise.all([this.page.waitForNavigation(), this.press("Enter")]);
    return answer;
  }

  /** Past what stands on every page, by the link that is there for it. */
  async skip() {
    await this.press("Tab");
    await this.press("Enter");
  }
}
