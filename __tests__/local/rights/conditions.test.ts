import { runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Case } from "./documented";
import { DISPUTED, DOCUMENTED, NOT_DOCUMENTED } from "./documented";

const RIGHTS = join(__dirname, "../../../local/moto/rights");

/** Answers a list of conditions: as they are, and both ways for what it does not know. */
const ANSWERS = `
import json, sys
sys.path.insert(0, sys.argv[1])
from conditions import condition_holds
print(json.dumps([[condition_holds(c, k, False), condition_holds(c, k, True)] for c, k in json.load(sys.stdin)]))
`;

function answered(cases: readonly Case[]): [ifUnknownFalse: boolean, ifUnknownTrue: boolean][] {
  const input = JSON.stringify(cases.map(({ condition, context }) => [condition, context]));
  const { stdout, stderr } = spawnSync("python3", ["-B", "-c", ANSWERS, RIGHTS], { input, encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as [boolean, boolean][];
}

/** A second implementation, written by others. */
const simulated = ({ condition, context }: Case) =>
  runUnsafeSimulation(
    {
      request: {
        principal: "arn:aws:iam::123456789012:user/a",
        action: "sqs:ListQueues",
        resource: { resource: "*", accountId: "123456789012" },
        contextVariables: Object.fromEntries(
          Object.entries(context).map(([key, value]) => [
            key,
            typeof value === "string" ? value : [...value],
          ]),
        ),
      },
      identityPolicies: [
        {
          name: "policy",
          policy: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "sqs:ListQueues", Resource: "*", Condition: condition }],
          },
        },
      ],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  ) === "Allowed";

const ALL = [...DOCUMENTED, ...DISPUTED];
const known = answered(ALL);
const unknown = answered(NOT_DOCUMENTED);

describe("a condition of a policy in the embedded AWS", () => {
  it.each(ALL.map((given, index) => ({ ...given, answer: known[index] })))(
    "$what: $holds",
    ({ holds, answer }) => {
      expect(answer).toEqual([holds, holds]);
    },
  );

  it.each(DOCUMENTED)("agrees with another simulation of IAM: $what", (given) => {
    expect(simulated(given)).toBe(given.holds);
  });

  it.each(DISPUTED)("is answered differently by the other simulation: $what", (given) => {
    expect(simulated(given)).toBe(!given.holds);
  });

  it.each(NOT_DOCUMENTED.map((given, index) => ({ ...given, answer: unknown[index] })))(
    "$what: allows nothing, and denies where the statement denies",
    ({ answer }) => {
      expect(answer).toEqual([false, true]);
    },
  );
});
