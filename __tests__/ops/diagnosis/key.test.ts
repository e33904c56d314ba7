import { diagnose } from "../../../ops/diagnosis/diagnose";
import { findingLines } from "../../../ops/diagnosis/finding";
import { environment, healthy, service } from "./observed";

const KeyId = "4d07e6b0-8442-4309-b2c4-36f51b311f2a";

describe("the diagnosis of the KMS key", () => {
  it("names a key that will be deleted before what follows from it, with the commands that repair it", () => {
    const key = {
      KeyId,
      KeyState: "PendingDeletion",
      DeletionDate: new Date("2026-12-27T09:00:00Z"),
    } as const;
    const services = [service("web", { runningCount: 0 }), service("scheduler")];
    const findings = diagnose(environment(), { ...healthy, services, tasks: [], key });

    expect(findings[0]).toMatchObject({ cause: "key-unusable" });
    expect(findingLines(findings.slice(0, 1)).join("\n")).toMatchInlineSnapshot(`
      "1 problem:

      KMS key: alias/shop-test will be deleted on 2026-12-27T09:00:00.000Z, and cannot be used
        Why: It encrypts the database, its snapshots, the secrets and the images. Without it no task starts, the database stops, and no alarm is sent. After a deletion all of it is lost.
        Fix: Make the key usable, and start the database if it has stopped (docs/recover.md):
             aws kms cancel-key-deletion --key-id 4d07e6b0-8442-4309-b2c4-36f51b311f2a --region eu-west-1
             aws kms enable-key --key-id 4d07e6b0-8442-4309-b2c4-36f51b311f2a --region eu-west-1
             aws rds start-db-instance --db-instance-identifier shop-test --region eu-west-1"
    `);
  });

  it("names a disabled key, and no enabled one", () => {
    const [found] = diagnose(environment(), { ...healthy, key: { KeyId, KeyState: "Disabled" } });
    expect(found?.what).toBe("KMS key: alias/shop-test is Disabled, and cannot be used");
    expect(found?.next).not.toContain("cancel-key-deletion");
    expect(diagnose(environment(), { ...healthy, key: { KeyId, KeyState: "Enabled" } })).toEqual([]);
  });
});
