import { diagnose } from "../../../ops/diagnosis/diagnose";
import { findingLines } from "../../../ops/diagnosis/finding";
import type { Cache } from "../../../ops/ecs/cache";
import { environment, healthy } from "./observed";

const valkey = environment({ cache: { kind: "valkey", multiAz: true } });
const problems = (cache: Cache) => findingLines(diagnose(valkey, { ...healthy, cache })).join("\n");
const fixOf = (state: string) => diagnose(valkey, { ...healthy, cache: { state, nodes: 0 } })[0]?.next;

describe("the diagnosis of the cache", () => {
  it("names a Valkey that does not exist, with the command that creates it", () => {
    expect(problems({ state: "missing", nodes: 0 })).toMatchInlineSnapshot(`
      "1 problem:

      cache: the replication group shop-test does not exist
        Why: The environment keeps its cache and sessions in it. Requests that use them fail, and workers end.
        Fix: Run: npm run apply -- test-base"
    `);
  });

  it("names one that is deleted, or could not be created", () => {
    expect(problems({ state: "deleting", nodes: 2 })).toContain(
      "cache: the replication group shop-test is in the state deleting",
    );
    expect(fixOf("deleting")).toBe("When it is deleted, run: npm run apply -- test-base");
    expect(fixOf("create-failed")).toBe(
      "Read the reason: aws elasticache describe-events --source-type replication-group --source-identifier shop-test --duration 1440 --region eu-west-1",
    );
  });

  it("is not alarmed by one that is changed, fails over or takes a snapshot", () => {
    for (const state of ["available", "modifying", "snapshotting", "creating"])
      expect(problems({ state, nodes: 2, primary: "shop-test-001" })).toBe("No problems found.");
  });
});
