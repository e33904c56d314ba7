import type { Cache } from "../../../../ops/ecs/cache";
import { denied } from "../../played/played";
import { look } from "./looked";

const VALKEY = { cache: { kind: "valkey", multiAz: true } };
const available: Cache = { state: "available", nodes: 2, primary: "shop-test-001" };
const lookAt = (cache: Cache, more: Parameters<typeof look>[1] = {}) => look({ cache }, more, VALKEY);

describe("the cache in ops status", () => {
  it("has a line, of the replication group of this environment alone", async () => {
    const { exitCode, said, facts, calls } = await lookAt(available);
    expect(said).toContain("\ncache      available, 2 nodes, shop-test-001 takes the writes\n");
    expect(facts).toMatchObject({ cache: available });
    // So that an identity with the right for one replication group can read it.
    const asked = calls.filter(({ action }) => action === "DescribeReplicationGroups");
    expect(asked.map(({ input }) => input.ReplicationGroupId)).toEqual(["shop-test"]);
    expect(exitCode).toBe(0);
  });

  it("shows a change and a failover, and does not report them as a problem", async () => {
    const { exitCode, said } = await lookAt({ state: "modifying", nodes: 2, primary: "shop-test-002" });
    expect(said).toContain("\ncache      modifying, 2 nodes, shop-test-002 takes the writes\n");
    expect(exitCode).toBe(0);
  });

  it("is a problem where it does not exist", async () => {
    const { exitCode, said, warned } = await lookAt({ state: "missing", nodes: 0 });
    expect(said).toContain("\ncache      missing\n");
    expect(warned).toContain("cache: the replication group shop-test does not exist");
    expect(exitCode).toBe(1);
  });

  it("is not judged without the right to read it", async () => {
    const elasticache = { DescribeReplicationGroups: denied("elasticache:DescribeReplicationGroups") };
    const { exitCode, said } = await lookAt(available, { elasticache });
    expect(said).toContain("unknown    cache: AWS denied the request");
    expect(exitCode).toBe(0);
  });

  it("is not read where it is in the database", async () => {
    const { said, actions } = await look({ cache: available });
    expect(said).not.toContain("cache ");
    expect(actions).not.toContain("elasticache:DescribeReplicationGroups");
  });
});
