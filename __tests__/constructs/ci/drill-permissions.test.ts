import { namesOf } from "../../../facts/names";
import { grown } from "../../helpers/fixtures";
import { allows, permissionsOf } from "../../helpers/iam";
import { stage } from "../../ops/commands/drill/stage";
import { placeOf } from "../../rights/place";

const place = placeOf(grown);
const { names, environment, keyArn } = place;
const policy = permissionsOf(place.stacks.base, names.drillRole.name, place.deployed.in("base"));
const arn = (resource: string) => `arn:aws:rds:${environment.region}:${environment.accountId}:${resource}`;
const copy = arn(`db:${environment.name}-drill-20261127093000`);
const other = namesOf({ ...environment, name: "api-staging" });

describe("the drill role", () => {
  it("has every action that a drill calls", async () => {
    const it = await stage();
    await it.drill({ every: 28 });
    await it.played.close();
    const allowed = policy.flatMap(({ Action }) => Action);

    const called = [...new Set(it.endpoint.actions)].filter((action) => !action.startsWith("sts:"));
    expect(called.length).toBeGreaterThan(10);
    expect(called.filter((action) => !allowed.includes(action))).toEqual([]);
  });

  it.each([
    ["rds:RestoreDBInstanceToPointInTime", arn(`db:${environment.name}`)],
    ["rds:RestoreDBInstanceToPointInTime", copy],
    ["rds:RestoreDBInstanceToPointInTime", arn(`subgrp:${environment.name}`)],
    ["rds:RestoreDBInstanceToPointInTime", arn(`pg:${environment.name}-mysql84`)],
    ["rds:RestoreDBInstanceToPointInTime", arn("og:default:mysql-8-4")],
    ["rds:AddTagsToResource", copy],
    ["rds:ModifyDBInstance", copy],
    ["rds:DeleteDBInstance", copy],
    ["ssm:GetParameter", names.databasePassword.arn],
    ["logs:GetLogEvents", `${names.logGroupArn("migrate")}:log-stream:ecs/migrate/1`],
  ])("may %s on %s", async (action, resource) => {
    expect(await allows(policy, { action, resource })).toBe(true);
  });

  it.each([
    ["rds:ModifyDBInstance", arn(`db:${environment.name}`)],
    ["rds:DeleteDBInstance", arn(`db:${environment.name}`)],
    ["rds:DeleteDBInstance", arn(`db:${environment.name}-restored-20261127093000`)],
    ["rds:RestoreDBInstanceToPointInTime", arn("db:api-staging")],
    ["ssm:GetParameter", names.secret("APP_KEY").arn],
    ["ssm:GetParameter", other.databasePassword.arn],
    ["kms:Decrypt", keyArn],
    ["cloudwatch:PutMetricData", "*"],
  ])("may not %s on %s", async (action, resource) => {
    expect(await allows(policy, { action, resource })).toBe(false);
  });

  it("publishes metrics of its environment only", async () => {
    const put = (namespace: string) =>
      allows(policy, {
        action: "cloudwatch:PutMetricData",
        resource: "*",
        context: { "cloudwatch:namespace": namespace },
      });
    expect(await put(environment.name)).toBe(true);
    expect(await put("api-staging")).toBe(false);
  });
});

describe("the deploy role", () => {
  const deploy = permissionsOf(place.stacks.base, names.deployRole.name, place.deployed.in("base"));
  const without = placeOf({ ...grown, database: { ...grown.database, releaseSnapshots: undefined } });
  const withoutSetting = permissionsOf(
    without.stacks.base,
    names.deployRole.name,
    without.deployed.in("base"),
  );
  const taken = arn(`snapshot:${environment.name}-release-5d6e7f8-20261127093000`);

  it.each([
    ["rds:CreateDBSnapshot", arn(`db:${environment.name}`)],
    ["rds:CreateDBSnapshot", taken],
    ["rds:DeleteDBSnapshot", taken],
    ["rds:DescribeDBSnapshots", arn("snapshot:*")],
  ])("may %s on %s with database.releaseSnapshots, and not without it", async (action, resource) => {
    expect(await allows(deploy, { action, resource })).toBe(true);
    expect(await allows(withoutSetting, { action, resource })).toBe(false);
  });

  it.each([
    ["rds:DeleteDBSnapshot", arn("snapshot:before-the-upgrade")],
    ["rds:CreateDBSnapshot", arn("db:api-staging")],
    ["rds:ModifyDBSnapshotAttribute", taken],
    ["rds:RestoreDBInstanceFromDBSnapshot", taken],
  ])("may not %s on %s", async (action, resource) => {
    expect(await allows(deploy, { action, resource })).toBe(false);
  });

  it("is an IAM user with a further policy, where CI is not GitHub Actions", () => {
    const { stacks } = placeOf({ ...grown, ci: { identity: "iam-user" } });
    expect(Object.values(stacks.base.resource.aws_iam_policy ?? {}).map(({ name }) => name)).toContain(
      "api-production-deploy-rds",
    );
  });
});
