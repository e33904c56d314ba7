import { resolve } from "../change";

const valkey = (more: object = {}) => ({ cache: { kind: "valkey", ...more } });

describe("a cache in Valkey", () => {
  it("is accepted with the kind alone, and a cache in the database too", () => {
    expect(resolve(valkey())).toBe("accepted");
    expect(resolve({ cache: { kind: "database" } })).toBe("accepted");
  });

  it("has a node type that exists", () => {
    expect(resolve(valkey({ nodeType: "cache.t4g.large" }))).toMatchInlineSnapshot();
    expect(resolve(valkey({ nodeType: "cache.t2.micro" }))).toMatchInlineSnapshot();
    expect(resolve(valkey({ nodeType: "db.t4g.micro" }))).toContain(
      "a node type of ElastiCache, like cache.t4g.micro",
    );
    expect(resolve(valkey({ nodeType: "cache.m7g.large" }))).toBe("accepted");
  });

  it("has two nodes in production, unless the risk is accepted", () => {
    const production = { production: true, "database.multiAz": true, slack: {}, ...valkey() };
    expect(resolve(production)).toMatchInlineSnapshot();
    expect(resolve({ ...production, acceptedRisks: ["single-az-cache"] })).toBe("accepted");
    expect(resolve({ ...production, ...valkey({ multiAz: true }) })).toBe("accepted");
  });

  it("gives the settings of its address, which the environment leaves out", () => {
    expect(
      resolve({ ...valkey(), "env.REDIS_URL": "tls://other.example", "env.CACHE_STORE": "database" }),
    ).toContain("2 mistakes");
    expect(
      resolve({ ...valkey(), "secrets.REDIS_PASSWORD": { source: "operator" } }),
    ).toMatchInlineSnapshot();
    expect(resolve({ "secrets.REDIS_PASSWORD": { source: "operator" } })).toBe("accepted");
  });

  it("leaves the driver of sessions and the client to the environment", () => {
    expect(resolve({ ...valkey(), "env.SESSION_DRIVER": "cookie", "env.REDIS_CLIENT": "predis" })).toBe(
      "accepted",
    );
  });
});
