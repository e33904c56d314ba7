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
