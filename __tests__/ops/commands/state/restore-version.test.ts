import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RebuildOptions } from "../../../../ops/commands/state/rebuild";
import { rebuild } from "../../../../ops/commands/state/rebuild";
import { environment, healthy } from "../../diagnosis/observed";
import { Played } from "../../played/played";
import { Bucket } from "../database/bucket";

const KEY = "shop/test/base.tfstate";
const state = (serial: number) => ({
  version: 4,
  serial,
  lineage: "one",
  resources: [{ mode: "managed", type: "aws_vpc", name: "network", instances: [{ attributes: {} }] }],
});
const withDatabase = (id: string) => {
  const instances = [{ attributes: { identifier: "shop-test", id, resource_id: id } }];
  return { ...state(5), resources: [{ mode: "managed", type: "aws_db_instance", name: "x", instances }] };
};
/** The newest first, as S3 lists them. */
const VERSIONS: Readonly<Record<string, string>> = {
  damaged: "?",
  "serial-7": JSON.stringify(state(7)),
  "serial-6": JSON.stringify(state(6)),
  "before-the-swap": JSON.stringify(withDatabase("db-OLD")),
};

const LISTED = `<ListVersionsResult>${Object.entries(VERSIONS)
  .map(
    ([id, { length }], index) =>
      `<Version><Key>${KEY}</Key><VersionId>${id}</VersionId><Size>${length}</Size>` +
      `<LastModified>2026-11-27T0${9 - index}:00:00.000Z</LastModified></Version>`,
  )
  .join("")}</ListVersionsResult>`;

describe("the versions of a lost state", () => {
  const output = mkdtempSync(join(tmpdir(), "versions-"));
  afterAll(() => rmSync(output, { recursive: true }));

  beforeAll(() => {
    const folder = join(output, "stacks/test-base");
    mkdirSync(folder, { recursive: true });
    const s3 = { bucket: environment().stateBucket, key: KEY };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend: { s3 } } }));
  });

  async function rebuilt(options: Omit<RebuildOptions, "output">, part?: string, objects = {}) {
    const bucket = new Bucket(objects);
    const played = await Played.open(environment(), healthy, {
      rds: {
        DescribeDBInstances: () => ({
          DBInstances: [{ DBInstanceIdentifier: "shop-test", DbiResourceId: "db-NEW" }],
        }),
      },
      s3: {
        ...bucket.s3,
        ListObjectVersions: () => ({
          status: 200,
          headers: { "content-type": "application/xml" },
          body: LISTED,
        }),
        GetObject: (asked) => {
          const { VersionId = "" } = asked as { VersionId?: string };
          const body = VERSIONS[VersionId];
          return body === undefined ? bucket.s3.GetObject?.(asked) : { status: 200, headers: {}, body };
        },
      },
    });
    try {
      return {
        ...(await played.run((operation) => rebuild(operation, part, { ...options, output }))),
        bucket,
      };
    } finally {
      await played.close();
    }
  }

  it("are offered before anything is imported", async () => {
    const { exitCode, warned } = await rebuilt({}, "base");

    expect(exitCode).toBe(2);
    expect(warned).toMatchInlineSnapshot(`
      "The state of test-base is lost, but its bucket has older versions. The newest are:
        2026-11-27T09:00:00.000Z  cannot be read as a state, 1 bytes  damaged
        2026-11-27T08:00:00.000Z  serial 7, 1 resources, 139 bytes  serial-7
        2026-11-27T07:00:00.000Z  serial 6, 1 resources, 139 bytes  serial-6
        2026-11-27T06:00:00.000Z  serial 5, 1 resources, 202 bytes  before-the-swap
      Fix: Restore one: npm run ops -- state rebuild test base --restore serial-7
      Or import what exists in AWS instead: npm run ops -- state rebuild test base --from-aws
      "
    `);
  });

  it("are put in place with a serial that is higher than all", async () => {
    const { exitCode, said, bucket } = await rebuilt({ restore: "serial-6", yes: "test" }, "base");

    expect(exitCode).toBe(0);
    expect(said).toMatchInlineSnapshot(`
      "The state of test-base becomes that of 2026-11-27T07:00:00.000Z, with 1 resources. What was created since then is missing in it: run the same command without --restore afterwards.
      Restored.
      Next: Look at what changes: npx cdktf diff test-base
      "
    `);
    expect(bucket.json(KEY)).toEqual(state(8));
    expect([...bucket.objects.keys()]).toEqual([KEY]);
  });

  it("are about the database of today, also those of before a swap", async () => {
    const { exitCode, bucket } = await rebuilt({ restore: "before-the-swap", yes: "test" }, "base");

    expect(exitCode).toBe(0);
    expect(bucket.json(KEY)).toEqual({ ...withDatabase("db-NEW"), serial: 8 });
  });

  it("stay where they are when another run has written the state meanwhile", async () => {
    const objects = { [KEY]: state(8) };
    const { exitCode, warned, bucket } = await rebuilt({ restore: "serial-6", yes: "test" }, "base", objects);

    expect([exitCode, bucket.json(KEY)]).toEqual([2, state(8)]);
    expect(warned).toContain("The state of test-base was written after its versions were listed here");
  });

  it("stay where they are with --dry-run", async () => {
    const { exitCode, bucket } = await rebuilt({ restore: "serial-6", dryRun: true }, "base");

    expect([exitCode, bucket.objects.size]).toEqual([0, 0]);
  });

  it.each([
    [
      "a version that cannot be read",
      { restore: "damaged", yes: "test" },
      "base",
      "has no version damaged that Terraform can read",
    ],
    [
      "an unknown version",
      { restore: "other", yes: "test" },
      "base",
      "Fix: Give the id of one that can be read.",
    ],
    [
      "the name of another environment",
      { restore: "serial-6", yes: "production" },
      "base",
      '"production" is not "test". Nothing was changed.',
    ],
    [
      "a version of both stacks",
      { restore: "serial-6", yes: "test" },
      undefined,
      "--restore is of one state.",
    ],
    ["another stack", {}, "vpc", '"vpc" is not a stack of an environment.'],
    ["a stack that was not synthesized", {}, "service", "Fix: Run `npx cdktf synth`."],
  ])("refuses %s", async (_, options, part, text) => {
    const { exitCode, warned, bucket } = await rebuilt(options, part);

    expect([exitCode, bucket.objects.size]).toEqual([2, 0]);
    expect(warned).toContain(text);
  });
});
