import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { push } from "../../../../ops/commands/state/push";
import { environment, healthy } from "../../diagnosis/observed";
import { Played } from "../../played/played";
import { Bucket } from "../database/bucket";

const KEY = "shop/test/base.tfstate";
const state = (serial: number, changes: object = {}) => ({
  version: 4,
  serial,
  lineage: "one",
  resources: [resource("test")],
  ...changes,
});
const resource = (environment: string, stack = "base") => ({
  mode: "managed",
  type: "aws_vpc",
  name: "network",
  instances: [{ attributes: { tags_all: { environment, stack } } }],
});

describe("ops state push", () => {
  const folder = mkdtempSync(join(tmpdir(), "push-"));
  const file = join(folder, "errored.tfstate");
  afterAll(() => rmSync(folder, { recursive: true }));

  async function pushed(errored: unknown, objects: Record<string, unknown>, lost = 0) {
    writeFileSync(file, JSON.stringify(errored));
    const bucket = new Bucket(objects);
    const played = await Played.open(environment(), healthy, { s3: bucket.s3 });
    played.endpoint.trouble = (_, nth) => (nth === lost ? "lost" : undefined);
    try {
      return { ...(await played.run((operation) => push(operation, "base", file))), bucket };
    } finally {
      await played.close();
    }
  }

  it.each([
    ["in place of an older state", { [KEY]: state(5) }],
    ["where there is none", {}],
  ])("uploads what Terraform could not, %s", async (_, objects) => {
    const { exitCode, said, bucket } = await pushed(state(6), objects);

    expect(exitCode).toBe(0);
    expect(said.replace(file, "errored.tfstate")).toBe(
      "The state of test-base is errored.tfstate: serial 6, 1 resources.\n" +
        "Next: Look at what is left to do: npx cdktf diff test-base\n",
    );
    expect(bucket.json(KEY)).toEqual(state(6));
    expect(bucket.objects.has(`${KEY}.tflock`)).toBe(false);
  });

  it.each([2, 3, 4, 5])("is complete although the response to call %i was lost", async (lost) => {
    const { exitCode, warned, bucket } = await pushed(state(6), { [KEY]: state(5) }, lost);

    expect([exitCode, warned]).toEqual([0, ""]);
    expect(bucket.json(KEY)).toEqual(state(6));
    expect(bucket.objects.has(`${KEY}.tflock`)).toBe(false);
  });

  it.each([
    ["a file of another stack", state(6, { lineage: "two" }), { [KEY]: state(5) }, "has the lineage two"],
    [
      "a file of another environment, before the first state",
      state(6, { resources: [resource("staging")] }),
      {},
      "has the resources of staging-base, not of test-base: the next deployment would delete them.",
    ],
    [
      "a file of the other stack, before the first state",
      state(6, { resources: [resource("test", "service")] }),
      {},
      "has the resources of test-service, not of test-base",
    ],
    ["an older file", state(5), { [KEY]: state(5) }, "has the serial 5, and the state of test-base 5"],
    ["another file", { a: 1 }, { [KEY]: state(5) }, "is not a Terraform state."],
    [
      "a locked state",
      state(6),
      {
        [KEY]: state(5),
        [`${KEY}.tflock`]: {
          ID: "1",
          Operation: "OperationTypeApply",
          Who: "taylor@laptop",
          Created: "today",
        },
      },
      "The state of test-base is locked by taylor@laptop since today (OperationTypeApply).",
    ],
    ["a file while the state is damaged", state(6), { [KEY]: "?" }, "npm run ops -- state rebuild test base"],
  ])("refuses %s", async (_, errored, objects: Record<string, unknown>, text) => {
    const { exitCode, warned, bucket } = await pushed(errored, objects);

    expect(exitCode).toBe(2);
    expect(warned).toContain(text);
    expect(bucket.json(KEY)).toEqual(objects[KEY]);
  });
});
