import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { graphOf } from "../../ops/review/graph";
import { page as pageOf } from "../../ops/review/page";
import type { StackReview } from "../../ops/review/review";
import { reviewPlan } from "../../ops/review/review";
import type { StackJson } from "../../ops/review/stack-json";
import { synthesize } from "../helpers/stacks";
import { HOSTILE, hostileReview } from "../ops/review/hostile";
import { large } from "../ops/review/large";
import { recorded } from "../ops/review/recorded";
import { CHROMIUM } from "./chromium";

jest.setTimeout(120_000);

/** For text of normal size (WCAG 2.2, success criterion 1.4.3). */
const LEAST_CONTRAST = 4.5;

const reviewed = (stack: string, name: string): StackReview => {
  const { plan, text } = recorded(name);
  return reviewPlan(stack, plan, text);
};

describe("the page of a review, in a browser", () => {
  const { base, service } = synthesize();
  const graphs = new Map([
    ["staging-base", graphOf(base as unknown as StackJson)],
    ["staging-service", graphOf(service as unknown as StackJson)],
  ]);
  const folder = mkdtempSync(join(tmpdir(), "review-page-"));
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a review, and records whatever it does beyond being read. */
  async function open(stacks: StackReview[], options: BrowserContextOptions = {}) {
    const file = join(folder, "page.html");
    writeFileSync(file, pageOf({ stacks, costs: [] }, { accepted: "no", graphs }));
    const page = await browser.newPage({ viewport: { width: 1_280, height: 900 }, ...options });
    const deeds: string[] = [];
    page.on("dialog", (dialog) => void (deeds.push(`dialog ${dialog.message()}`), dialog.dismiss()));
    page.on("console", (message) => void deeds.push(`console ${message.text()}`));
    page.on("pageerror", (error) => void deeds.push(`error ${error.message}`));
    page.on("request", (request) => void (request.url() === `file://${file}` || deeds.push(request.url())));
    await page.goto(`file://${file}`);
    return { page, deeds };
  }

  const usual = () => [
    reviewed("staging-base", "replace the database"),
    reviewed("staging-service", "one setting"),
  ];

  it("leads from a construct in the drawing to its resources, and shows them", async () => {
    const { page, deeds } = await open(usual());
    await page.getByRole("link", { name: /^database ±1/ }).click();

    expect(page.url()).toMatch(/#staging-base--database$/);
    await page.locator("summary", { hasText: "aws_db_instance.database_instance_D7FC2283" }).click();
    await page.getByText("database_instance_D7FC2283 must be replaced").waitFor({ state: "visible" });
    expect(deeds).toEqual([]);
  });

  it("can be gone through with the keyboard alone", async () => {
    const { page } = await open(usual());
    const reached: string[] = [];
    for (let step = 0; step < 30; step++) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate("document.activeElement.textContent.trim().slice(0, 60)"));
    }
    expect(reached).toEqual(expect.arrayContaining([expect.stringMatching(/^database±1/)]));
    expect(reached).toEqual(
      expect.arrayContaining([expect.stringMatching(/^replace aws_db_instance\.database_instance/)]),
    );
  });

  it.each(["light", "dark"] as const)("can be read in a %s scheme", async (colorScheme) => {
    const { page } = await open([...usual(), hostileReview()], { colorScheme });
    await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))");

    expect(await faintTexts(page)).toEqual([]);
    const paper = await page.evaluate<number>(
      "Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])",
    );
    expect(paper > 128).toBe(colorScheme === "light");
  });

  it("fits a telephone", async () => {
    const { page } = await open(usual(), { viewport: { width: 390, height: 800 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  });

  it("runs, loads and hides nothing of a hostile tag", async () => {
    const { page, deeds } = await open([hostileReview()]);
    await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))");

    const text = await page.evaluate<string>("document.body.innerText");
    expect(text).toContain(HOSTILE.slice(0, 100));
    expect(text).toContain("\\u{202E}txet desrever");
    expect(await page.evaluate("document.querySelectorAll('script, img, iframe, link').length")).toBe(0);
    expect(deeds).toEqual([]);
  });

  it("would not run a script even if one got in", async () => {
    const { page, deeds } = await open(usual());
    await page.setContent(
      pageOf({ stacks: usual(), costs: [] }, { accepted: "no", graphs }).replace(
        "<main>",
        "<main><script>alert(1)</script>",
      ),
    );
    expect(deeds.length).toBeGreaterThan(0);
    expect(deeds.filter((deed) => !deed.includes("violates the following Content Security Policy"))).toEqual(
      [],
    );
  });

  it("shows a plan of three megabytes", async () => {
    const { plan, text } = large(3_000_000);
    const began = performance.now();
    const review = reviewPlan("staging-base", plan, text);
    const { page } = await open([review]);

    expect(await page.locator("details").count()).toBe(review.changes.length);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

/** Texts whose colour is too near to that of their ground. */
const faintTexts = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) =>
      [r, g, b]
        .map((value) => value / 255)
        .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
        .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = (element) => {
      if (!element) return [255, 255, 255];
      const box = element.querySelector?.(":scope > rect");
      const colour = rgb(box ? getComputedStyle(box).fill : getComputedStyle(element).backgroundColor);
      return colour[3] === 0 ? ground(element.parentElement) : colour;
    };
    const faint = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.textContent.trim() || element.closest("style")) continue;
      const style = getComputedStyle(element);
      const [one, other] = [light(rgb(element.closest("svg") ? style.fill : style.color)), light(ground(element))];
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (contrast < ${LEAST_CONTRAST}) faint.push(contrast.toFixed(1) + " " + walker.currentNode.textContent.trim().slice(0, 40));
    }
    return faint;
  })()`);
