import { production } from "../../environments/production";
import { staging } from "../../environments/staging";
import { FIXTURES } from "../../helpers/fixtures";
import type { Statement } from "../../helpers/iam";
import { allows } from "../../helpers/iam";
import { markdownTable } from "../../helpers/markdown-table";
import { expectGenerated } from "../../helpers/samples";
import { permissionsIn, PRINCIPALS } from "./principals";
import { casesOf, COLUMNS, requestsAbout, rowOf } from "./table";
import * as powers from "./powers";
import { placeOf } from "../place";

const FOREIGN = placeOf(staging);
const shell = {
  ...production,
  shell: true,
  acceptedRisks: [...(production.acceptedRisks ?? []), "shell-access" as const],
};
/** Every kind of environment of the account but the foreign one. */
/** Without the rights that an environment adds itself: they are its own. */
const PLACES = Object.values({ production, shell, ...FIXTURES }).map((input) =>
  placeOf({ ...input, permissions: [] }),
);

/** KMS generates the id of a key: the helper gives the same one to all. */
const OF_ANOTHER = "arn:aws:kms:ap-northeast-1:123456789012:key/ffffffff-12ab-34cd-56ef-1234567890ab";
const foreign = requestsAbout(FOREIGN).then((requests) =>
  requests.map((request) =>
    request.resource === FOREIGN.keyArn ? { ...request, resource: OF_ANOTHER } : request,
  ),
);

const cases = PRINCIPALS.map((principal) => ({ principal, cases: casesOf(principal, PLACES) }));
const rows = foreign.then((other) =>
  Promise.all(cases.map((given) => rowOf(given.principal, given.cases, other))),
);

describe("docs/access.md has", () => {
  it("what each principal may do, as an exact simulation of IAM answers it", async () => {
    const table = (await rows).map(({ title, cells }) => [title, ...cells]);
    expectGenerated("access", markdownTable(["Who", ...COLUMNS], table));
  }, 120_000);

  it("the actions on resources of the whole account", async () => {
    const lines = (await rows)
      .filter(({ beyond }) => beyond.length > 0)
      .map(({ title, beyond }) => `- **${title}**: ${beyond.join(", ")}`);
    expectGenerated("beyond", lines.join("\n"));
  }, 120_000);
});

describe("the requests about another environment", () => {
  it("are allowed to its own roles: a denial is not a matter of form", async () => {
    const own = PRINCIPALS.filter(({ role }) => role !== undefined).flatMap(
      (principal) => permissionsIn(FOREIGN, principal) ?? [],
    );
    const allowed = own.filter(({ Effect }) => Effect === "Allow");
    const requests = await requestsAbout(FOREIGN);
    const denied = [];
    for (const request of requests) if (!(await allows(allowed, request))) denied.push(request);

    expect(requests.length).toBeGreaterThan(150);
    expect(denied).toEqual([]);
  });
});

describe("the ways to each power are open to an administrator:", () => {
  const everything: Statement[] = [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }];

  it.each(Object.entries(powers))("%s", async (_, ways) => {
    for (const place of PLACES.slice(0, 1)) {
      for (const request of ways(place).flatMap((way) => way.requests)) {
        expect({ ...request, allowed: await allows(everything, request) }).toMatchObject({ allowed: true });
      }
    }
  });
});

const allow = (Action: string[], ...Resource: string[]): Statement => ({ Effect: "Allow", Action, Resource });
const ecs = (resource: string) => `arn:aws:ecs:ap-northeast-1:123456789012:${resource}`;
const parameters = (path: string) =>
  `arn:aws:ssm:ap-northeast-1:123456789012:parameter/api-production/${path}`;

describe("a wider right changes the table", () => {
  it.each<[column: (typeof COLUMNS)[number], role: string, ...more: Statement[]]>([
    [
      "Reads secrets",
      "deploy",
      allow(["ssm:GetParameter", "kms:Decrypt"], parameters("secret/*"), "arn:aws:kms:*:*:key/1234*"),
    ],
    [
      "Reads the database",
      "host",
      allow(["rds:CreateDBSnapshot"], "arn:aws:rds:ap-northeast-1:123456789012:snapshot:*"),
    ],
    ["Is root on hosts", "task", allow(["ssm:SendCommand"], "arn:aws:ec2:*:*:instance/i-0*")],
    [
      "Is root on hosts",
      "deploy",
      allow(["ecs:RegisterTaskDefinition"], ecs("task-definition/api-production-web:*")),
    ],
    [
      "Changes the state",
      "plan",
      allow(["s3:PutObject"], "arn:aws:s3:::api-terraform-state-123456789012/api/production/*"),
    ],
    ["Reaches another environment", "notifier", allow(["ecs:DescribeTasks"], ecs("task/api-staging/*"))],
    ["Reaches the rest of the account", "task-execution", allow(["s3:GetObject"], "arn:aws:s3:::other/*")],
  ])("%s: %s", async (column, suffix, ...more) => {
    const given = cases.find(({ principal }) => principal.role?.suffix.endsWith(suffix));
    if (!given) throw new Error(`no principal ${suffix}`);
    const other = await foreign;
    const before = await rowOf(given.principal, given.cases, other);
    const wider = given.cases.map(({ place, policy }) => ({ place, policy: [...policy, ...more] }));
    const after = await rowOf(given.principal, wider, other);

    const index = COLUMNS.indexOf(column);
    expect(after.cells[index]).not.toBe(before.cells[index]);
  });
});
