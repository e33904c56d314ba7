import type { DBInstance } from "@aws-sdk/client-rds";
import { Played } from "../../played/played";
import { AwsError } from "../../played/protocols";
import { drop } from "../../../../ops/commands/database/drop";
import { environment, healthy } from "../../diagnosis/observed";
import { Bucket } from "./bucket";
import { Databases, NAME, own, OWN_ID, RESTORED, restored } from "./databases";

const REPLACED = `${NAME}-replaced-20261127100000`;
const replaced = restored({ DBInstanceIdentifier: REPLACED, DbiResourceId: "db-OLD", TagList: [] });

const STATE = "shop/test/base.tfstate";
const state = (resource_id: string) => ({
  serial: 1,
  resources: [
    {
      mode: "managed",
      type: "aws_db_instance",
      name: "x",
      instances: [{ attributes: { identifier: NAME, resource_id } }],
    },
  ],
});

async function dropped(
  given: string,
  {
    instances = [own(), restored(), replaced] as DBInstance[],
    yes = given,
    answers = true,
    finalSnapshot = true,
    resourceId = OWN_ID,
    more = {},
    bucket = new Bucket({ [STATE]: state(resourceId) }),
  } = {},
) {
  const databases = new Databases(instances.map((each) => ({ ...each })));
  const played = await Played.open(environment(), healthy, {
    rds: { ...databases.rds, ...more },
    s3: bucket.s3,
  });
  try {
    const ended = await played.run((operation) =>
      drop(operation, given, { ...(answers ? { yes } : {}), finalSnapshot }),
    );
    return { ...ended, databases, deleted: played.endpoint.inputsOf("rds:DeleteDBInstance") };
  } finally {
    await played.close();
  }
}

describe("ops database drop", () => {
  it.each([RESTORED, REPLACED])(
    "removes the protection and deletes, with a final snapshot: %s",
    async (name) => {
      const { exitCode, said, databases, deleted } = await dropped(name);

      expect(exitCode).toBe(0);
      expect(databases.named(name)).toBeUndefined();
      expect(databases.named(NAME)).toBeDefined();
      expect(deleted).toMatchObject([
        {
          SkipFinalSnapshot: "false",
          FinalDBSnapshotIdentifier: `${name}-final`,
          DeleteAutomatedBackups: "false",
        },
      ]);
      expect(said).toContain(`npm run ops -- database restore test --snapshot ${name}-final`);
    },
  );

  it("deletes without a final snapshot on request", async () => {
    const { deleted } = await dropped(RESTORED, { finalSnapshot: false });

    expect(deleted).toMatchObject([{ SkipFinalSnapshot: "true", DeleteAutomatedBackups: "true" }]);
    expect(deleted[0]).not.toHaveProperty("FinalDBSnapshotIdentifier");
  });

  it.each<[string, string, Parameters<typeof dropped>[1], string]>([
    ["the environment's own database", NAME, {}, "is not a restored or replaced database of test"],
    ["a database of another environment", `${NAME}-eu`, {}, "is not a restored or replaced database of test"],
    [
      "another name than the one typed",
      RESTORED,
      { yes: NAME },
      `"${NAME}" is not "${RESTORED}". Nothing was changed.`,
    ],
    ["without an answer", RESTORED, { answers: false }, `Fix: Give --yes ${RESTORED}.`],
    [
      "what may have to become the database",
      REPLACED,
      { instances: [restored(), replaced] },
      `The database ${NAME} does not exist, so ${REPLACED} may have to become it.`,
    ],
    [
      "what Terraform takes for the database",
      REPLACED,
      { resourceId: "db-OLD" },
      `The Terraform state still says that ${REPLACED} is the database.`,
    ],
  ])("refuses %s", async (_, given, options, text) => {
    const { exitCode, warned, deleted } = await dropped(given, options);

    expect([exitCode, deleted]).toEqual([2, []]);
    expect(warned).toContain(text);
  });

  it("fails where no more snapshots can be taken", async () => {
    const { exitCode, warned } = await dropped(RESTORED, {
      more: {
        DeleteDBInstance: () => {
          throw new AwsError("SnapshotQuotaExceeded", "100 snapshots.");
        },
      },
    });

    expect(exitCode).toBe(1);
    expect(warned).toContain(
      `RDS cannot take the final snapshot: 100 snapshots. ${RESTORED} stays, without deletion protection.`,
    );
  });

  it("deletes nothing that a swap needs which has begun before the answer", async () => {
    const bucket = new Bucket({ [STATE]: state(OWN_ID) });
    // The release lock is taken after the answer.
    const isAnswered = () => bucket.objects.size > 1;
    const { exitCode, warned, deleted } = await dropped(RESTORED, {
      bucket,
      more: {
        DescribeDBInstances: () => ({ DBInstances: [isAnswered() ? replaced : own(), restored()] }),
      },
    });

    expect([exitCode, deleted]).toEqual([2, []]);
    expect(warned).toContain(`The database ${NAME} does not exist, so ${RESTORED} may have to become it.`);
  });

  it("waits for a deletion that an earlier run has started", async () => {
    let looks = 0;
    const deleting = restored({ DBInstanceStatus: "deleting" });
    const { exitCode, deleted, said, facts } = await dropped(RESTORED, {
      instances: [own(), deleting],
      answers: false,
      more: {
        DescribeDBInstances: ({ DBInstanceIdentifier: name }: { DBInstanceIdentifier?: string }) => {
          if (name === undefined) return { DBInstances: [own(), deleting] };
          if ((looks += 1) > 2) throw new AwsError("DBInstanceNotFound", "gone", 404);
          return { DBInstances: [deleting] };
        },
      },
    });

    expect([exitCode, deleted, looks]).toEqual([0, [], 3]);
    // The earlier run took none.
    expect([said.split("\n").at(-2), facts.finalSnapshot]).toEqual([
      `${RESTORED} is deleted, without a final snapshot.`,
      undefined,
    ]);
  });
});
