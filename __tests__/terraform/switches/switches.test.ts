import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withNoun } from "../../../ops/review/nouns";
import type { Change } from "../../../ops/review/change";
import { dataLoss, STATEFUL } from "../../../ops/review/rules/data-loss";
import { change } from "../../config/change";
import type { StackJson, Stacks } from "../../helpers/stacks";
import { synthesizeEnvironment } from "../../helpers/stacks";
import { type Switch, SWITCHES } from "../../stacks/switches/cases";
import { differenceOf, type Difference } from "./difference";
import { type Replacement, replacementsOf } from "./replacements";
import { type Step, typeOf } from "./resources";
import { WITHOUT_DATA } from "../../../ops/review/rules/without-data";

jest.setTimeout(300_000);

const REPORT = join(__dirname, "switches.txt");
const UPDATE = process.env.UPDATE_GOLDEN === "1";
const HOW = "`npm run switches` does; review and commit what it changed.";
const PARTS = ["base", "service"] as const;

const stacksOf = (changes: Switch["to"]) => synthesizeEnvironment(change(changes));
const stepsOf = (from: Stacks, to: Stacks): Step[] =>
  PARTS.map((part) => ({ before: from[part], after: to[part] }));

/** Each switch with its steps, and the stacks before and after them. */
const switches = Object.entries(SWITCHES).map(([name, { from = {}, to, losesOn = [], losesOff = [] }]) => {
  const [off, on] = [stacksOf(from), stacksOf(to)];
  return {
    ...{ name, to, off, on, losesOn, losesOff },
    ...{ switchingOn: stepsOf(off, on), switchingOff: stepsOf(on, off) },
  };
});

/** Another key, by a change of the constructs. */
const anotherKey: Step = { before: stacksOf({}).base, after: stacksOf({}).base };
for (const key of Object.values(anotherKey.after.resource.aws_kms_key ?? {})) key.multi_region = true;

let replaced: ReadonlyMap<Step, readonly Replacement[]>;
beforeAll(async () => {
  const steps = switches.flatMap(({ switchingOn, switchingOff }) => [...switchingOn, ...switchingOff]);
  replaced = await replacementsOf([...steps, anotherKey]);
});

const plan = (steps: readonly Step[]) => steps.map((step) => differenceOf(step, replaced.get(step) ?? []));

/** The resources with data that are destroyed, or destroyed and created again. */
const lostBy = (steps: readonly Step[]) =>
  plan(steps)
    .flatMap((difference) => [...difference.destroyed, ...difference.replaced.map(({ address }) => address)])
    .filter((address) => typeOf(address) in STATEFUL)
    .sort();

describe.each(switches)("$name", ({ to, off, on, switchingOn, switchingOff, losesOn, losesOff }) => {
  it("loses only the data that is named here, on and off again", () => {
    expect({ on: lostBy(switchingOn), off: lostBy(switchingOff) }).toEqual({ on: losesOn, off: losesOff });
  });

  it("changes something, and publishes no output that is not read", () => {
    expect([on.base, on.service]).not.toEqual([off.base, off.service]);
    // Switched off, an environment still publishes what its services will read.
    for (const { base, service } of to.running === false ? [off] : [on, off]) {
      expect(Object.keys(base.output).sort()).toEqual([...new Set(readBy(service))].sort());
    }
  });
});

function readBy(service: StackJson): string[] {
  const names = /terraform_remote_state\.base\.outputs\.(\w+)/g;
  return [...JSON.stringify(service).matchAll(names)].flatMap(([, name]) => name ?? []);
}

describe("the switches", () => {
  it("create only types that are known to hold data, or to hold none", () => {
    const types = new Set(
      switches
        .flatMap(({ off, on }) => [off.base, off.service, on.base, on.service])
        .flatMap(({ resource }) => Object.keys(resource)),
    );

    expect([...types].filter((type) => !(type in STATEFUL)).sort()).toEqual([...WITHOUT_DATA].sort());
  });

  it("lose nothing that the review does not name", () => {
    const lost = new Set(switches.flatMap(({ losesOn, losesOff }) => [...losesOn, ...losesOff]));
    for (const address of lost) {
      const finding = dataLoss(destroyed(address));
      expect(finding?.severity).toBe("data-loss");
      // E.g. "The queue (aws_sqs_queue.queue_jobs) is destroyed".
      expect(finding && withNoun(finding.what, destroyed(address)).texts[0]).toMatch(/^The .* \($/);
    }
  });

  it("name what is replaced because what it refers to is replaced", () => {
    expect(replaced.get(anotherKey)).toEqual([
      { address: "aws_db_instance.database_instance", because: ["kms_key_id"] },
      { address: "aws_ecr_repository.app-image_repository", because: ["encryption_configuration.0.kms_key"] },
      {
        address: "aws_ecr_repository.nginx-image_repository",
        because: ["encryption_configuration.0.kms_key"],
      },
      { address: "aws_kms_key.key", because: ["multi_region"] },
    ]);
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
  const blocks = switches.map(({ name, switchingOn, switchingOff }) =>
    [
      ...[`== ${name}`, "on:", ...linesOf(plan(switchingOn))],
      ...["off:", ...linesOf(plan(switchingOff)), ""],
    ].join("\n"),
  );
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
