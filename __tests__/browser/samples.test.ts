import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { graphOf } from "../../ops/review/graph";
import { page as pageOf } from "../../ops/review/page";
import { reviewPlan } from "../../ops/review/review";
import type { StackJson } from "../../ops/review/stack-json";
import { UPDATING } from "../helpers/samples";
import { synthesize } from "../helpers/stacks";
import { recorded } from "../ops/review/recorded";
import { CHROMIUM } from "./chromium";

jest.setTimeout(60_000);

const PICTURE = join(__dirname, "../../docs/images/review.png");
const WIDTH = 1_280;
const HEIGHT = 800;
const MOST_BYTES = 150_000;

/** The pixels depend on the version of Chromium and its fonts, so only the size of the picture is compared. */
describe("the picture of a review in docs/review.md", () => {
  it("is a picture of the page", async () => {
    const { base } = synthesize();
    const { plan, text } = recorded("replace the database");
    const stacks = [reviewPlan("staging-base", plan, text)];
    const graphs = new Map([["staging-base", graphOf(base as unknown as StackJson)]]);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: "light" });
    await page.setContent(pageOf({ stacks, costs: [] }, { accepted: "no", graphs }));
    const picture = await page.screenshot();
    await browser.close();

    if (UPDATING) {
      mkdirSync(dirname(PICTURE), { recursive: true });
      writeFileSync(PICTURE, picture);
    }
    const kept = readFileSync(PICTURE);
    expect(sizeOf(kept)).toEqual({ width: WIDTH, height: HEIGHT });
    expect(sizeOf(picture)).toEqual(sizeOf(kept));
    expect(kept.length).toBeLessThan(MOST_BYTES);
  });
});

/** A PNG has its size at the beginning (ISO/IEC 15948, "IHDR"). */
const sizeOf = (png: Buffer) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });
