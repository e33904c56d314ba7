import { z } from "zod";
import { resolveEnvironments } from "../../config/resolve-environments";
import { EnvironmentError } from "../../config/messages/problem";
import { environmentSchema } from "../../config/schema/schema";
import { change } from "../config/change";
import { leavesOf } from "../helpers/schema-fields";
import { verdictOn } from "./made-stacks";

/** With all optional numbers, and room for large ones. */
const ROOM = {
  hosts: { instanceType: "r6i.4xlarge", ecsAmiRelease: "2023.0.20260226", minimum: 40, maximum: 400 },
  "database.password": { source: "generated" },
  "database.applicationUser": { password: { source: "generated" } },
  web: { scaling: { maximum: 4, requestsPerTaskPerMinute: 600 } },
  worker: { runs: "service", scaling: { maximum: 4 } },
};

type Changes = Readonly<Record<string, unknown>>;
type Bound = readonly [path: string, value: number];

const bounds = leavesOf(environmentSchema).flatMap(({ path, schema }): Bound[] =>
  schema instanceof z.ZodNumber && !/\[\]|\*/.test(path)
    ? [schema.minValue, schema.maxValue].map((value) => [path, value ?? NaN])
    : [],
);

function isAccepted(changes: Changes): boolean {
  try {
    resolveEnvironments([change(changes)]);
    return true;
  } catch (error) {
    if (error instanceof EnvironmentError) return false;
    throw error;
  }
}

/** Environments that the checks accept, together with each bound that they accept: a few, as each synthesis takes time. */
function environmentsWith(remaining: readonly Bound[]): Changes[] {
  let changes: Changes = ROOM;
  const left = remaining.filter(([path, value]) => {
    const changed = { ...changes, [path]: value };
    if (path in changes || !isAccepted(changed)) return true;
    changes = changed;
    return false;
  });
  return left.length === remaining.length ? [] : [changes, ...environmentsWith(left)];
}

const environments = environmentsWith(bounds);

describe("the smallest and largest numbers that the schema and the checks accept", () => {
  it("are most of them", () => {
    const covered = environments.flatMap((changes) => Object.keys(changes).filter((path) => !(path in ROOM)));
    expect(covered.length).toBeGreaterThan(40);
  });

  it.each(environments.map((changes, index) => [index + 1, changes] as const))(
    "are accepted by the policies too, in environment %d",
    (_number, changes) => {
      expect(verdictOn(resolveEnvironments([change(changes)]))).toBe("accepted");
    },
  );
});
