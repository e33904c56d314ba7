import { mistakeIn, resolve } from "../change";

const valkey = (more: object = {}) => ({ cache: { kind: "valkey", ...more } });

describe("a cache in Valkey", () => {
  it("is accepted with the kind alone, and a cache in the database too", () => {
    expect(resolve(valkey())).toBe("accepted");
    expect(resolve({ cache: { kind: "database" } })).toBe("accepted");
  });

  it("has a node type that exists", () => {
    expect(mistakeIn(valkey({ nodeType: "cache.t4g.large" }))).toMatchInlineSnapshot(`
      "cache.nodeType
        got      "cache.t4g.large"
        allowed  cache.t4g with one of micro, small, medium
        fix      Use cache.t4g.micro, the cheapest, or a larger one of a current family."
    `);
    expect(mistakeIn(valkey({ nodeType: "cache.t2.micro" }))).toMatchInlineSnapshot(`
      "cache.nodeType
        got      "cache.t2.micro"
        allowed  a type that runs Valkey 8: t3, t4g, m5 and later, r5 and later
        fix      Use cache.t4g.micro, the cheapest, or a larger one of a current family."
    `);
    expect(resolve(valkey({ nodeType: "db.t4g.micro" }))).toContain(
      "a node type of ElastiCache, like cache.t4g.micro",
    );
    expect(resolve(valkey({ nodeType: "cache.m7g.large" }))).toBe("accepted");
  });

  it("has two nodes in production, unless the risk is accepted", () => {
    const production = { production: true, "database.multiAz": true, slack: {}, ...valkey() };
    expect(mistakeIn(production)).toMatchInlineSnapshot(`
      "cache.multiAz
        got      false
        allowed  true in production, unless acceptedRisks names single-az-cache
        fix      Set it to true, or add "single-az-cache" to acceptedRisks with the reason in a comment."
    `);
    expect(resolve({ ...production, acceptedRisks: ["single-az-cache"] })).toBe("accepted");
    expect(resolve({ ...production, ...valkey({ multiAz: true }) })).toBe("accepted");
  });

  it("gives the settings of its address, which the environment leaves out", () => {
    expect(
      resolve({ ...valkey(), "env.REDIS_URL": "tls://other.example", "env.CACHE_STORE": "database" }),
    ).toContain("2 mistakes");
    expect(mistakeIn({ ...valkey(), "secrets.REDIS_PASSWORD": { source: "operator" } }))
      .toMatchInlineSnapshot(`
      "secrets.REDIS_PASSWORD
        got      an object with source
        allowed  settings that do not follow from the infrastructure
        fix      Remove it: the Valkey of cache has no password, and would refuse the connection."
    `);
    expect(resolve({ "secrets.REDIS_PASSWORD": { source: "operator" } })).toBe("accepted");
  });

  it("leaves the driver of sessions and the client to the environment", () => {
    expect(resolve({ ...valkey(), "env.SESSION_DRIVER": "cookie", "env.REDIS_CLIENT": "predis" })).toBe(
      "accepted",
    );
  });
});
