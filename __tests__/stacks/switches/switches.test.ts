import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentSchema } from "../../../config/schema/schema";
import { withNoun } from "../../../ops/review/nouns";
import type { Change } from "../../../ops/review/change";
import { dataLoss, STATEFUL } from "../../../ops/review/rules/data-loss";
import { change } from "../../config/change";
import { leavesOf, pathsOf } from "../../helpers/schema-fields";
import type { StackJson, Stacks } from "../../helpers/stacks";
import { synthesizeEnvironment } from "../../helpers/stacks";
import { FIXED, type Switch, SWITCHES } from "./cases";
import { differenceOf, type Difference, JUDGED, typeOf } from "./difference";
import { WITHOUT_DATA } from "./without-data";

const REPORT = join(__dirname, "switches.txt");
const UPDATE = process.env.UPDATE_GOLDEN === "1";
const HOW = "`npm run golden` does; review and commit what it changed.";
const PARTS = ["base", "service"] as const;

const stacksOf = (changes: Switch["to"]) => synthesizeEnvironment(change(changes));
const sidesOf = ({ from = {}, to }: Switch) => [stacksOf(from), stacksOf(to)] as const;

const plan = (before: Stacks, after: Stacks) => PARTS.map((part) => differenceOf(before[part], after[part]));

/** The resources with data that are destroyed, or destroyed and created again. */
const lostBy = (differences: readonly Difference[]) =>
  differences
    .flatMap(({ destroyed, replaced }) => [...destroyed, ...replaced.map(({ address }) => address)])
    .filter((address) => typeOf(address) in STATEFUL)
    .sort();

describe.each(Object.entries(SWITCHES))("%s", (_, each) => {
  const [off, on] = sidesOf(each);

  it("loses only the data that is named here, on and off again", () => {
    expect({ on: lostBy(plan(off, on)), off: lostBy(plan(on, off)) }).toEqual({
      on: each.losesOn ?? [],
      off: each.losesOff ?? [],
    });
  });

  it("changes something, and publishes no output that is not read", () => {
    expect([on.base, on.service]).not.toEqual([off.base, off.service]);
    // Switched off, an environment still publishes what its services will read.
    for (const { base, service } of each.to.running === false ? [off] : [on, off]) {
      expect(Object.keys(base.output).sort()).toEqual([...new Set(readBy(service))].sort());
    }
  });
});

function readBy(service: StackJson): string[] {
  const names = /terraform_remote_state\.base\.outputs\.(\w+)/g;
  return [...JSON.stringify(service).matchAll(names)].flatMap(([, name]) => name ?? []);
}

describe("the switches", () => {
  it("have every setting of the schema", () => {
    const touched = Object.values(SWITCHES).flatMap(({ from = {}, to }) => {
      const [before, after] = [pathsOf(change(from)), pathsOf(change(to))];
      const paths = new Set([...before.keys(), ...after.keys()]);
      return [...paths].filter((path) => before.get(path) !== after.get(path));
    });
    const settings = [...new Set(leavesOf(environmentSchema).map(({ path }) => path))];

    expect(settings.filter((path) => !touched.includes(path))).toEqual(
      settings.filter((path) => FIXED.includes(path)),
    );
    expect(FIXED.filter((path) => !settings.includes(path))).toEqual([]);
  });

  it("create only types that are known to hold data, or to hold none", () => {
    const types = new Set(
      Object.values(SWITCHES)
        .flatMap(sidesOf)
        .flatMap(({ base, service }) => [...Object.keys(base.resource), ...Object.keys(service.resource)]),
    );
    const holding = [...types].filter((type) => type in STATEFUL).sort();

    expect([...types].filter((type) => !(type in STATEFUL)).sort()).toEqual([...WITHOUT_DATA].sort());
    expect(holding).toEqual([...JUDGED].sort());
  });

  it("lose nothing that the review does not name", () => {
    const lost = [
      ...new Set(
        Object.values(SWITCHES).flatMap((each) => [...(each.losesOn ?? []), ...(each.losesOff ?? [])]),
      ),
    ];
    for (const address of lost) {
      const [finding] = dataLoss(destroyed(address), []);
      expect(finding?.severity).toBe("data-loss");
      // E.g. "The queue (aws_sqs_queue.queue_jobs) is destroyed".
      expect(finding && withNoun(finding.what, destroyed(address)).texts[0]).toMatch(/^The .* \($/);
    }
  });

  it("do what the report says", () => {
    const report = reportOf();
    if (UPDATE) writeFileSync(REPORT, report);
    if (!existsSync(REPORT)) throw new Error(`${REPORT} is missing and should be written. ${HOW}`);
    expect(readFileSync(REPORT, "utf8")).toBe(report);
  });
});

const destroyed = (address: string): Change => ({
  ...{
    address,
    type: typeOf(address),
    name: address,
    action: "delete",
    imported: false,
    removedFromCode: true,
  },
  ...{ replacedBecauseOf: [], changed: [], before: {}, after: {} },
});

/** What each switch does, and what it does when it is switched off again. */
function reportOf(): string {
  const blocks = Object.entries(SWITCHES).map(([name, each]) => {
    const [off, on] = sidesOf(each);
    return [`== ${name}`, "on:", ...linesOf(plan(off, on)), "off:", ...linesOf(plan(on, off)), ""].join("\n");
  });
  return `What each setting does to the resources: + create, ~ change, - destroy, -/+ replace.\n\n${blocks.join("\n")}`;
}

const SIGNS = { created: "+", changed: "~", destroyed: "-", forgotten: "forget" } as const;

function linesOf(differences: readonly Difference[]): string[] {
  return differences.flatMap((difference) => [
    ...(["created", "changed", "destroyed", "forgotten"] as const).flatMap((kind) =>
      difference[kind].map((address) => `  ${SIGNS[kind]} ${address}`),
    ),
    ...difference.replaced.map(({ address, because }) => `  -/+ ${address} (${because.join(", ")})`),
  ]);
}
