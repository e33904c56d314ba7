import type { Policy, Request } from "../../helpers/iam";
import { allows } from "../../helpers/iam";
import type { Place } from "../aws-call";
import { kindOf, requestsBeyond, requestsOf } from "./elsewhere";
import type { Way } from "./powers";
import { databaseOf, hostsOf, secretsOf, stateOf } from "./powers";
import type { Principal } from "./principals";
import { APPLICATION, permissionsIn, PRINCIPALS } from "./principals";
import type { Routes } from "./routes";
import { routesOf } from "./routes";

/** A row of the table, and the actions on resources of the whole account. */
export interface Row {
  readonly title: string;
  readonly cells: readonly string[];
  readonly beyond: readonly string[];
}

export const COLUMNS = [
  "Reads secrets",
  "Reads the database",
  "Is root on hosts",
  "Changes the state",
  "Reaches another environment",
  "Reaches the rest of the account",
] as const;

const code = (action: string) => `\`${action}\``;

/** A principal's permissions in an environment. */
export interface Case {
  readonly place: Place;
  readonly policy: Policy;
}

/** Its permissions in each environment; those that do not differ are asked once. */
export function casesOf(principal: Principal, places: readonly Place[]): Case[] {
  const found = places.flatMap((place) => {
    const policy = permissionsIn(place, principal);
    return policy ? [{ place, policy }] : [];
  });
  return [...new Map(found.map((each) => [JSON.stringify(each.policy), each])).values()];
}

/** @param other requests about another environment of the account */
export async function rowOf(
  principal: Principal,
  cases: readonly Case[],
  other: readonly Request[],
): Promise<Row> {
  const { title } = principal;
  if (principal.role === undefined) return { title, cells: COLUMNS.map(() => "yes"), beyond: [] };

  const cells = (ofCase: (given: Case) => Promise<string[]>) => union(cases, ofCase);
  const beyond = await cells(({ place, policy }) => beyondOf(policy, place));
  const application = (text: string) => (principal === APPLICATION ? [text] : []);
  const texts = [
    await cells(async ({ place, policy }) => [
      ...application("given to its containers"),
      ...throughSecrets(await routesOf(policy, place)),
      ...(await waysOf(policy, secretsOf(place))),
    ]),
    await cells(async ({ place, policy }) => [
      ...application("with its own user"),
      ...throughSecrets(await routesOf(policy, place)),
      ...(await waysOf(policy, databaseOf(place))),
    ]),
    await cells(async ({ place, policy }) => [
      ...throughHosts(await routesOf(policy, place)),
      ...(await waysOf(policy, hostsOf(place))),
    ]),
    await cells(({ place, policy }) => waysOf(policy, stateOf(place))),
    [
      ...(await cells(({ policy }) => allowedOf(policy, other))),
      ...(beyond.length > 0 ? ["as the rest of the account"] : []),
    ],
    beyond.length > 0 ? [await summaryOf(beyond)] : [],
  ];
  return { title, cells: texts.map((each) => each.join(", ") || "no"), beyond };
}

async function union<Case>(
  cases: readonly Case[],
  ask: (given: Case) => Promise<string[]>,
): Promise<string[]> {
  return [...new Set((await Promise.all(cases.map(ask))).flat())];
}

const throughSecrets = ({ runs, hosts }: Routes) => [
  ...(runs ? ["as a container that it starts"] : []),
  ...(hosts ? ["of the tasks on its host"] : []),
];

const throughHosts = ({ mounts, hosts }: Routes) => [
  ...(mounts ? ["as a container that mounts `/`"] : []),
  ...(hosts ? ["is on one"] : []),
];

async function waysOf(policy: Policy, ways: readonly Way[]): Promise<string[]> {
  const open: Way[] = [];
  for (const way of ways) {
    const answers = await Promise.all(way.requests.map((request) => allows(policy, request)));
    if (answers.every(Boolean)) open.push(way);
  }
  return open.map(({ what, requests: [first] }) =>
    what === undefined ? code(first?.action ?? "") : `${what} (${code(first?.action ?? "")})`,
  );
}

async function allowedOf(policy: Policy, requests: readonly Request[]): Promise<string[]> {
  const answers = await Promise.all(requests.map((request) => allows(policy, request)));
  return [...new Set(requests.filter((_, index) => answers[index]).map(({ action }) => code(action)))];
}

const beyondOf = async (policy: Policy, place: Place) =>
  (await allowedOf(policy, await requestsBeyond(policy, place))).sort();

/** What the roles of an environment are allowed to do with its own resources. */
export async function requestsAbout(place: Place): Promise<Request[]> {
  const policies = PRINCIPALS.filter(({ role }) => role !== undefined).map(
    (principal) => permissionsIn(place, principal) ?? [],
  );
  const isOwn = ({ resource }: Request) =>
    resource.includes(place.environment.name) ||
    resource.startsWith("arn:aws:s3:::") ||
    resource === place.keyArn;
  return (await Promise.all(policies.map(requestsOf))).flat().filter(isOwn);
}

async function summaryOf(actions: readonly string[]): Promise<string> {
  const kinds = await Promise.all(actions.map((action) => kindOf(action.replaceAll("`", ""))));
  return (["lists", "reads", "changes"] as const)
    .map((kind) => [kind, kinds.filter((each) => each === kind).length] as const)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `${kind} ${number}`)
    .join(", ");
}
