import { STATEFUL } from "../../../ops/review/rules/data-loss";
import { change, said } from "./change";

describe("what keeps data", () => {
  it.each(Object.keys(STATEFUL))("is lost when it is destroyed or replaced: %s", (type) => {
    expect(said(change(type, { action: "delete" }))).toEqual([expect.stringMatching(/^data-loss: /)]);
    expect(said(change(type, { action: "replace" }))).toEqual([expect.stringMatching(/^data-loss: /)]);
  });

  it.each(["create", "update", "none", "forget"] as const)("is not lost by: %s", (action) => {
    expect(said(change("aws_sqs_queue", { action })).join()).not.toContain("data-loss");
  });

  it("is not lost when the plan makes AWS keep it", () => {
    expect(
      said(change("aws_cloudwatch_log_group", { action: "delete", before: { skip_destroy: true } })),
    ).toEqual([]);
  });

  it("has its address alone where no word says what it is", () => {
    expect(said(change("aws_efs_file_system", { action: "delete" }))).toEqual([
      "data-loss: aws_efs_file_system.it is destroyed: its files are lost.",
    ]);
  });

  it("names what cannot be changed", () => {
    expect(said(change("aws_sqs_queue", { action: "replace", replacedBecauseOf: ["name"] }))).toEqual([
      "data-loss: The queue (aws_sqs_queue.it) is destroyed and created again, because name cannot be changed in place: the jobs waiting in it are lost.",
    ]);
  });
});

describe("the cache", () => {
  const GROUP = "aws_elasticache_replication_group";

  it("holds sessions, so that every user is signed out when it goes", () => {
    expect(said(change(GROUP, { action: "delete" }))).toEqual([
      `data-loss: The cache (${GROUP}.it) is destroyed: the sessions in it are lost, which signs every user out, and so are its locks, jobs and cached values.`,
    ]);
  });

  it("is interrupted when it moves to other nodes, and keeps what is in it", () => {
    expect(
      said(
        change(GROUP, {
          before: { node_type: "cache.t4g.micro" },
          after: { node_type: "cache.t4g.small" },
        }),
      ),
    ).toEqual([
      `downtime: The cache (${GROUP}.it) changes node_type from cache.t4g.micro to cache.t4g.small: it moves to other nodes, which closes its connections for some seconds. What is in it stays.`,
    ]);
  });

  it("is less protected without its standby, its snapshots or TLS", () => {
    const before = { multi_az_enabled: true, snapshot_retention_limit: 7, transit_encryption_enabled: true };
    const after = { multi_az_enabled: false, snapshot_retention_limit: 0, transit_encryption_enabled: false };
    expect(said(change(GROUP, { before, after }))).toEqual([
      `protection: The cache (${GROUP}.it) lowers its protection: multi_az_enabled from true to false, snapshot_retention_limit from 7 to 0 and transit_encryption_enabled from true to false.`,
    ]);
  });
});

describe("the database", () => {
  const database = (before: object, after: object) =>
    said(change("aws_db_instance", { before: { ...before }, after: { ...after } }));

  it("is interrupted at once when changes are not put off", () => {
    expect(
      database({ engine_version: "8.4.3" }, { engine_version: "8.4.4", apply_immediately: true }),
    ).toEqual([
      "downtime: The database (aws_db_instance.it) changes engine_version from 8.4.3 to 8.4.4: it is upgraded, with one or more restarts (minutes, longer for a new major version), as soon as it is deployed.",
    ]);
  });

  it("is not interrupted by more storage or a longer backup", () => {
    expect(
      database(
        { allocated_storage: 20, backup_retention_period: 1 },
        { allocated_storage: 40, backup_retention_period: 7 },
      ),
    ).toEqual([]);
  });

  it.each([
    ["8.4.6", "8.4.3"],
    ["8.4.10", "8.4.9"],
    ["8.4", "8.0"],
    ["8.4.6", "8.0.40"],
  ])("cannot go back from version %s to %s", (before, after) => {
    expect(database({ engine_version: before }, { engine_version: after })).toEqual([
      `refused: The database (aws_db_instance.it) changes engine_version from ${before} to ${after}: RDS refuses a lower version, and the deploy ends there.`,
    ]);
  });

  it.each([
    ["8.4.9", "8.4.10"],
    ["8.4", "8.4.3"],
    ["8.4.6", "8.4"],
    ["8.4.6", "9.0.1"],
  ])("can go on from version %s to %s", (before, after) => {
    expect(database({ engine_version: before }, { engine_version: after })).toEqual([
      expect.stringMatching(/^downtime: .*it is upgraded/),
    ]);
  });

  it("cannot get a smaller disk", () => {
    expect(database({ allocated_storage: 100 }, { allocated_storage: 20 })).toEqual([
      "refused: The database (aws_db_instance.it) changes allocated_storage from 100 to 20: RDS refuses a smaller volume, and the deploy ends there.",
    ]);
  });

  it("restarts for a log volume of its own", () => {
    expect(database({ dedicated_log_volume: false }, { dedicated_log_volume: true })).toEqual([
      "downtime: The database (aws_db_instance.it) changes dedicated_log_volume from false to true: it restarts, in the next maintenance window.",
    ]);
  });

  it("waits with some parameters for a restart", () => {
    const parameter = (value: string, apply_method: string) => [
      { name: "max_connections", value, apply_method },
    ];
    const group = (method: string) =>
      said(
        change("aws_db_parameter_group", {
          before: { parameter: parameter("50", method) },
          after: { parameter: parameter("60", method) },
        }),
      );
    expect(group("pending-reboot")).toEqual([
      "notice: The settings of the database (aws_db_parameter_group.it) changes max_connections, which takes effect only after a restart of the database.",
    ]);
    expect(group("immediate")).toEqual([]);
  });
});

describe("the way in", () => {
  it("is cut off while it is made anew", () => {
    expect(said(change("aws_lb_listener", { action: "replace" }))).toEqual([
      "downtime: The listener of the load balancer (aws_lb_listener.it) is destroyed and created again: its traffic is interrupted until the new one exists.",
    ]);
  });
});

describe("protection", () => {
  it("is lowered where files, or their earlier versions, are deleted sooner", () => {
    const rules = (days: number | undefined, noncurrent_days: number) => ({
      rule: [
        {
          noncurrent_version_expiration: [{ noncurrent_days }],
          ...(days === undefined ? {} : { expiration: [{ days }] }),
        },
      ],
    });
    const lifecycle = (before: object, after: object) =>
      said(change("aws_s3_bucket_lifecycle_configuration", { before: { ...before }, after: { ...after } }));
    const lowered = ["protection: aws_s3_bucket_lifecycle_configuration.it lowers its protection: rule."];

    expect(lifecycle(rules(undefined, 30), rules(undefined, 7))).toEqual(lowered);
    expect(lifecycle(rules(undefined, 30), rules(365, 30))).toEqual(lowered);
    expect(lifecycle(rules(90, 30), rules(30, 30))).toEqual(lowered);
    expect(lifecycle(rules(30, 7), rules(90, 30))).toEqual([]);
    expect(lifecycle(rules(30, 7), rules(undefined, 7))).toEqual([]);
  });

  it("is lowered by what a mistake would then get through", () => {
    expect(
      said(
        change("aws_db_instance", {
          before: { deletion_protection: true, skip_final_snapshot: false, backup_retention_period: 7 },
          after: { deletion_protection: false, skip_final_snapshot: true, backup_retention_period: 1 },
        }),
      ),
    ).toEqual([
      "protection: The database (aws_db_instance.it) lowers its protection: backup_retention_period from 7 to 1, deletion_protection from true to false and skip_final_snapshot from false to true.",
    ]);
  });

  const plan = (days: number, copyDays?: number) => ({
    rule: [
      {
        lifecycle: [{ delete_after: days }],
        copy_action: copyDays === undefined ? [] : [{ lifecycle: [{ delete_after: copyDays }] }],
      },
    ],
  });
  const planChange = (before: object, after: object) =>
    said(change("aws_backup_plan", { before: { ...before }, after: { ...after } }));

  it("is lowered by copies in another region that are kept for fewer days, or no longer made", () => {
    const lowered = [
      expect.stringMatching(
        /^protection: The plan of the daily backups \(aws_backup_plan\.it\) lowers its protection: rule/,
      ),
    ];
    expect(planChange(plan(7, 35), plan(7, 14))).toEqual(lowered);
    expect(planChange(plan(7, 35), plan(7))).toEqual(lowered);
    expect(planChange(plan(7, 14), plan(7, 35))).toEqual([]);
    expect(
      said(
        change("aws_backup_selection", {
          before: { resources: ["database", "files"] },
          after: { resources: ["database"] },
        }),
      ),
    ).toEqual([expect.stringContaining("lowers its protection: resources")]);
  });

  it("is lowered by copies that leave another account, and not by those that go there", () => {
    const arn = "arn:aws:backup:eu-west-1:111122223333:backup-plan:1";
    const into = (account: string) => ({
      arn,
      rule: [
        { copy_action: [{ destination_vault_arn: `arn:aws:backup:eu-west-1:${account}:backup-vault:api` }] },
      ],
    });
    const lowered = [expect.stringContaining("lowers its protection: rule")];
    expect(planChange(into("999988887777"), into("111122223333"))).toEqual(lowered);
    expect(planChange(into("999988887777"), { arn, rule: [{ copy_action: [{}] }] })).toEqual(lowered);
    expect(planChange(into("111122223333"), into("999988887777"))).toEqual([]);
    expect(planChange(into("999988887777"), into("444455556666"))).toEqual([]);
  });

  it.each(["aws_backup_plan", "aws_backup_selection"])("ends with the %s of the copies", (type) => {
    expect(said(change(type, { action: "delete" }))).toEqual([
      expect.stringMatching(/ is destroyed, which ends the daily copies to another region or account\.$/),
    ]);
  });

  it("is not lowered by the opposite", () => {
    expect(
      said(
        change("aws_cloudwatch_log_group", {
          before: { retention_in_days: 7 },
          after: { retention_in_days: 0 },
        }),
      ),
    ).toEqual([]);
  });
});

describe("the order", () => {
  it("is the worst first", () => {
    const severities = said(
      change("aws_ssm_parameter", { changed: ["value_wo_version"] }),
      change("aws_ecs_service", { before: { name: "web" }, changed: ["task_definition"] }),
      change("aws_lb", { action: "delete" }),
      change("aws_s3_bucket", { action: "delete" }),
    ).map((line) => line.split(":")[0]);
    expect(severities).toEqual(["data-loss", "downtime", "replacement", "notice"]);
  });
});

it("a resource that may be destroyed from now on has less protection", () => {
  const lifecycle = (prevent_destroy: boolean) => ({ lifecycle: { prevent_destroy } });
  const lowered = { before: lifecycle(true), after: lifecycle(false) };
  expect(said(change("aws_kms_key", lowered))).toEqual([
    "protection: The encryption key (aws_kms_key.it) lowers its protection: prevent_destroy.",
  ]);
  expect(said(change("aws_kms_key", { before: lowered.after, after: lowered.before }))).toEqual([]);
});
