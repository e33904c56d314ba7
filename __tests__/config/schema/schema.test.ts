import { computed } from "../../helpers/computed";
import { z } from "zod";
import { LARGEST_INTEGER } from "../../../facts/count-limits";
import { environmentSchema } from "../../../config/schema/schema";
import { leavesOf } from "../../helpers/schema-fields";
import { resolve } from "../change";

const numbers = leavesOf(environmentSchema).flatMap(({ path, schema }) =>
  schema instanceof z.ZodNumber ? [[path, schema] as const] : [],
);

describe("the schema", () => {
  it("has numbers", () => {
    expect(numbers.length).toBeGreaterThan(25);
  });

  it.each(numbers)(
    "has a whole number with a minimum and a maximum at %s",
    (_path, { format, minValue, maxValue }) => {
      expect(format).toBe("safeint");
      expect(minValue).toBeGreaterThanOrEqual(0);
      expect(maxValue).toBeLessThanOrEqual(LARGEST_INTEGER);
    },
  );
});

describe("a count above the limit of AWS", () => {
  it("is refused", () => {
    expect(resolve({ web: { desiredCount: 2_000_000_000, scaling: { maximum: 2_000_000_000 } } })).toBe(
      `2 mistakes in environments/; nothing was done.

test: web.desiredCount
  got      2000000000
  allowed  a whole number from 1 to 5000
  fix      Write 5000 or less.

test: web.scaling.maximum
  got      2000000000
  allowed  a whole number from 2 to 5000
  fix      Write 5000 or less. The most web tasks; \`web.desiredCount\` is the fewest.`,
    );
  });

  it.each([
    ["hosts.maximum", 5_000],
    ["hosts.minimum", 4_999],
    ["worker.sleepSeconds", 1_209_600],
    ["oneOffTask.memoryMiB", 33_554_432],
    ["logs.accessLogDays", LARGEST_INTEGER],
  ])("is refused at %s, above %d", (path, maximum) => {
    expect(resolve({ [path]: maximum + 1 })).toContain(`test: ${path}\n  got      ${maximum + 1}\n`);
  });

  it("is not suggested as the fix of another mistake", () => {
    expect(resolve({ web: { desiredCount: 5_000, scaling: { maximum: 5_000 } } })).toContain(
      "fix      Lower web.desiredCount, or remove web.scaling.",
    );
  });

  it("is checked fast at its largest", () => {
    const begin = computed();
    resolve({
      "hosts.maximum": 5_000,
      web: { scaling: { maximum: 5_000, cpuUnits: 196_608 }, app: { memoryMiB: 33_554_432 } },
      worker: { runs: "service", memoryMiB: 33_554_432, scaling: { maximum: 5_000 } },
    });
    expect(computed() - begin).toBeLessThan(2_000);
  });
});

describe("a grace period of 0", () => {
  it("is refused with the name of its field", () => {
    expect(resolve({ "web.healthCheckGracePeriodSeconds": 0 })).toBe(
      `1 mistake in environments/; nothing was done.

test: web.healthCheckGracePeriodSeconds
  got      0
  allowed  a whole number from 1 to 3600
  fix      Write 1 or more. How long failed health checks of the load balancer are ignored while a new task starts.`,
    );
  });
});
