import { production } from "../environments/production";
import { staging } from "../environments/staging";
import { FIXTURES } from "../helpers/fixtures";
import type { Policy, Request } from "../helpers/iam";
import { isService, permissionsOf, trustOf } from "../helpers/iam";
import type { StackJson } from "../helpers/stacks";
import { asRequest, byIdentity, byResource, denied, isOneAnswered } from "./asked";
import { foreignOf, STRANGER } from "./foreign";
import { placeOf } from "./place";
import { SERVICE_ROLES } from "./roles";
import { withoutOne, withoutOneCondition } from "./without";

/** A principal with all permissions is allowed this: so a denial comes from the policy, and not from the question. */
const ADMINISTRATOR: Policy = [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }];

const SERVICES = [
  "ec2.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "ecs.amazonaws.com",
  "events.amazonaws.com",
  "lambda.amazonaws.com",
  "scheduler.amazonaws.com",
  "ssm.amazonaws.com",
];

/** The roles of a stack that some service of AWS takes, by what their names end with. */
const serviceRoles = (stack: StackJson, name: string) =>
  Object.values(stack.resource.aws_iam_role ?? {})
    .map((role) => String(role.name))
    .filter((role) => trustOf(stack, role).some(({ Principal }) => isService(Principal)))
    .map((role) => role.slice(name.length + 1));

const ENVIRONMENTS = { production, staging, ...FIXTURES };
const PLACES = Object.entries(ENVIRONMENTS).map(([name, input]) => [name, placeOf(input)] as const);

const EVERY_CASE = PLACES.flatMap(([name, place]) =>
  SERVICE_ROLES.filter(({ suffix, part }) =>
    serviceRoles(place.stacks[part], place.environment.name).includes(suffix),
  ).map((role) => ({
    name,
    place,
    ...role,
    roleName: `${place.environment.name}-${role.suffix}`,
    requests: role.calls(place),
    permissions: permissionsOf(
      place.stacks[role.part],
      `${place.environment.name}-${role.suffix}`,
      place.deployed.in(role.part),
    ),
  })),
);

/** Most environments differ in other things than their roles: each role that is not as in one before it. */
const CASES = [
  ...new Map(
    EVERY_CASE.toReversed().map((given) => [
      JSON.stringify([given.roleName, given.requests, given.permissions]),
      given,
    ]),
  ).values(),
].toReversed();

describe("the roles that services of AWS take", () => {
  it.each(PLACES)("are all in the table: %s", (_, { stacks, environment }) => {
    const known = (part: string) =>
      SERVICE_ROLES.filter((role) => role.part === part).map(({ suffix }) => suffix);

    expect(known("base")).toEqual(expect.arrayContaining(serviceRoles(stacks.base, environment.name)));
    expect(known("service")).toEqual(expect.arrayContaining(serviceRoles(stacks.service, environment.name)));
  });

  it("are each in some environment, with a source for every call", () => {
    expect(new Set(CASES.map(({ suffix }) => suffix))).toEqual(
      new Set(SERVICE_ROLES.map(({ suffix }) => suffix)),
    );
    for (const { requests } of CASES) for (const { source } of requests) expect(source).not.toBe("");
  });
});

describe.each(CASES)("in $name the role of $service, $suffix,", (given) => {
  const { place, part, roleName, requests, permissions, ofTheApplication = [] } = given;
  const needed = requests.map(asRequest);
  const foreign = requests.flatMap((call) => foreignOf(call, place));

  it("may do what the service calls", async () => {
    expect(await denied(byIdentity, permissions, needed)).toEqual([]);
  });

  it("may do nothing more: without any one action or resource some call is denied", async () => {
    const weaker = withoutOne(permissions, ({ Sid = "" }) => !ofTheApplication.includes(Sid));
    expect(weaker.length > 0).toBe(requests.length > 0);

    const needless: string[] = [];
    for (const { what, policy, actions } of weaker) {
      if (!(await isOneAnswered(false, byIdentity, policy, actions, needed))) needless.push(what);
    }
    expect(needless).toEqual([]);
  });

  it("may do it neither in another account or environment, nor in another context", async () => {
    // Of a stranger's account not even an administrator is allowed anything.
    const here = foreign.filter(({ resource }) => !resource.includes(STRANGER));
    expect(await denied(byIdentity, ADMINISTRATOR, here)).toEqual([]);
    expect((await denied(byIdentity, permissions, foreign)).length).toBe(foreign.length);
  });

  it("needs each of its conditions: without any one some foreign call is allowed", async () => {
    const needless: string[] = [];
    for (const { what, policy, actions } of withoutOneCondition(permissions)) {
      if (!(await isOneAnswered(true, byIdentity, policy, actions, foreign))) needless.push(what);
    }
    expect(needless).toEqual([]);
  });

  it("is taken by that service for this account only", async () => {
    const trust = trustOf(place.stacks[part], roleName);
    const taken = (principal: string, context: Request["context"] = {}) =>
      byResource(principal)(trust, {
        action: "sts:AssumeRole",
        resource: `arn:aws:iam::123456789012:role/${roleName}`,
        context,
      });
    const sent = given.trusted(place);

    expect(await taken(given.service, sent)).toBe(true);
    for (const other of SERVICES.filter((service) => service !== given.service)) {
      expect(await taken(other, sent)).toBe(false);
    }
    for (const [key, value] of Object.entries(sent)) {
      const strange = value.replace("123456789012", STRANGER);
      expect(await taken(given.service, { ...sent, [key]: strange })).toBe(false);
      expect(await taken(given.service, { ...sent, [key]: "" })).toBe(false);
    }
  });
});
