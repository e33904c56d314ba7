import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { except } from "../../policies/exceptions";
import { endOfSupport } from "../../policies/protections/end-of-support";
import { PHP_VERSION, SUPPORT_ENDS } from "../../policies/tables/support-ends";
import { lambda } from "./resources";
import type { Build } from "./synth";
import { synthesizeUnder } from "./synth";

/** Its runtime is supported until 2027-04-30. */
const notifier: Build = (stack) => lambda(stack, { runtime: "nodejs22.x" });
const on = (today: string, build: Build = notifier) =>
  synthesizeUnder({ policies: [endOfSupport], today }, build);

describe("a version that loses its support", () => {
  it("is no matter 181 days before", () => {
    expect(on("2026-10-31")).toMatchObject({ message: "accepted", warnings: [] });
  });

  it.each(["2026-11-01", "2027-04-30"])("is warned of from 180 days before to the last day: %s", (today) => {
    const { message, warnings } = on(today);
    expect(message).toBe("accepted");
    expect(warnings).toEqual([
      expect.stringContaining(
        "aws_lambda_function.function: runtime is nodejs22.x, without support after 2027-04-30: move to nodejs24.x",
      ),
    ]);
  });

  it("is refused from the day after", () => {
    expect(on("2027-05-01")).toMatchObject({
      message: expect.stringContaining("runtime is nodejs22.x, without support since 2027-04-30") as string,
      warnings: [],
    });
  });

  it("can be excepted, the warning as well as the refusal", () => {
    const excepted: Build = (stack) =>
      except(lambda(stack, { runtime: "nodejs22.x" }), "end-of-support", "Next week.");
    expect(on("2027-04-30", excepted)).toMatchObject({ message: "accepted", warnings: [] });
    expect(on("2027-05-01", excepted)).toMatchObject({ message: "accepted", warnings: [] });
  });

  it("may be PHP's, which the image of the application brings", () => {
    const images: Build = (stack) => new EcrRepository(stack, "r", { name: "shop/app" });
    const end = SUPPORT_ENDS.php[PHP_VERSION];
    expect(on(end, images).warnings).toEqual([
      expect.stringContaining(
        `docker/app/Dockerfile installs PHP ${PHP_VERSION}, without support after ${end}`,
      ),
    ]);
  });
});

describe("PHP's version", () => {
  it("is the one that the Dockerfile installs", () => {
    const dockerfile = readFileSync(join(__dirname, "../../docker/app/Dockerfile"), "utf8");
    expect(new Set(dockerfile.match(/(?<=\bphp)\d+\.\d+(?=-fpm)/g))).toEqual(new Set([PHP_VERSION]));
  });
});
