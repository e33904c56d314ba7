import {
  ensureServiceLinkedRoles,
  serviceLinkedRolesOf,
} from "../../../../ops/commands/bootstrap/service-linked-roles";
import { environment, healthy } from "../../diagnosis/observed";
import { AwsError } from "../../played/protocols";
import { denied, Played } from "../../played/played";

const ALWAYS = [
  "AWSServiceRoleForAutoScaling",
  "AWSServiceRoleForECS",
  "AWSServiceRoleForElasticLoadBalancing",
  "AWSServiceRoleForRDS",
];

const missing = () => {
  throw new AwsError("NoSuchEntity", "The role cannot be found.", 404);
};
const taken = () => {
  throw new AwsError("InvalidInput", "Service role name AWSServiceRoleForECS has been taken in this account");
};
const role = (RoleName: string) => ({
  RoleName,
  Path: "/aws-service-role/",
  RoleId: "AROA0123456789ABCDEF",
  Arn: `arn:aws:iam::123456789012:role/${RoleName}`,
  CreateDate: "2026-11-22T04:15:00Z",
});
const there = ({ RoleName }: { RoleName: string }) => ({ Role: role(RoleName) });
const created = () => ({ Role: role("AWSServiceRoleForECS") });

async function ensure(get: (input: never) => unknown, create: (input: never) => unknown) {
  const played = await Played.open(environment(), healthy, {
    iam: { GetRole: get, CreateServiceLinkedRole: create },
  });
  try {
    const ended = await played.run(async (operation) => ({
      created: await ensureServiceLinkedRoles(operation),
    }));
    const asked = played.endpoint.inputsOf("iam:CreateServiceLinkedRole");
    return { ...ended, asked: asked.map(({ AWSServiceName }) => AWSServiceName) };
  } finally {
    await played.close();
  }
}

describe("service-linked roles", () => {
  const namesFor = (changes: Readonly<Record<string, unknown>>) =>
    serviceLinkedRolesOf(environment(changes)).map(({ name }) => name);

  it("are those of the services that an environment uses", () => {
    expect(namesFor({})).toEqual(ALWAYS);
    expect(namesFor({ "hosts.purchase": "spot" })).toEqual([...ALWAYS, "AWSServiceRoleForEC2Spot"]);
    expect(namesFor({ cache: { kind: "valkey" } })).toEqual([...ALWAYS, "AWSServiceRoleForElastiCache"]);
    expect(namesFor({ worker: { runs: "service", scaling: { maximum: 2 } } })).toEqual([
      ...ALWAYS,
      "AWSServiceRoleForApplicationAutoScaling_ECSService",
    ]);
  });

  it("are created in a new account", async () => {
    expect(await ensure(missing, created)).toMatchObject({
      exitCode: 0,
      facts: { created: ALWAYS },
      asked: [
        "autoscaling.amazonaws.com",
        "ecs.amazonaws.com",
        "elasticloadbalancing.amazonaws.com",
        "rds.amazonaws.com",
      ],
    });
  });

  it("are left alone where they exist", async () => {
    expect(await ensure(there, created)).toMatchObject({ exitCode: 0, facts: { created: [] }, asked: [] });
  });

  it("are fine when they were created in between, or by credentials that cannot read them", async () => {
    expect(await ensure(missing, taken)).toMatchObject({ exitCode: 0, facts: { created: [] } });
    expect(await ensure(denied("iam:GetRole"), taken)).toMatchObject({ exitCode: 0, facts: { created: [] } });
  });

  it("are named with the missing permission where they cannot be created", async () => {
    const { exitCode, warned, facts } = await ensure(missing, denied("iam:CreateServiceLinkedRole"));

    expect(exitCode).toBe(1);
    expect(facts).toMatchObject({ missingServiceLinkedRoles: ALWAYS });
    expect(warned).toMatchInlineSnapshot(`
     "Your credentials lack iam:CreateServiceLinkedRole, and the account has no AWSServiceRoleForAutoScaling, AWSServiceRoleForECS, AWSServiceRoleForElasticLoadBalancing, AWSServiceRoleForRDS.
     Fix: Get this permission and run the command again, or ask an administrator to run:
       aws iam create-service-linked-role --aws-service-name autoscaling.amazonaws.com
       aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com
       aws iam create-service-linked-role --aws-service-name elasticloadbalancing.amazonaws.com
       aws iam create-service-linked-role --aws-service-name rds.amazonaws.com
     "
    `);
  });

  it("are not taken for created after another refusal", async () => {
    const refused = () => {
      throw new AwsError("InvalidInput", "AWSServiceName is not valid");
    };
    expect(await ensure(missing, refused)).toMatchObject({ exitCode: 1 });
  });
});
