// What every story shares: the browser, the accessibility check, screenshots, and the JSON in and out.
import { chromium } from "playwright-core";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

// The short form: every page reads it anew.
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const ARGUMENTS = [
  "--no-sandbox", // root has no user namespace to put it in; the pages are our own
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

async function input() {
  let text = "";
  process.stdin.setEncoding("utf8");
  for await (const part of process.stdin) text += part;
  return JSON.parse(text);
}

/** Plays `plot(input, stage)` and prints what it returns as JSON. */
export async function story(plot) {
  let browser;
  try {
    const given = await input();
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGUMENTS });
    const told = await plot(given, new Stage(browser));
    process.stdout.write(JSON.stringify(told));
  } catch (fault) {
    process.stderr.write(`${fault?.stack ?? fault}\n`);
    process.exitCode = 1;
  } finally {
    await browser?.close();
  }
}

class Stage {
  constructor(browser) {
    this.browser = browser;
  }

  /** A fresh visitor: own cookies. `width` in CSS pixels, `language` such as `zh-CN`, `script` false for none, `place` where the browser is. */
  async visitor({ width = 1280, language = "zh-CN", dark = false, script = true, place = null } = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height: width < 600 ? 844 : 900 },
      locale: language,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
      javaScriptEnabled: script,
      hasTouch: width < 600,
      ...(place ? { geolocation: place, permissions: ["geolocation"] } : {}),
    });
    context.setDefaultTimeout(20000);
    return context;
  }

  /** Opens a page that keeps what went wrong on it and what it cost. */
  async open(context) {
    const page = await context.newPage();
    const seen = { console: [], failed: [], foreign: [], bytes: 0 };
    const sizes = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") seen.console.push(message.text());
    });
    page.on("pageerror", (fault) => seen.console.push(String(fault)));
    page.on("requestfailed", (request) => {
      // What was still on its way when the person went on to the next page has not failed.
      if (request.failure()?.errorText !== "net::ERR_ABORTED") seen.failed.push(request.url());
    });
    page.on("request", (request) => {
      const host = new URL(request.url()).hostname;
      if (host && host !== "127.0.0.1" && host !== "localhost") seen.foreign.push(request.url());
    });
    page.on("requestfinished", (request) => {
      sizes.push(
        request.sizes().then((size) => {
          seen.bytes += size.responseBodySize + size.responseHeadersSize;
        }),
      );
    });
    const settle = async () => {
      await page.waitForLoadState("networkidle");
      await Promise.allSettled(sizes);
      return seen;
    };
    return { page, settle };
  }

  /** Violations of WCAG 2.2 AA and of good practice, each with the places where they are. */
  async violations(page) {
    // The size of what is touched (2.2 AA) is checked only where it is asked for.
    // The page's own policy forbids foreign script, as it should: the check runs in the page all the same.
    await page.evaluate(AXE);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }));
    return found.violations.map((violation) => ({
      id: violation.id,
      impact: violation.impact,
      words: violation.help,
      places: violation.nodes.map((node) => node.target.join(" ")),
    }));
  }

  /** A screenshot of the whole page, to be looked at. */
  async screen(page, name) {
    await mkdir(process.env.SCREENS, { recursive: true });
    await page.screenshot({ path: join(process.env.SCREENS, `${name}.png`), fullPage: true });
  }

  /** Whether the page is wider than the screen, so that a telephone would scroll sideways. */
  async sideways(page) {
    return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  }
}
