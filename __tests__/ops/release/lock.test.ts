import type { Operation } from "../../../ops/cli/operation";
import { withLock } from "../../../ops/release/lock";
import { Bucket } from "../commands/database/bucket";
import { environment, healthy } from "../diagnosis/observed";
import { Played } from "../played/played";
import { AwsError } from "../played/protocols";

const KEY = "release/lock.json";

/** With whole releases: __tests__/ops/processes/rollback.test.ts. */
describe("The lock of a release", () => {
  afterEach(() => jest.restoreAllMocks());

  /** A release that changes something after the machine has slept. */
  async function afterSleep(seconds: number, meanwhile: (bucket: Bucket, played: Played) => void) {
    const bucket = new Bucket({});
    const played = await Played.open(environment(), healthy, { s3: bucket.s3 });
    const release = (operation: Operation) =>
      withLock(operation, { command: "deploy", aim: "v1" }, async (lock) => {
        meanwhile(bucket, played);
        const now = Date.now();
        jest.spyOn(Date, "now").mockReturnValue(now + seconds * 1_000);
        await lock.require();
        return {};
      });
    try {
      return await played.run(release);
    } finally {
      await played.close();
    }
  }

  const takeOver = (bucket: Bucket) => {
    const entry = bucket.json<object>(KEY);
    bucket.objects.set(KEY, { body: JSON.stringify({ ...entry, id: "another" }), version: 2 });
  };

  it("stops it before the next change where another one took over while the machine slept", async () => {
    const { exitCode, warned } = await afterSleep(61, takeOver);

    expect(exitCode).toBe(1);
    expect(warned).toContain("Another release took over, because this one did not renew its lock");
  });

  it("stops it where it cannot find out, e.g. because its credentials have expired", async () => {
    const expired = new AwsError("ExpiredToken", "The provided token has expired.", 400);
    const { exitCode, warned } = await afterSleep(61, (_, { endpoint }) => {
      endpoint.trouble = () => expired;
    });

    expect(exitCode).toBe(1);
    expect(warned).toContain("This one stopped, because its lock could not be renewed for a minute");
    expect(warned).toContain("Your AWS credentials have expired.");
  });

  it("lets it continue where none did", async () => {
    expect(await afterSleep(61, () => undefined)).toMatchObject({ exitCode: 0, warned: "" });
  });
});
