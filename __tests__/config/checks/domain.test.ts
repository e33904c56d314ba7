import { mistakeIn, resolve } from "../change";

describe("the domain", () => {
  it("is in its hosted zone", () => {
    expect(mistakeIn({ "domain.hostedZone": "other.example" })).toMatchInlineSnapshot(`
           "domain.name
             got      "api.shop.example"
             allowed  other.example, or a name that ends in .other.example
             fix      Change the name, or set hostedZone to the Route 53 hosted zone of the name, e.g. shop.example."
        `);
    expect(resolve({ "domain.name": "notshop.example" })).toContain("ends in .shop.example");
  });

  it("may be the zone itself", () => {
    expect(resolve({ "domain.name": "shop.example" })).toBe("accepted");
  });

  it.each([
    "*.shop.example",
    "API.shop.example",
    "api.shop.example.",
    "https://api.shop.example",
    "api_1.shop.example",
  ])("is not %s", (name) => {
    expect(resolve({ "domain.name": name })).toContain("one host name in lower case, like api.example.com");
  });

  it("is short enough for the first name of a certificate that ACM issues", () => {
    const name = (length: number) => `${"a".repeat(length - ".shop.example".length)}.shop.example`;

    expect(resolve({ "domain.name": name(63) })).toBe("accepted");
    const split = `${"a".repeat(40)}.${name(24)}`;
    expect(split).toHaveLength(65);
    expect(mistakeIn({ "domain.name": split })).toMatchInlineSnapshot(`
           "domain.name
             got      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaa.shop.ex..." (65 characters)
             allowed  at most 64 characters, the limit of ACM for the first name of a certificate
             fix      Shorten it by 1, or set domain.certificate to "existing" and request a certificate whose first name is shorter by hand."
        `);
    expect(resolve({ "domain.name": split, "domain.certificate": "existing" })).toBe("accepted");
    expect(resolve({ "domain.name": split.slice(1) })).toBe("accepted");
  });

  it("has more names, also wildcards, and names that are redirected", () => {
    const more = {
      "domain.aliases": ["app.shop.example", "*.shop.example"],
      "domain.redirects": ["shop.example"],
    };
    expect(resolve(more)).toBe("accepted");
    expect(resolve({ ...more, "domain.certificate": "existing" })).toBe("accepted");
  });

  it("has all names in its hosted zone, each once", () => {
    const wrong = { "domain.aliases": ["api.other.example"], "domain.redirects": ["api.shop.example"] };
    expect(resolve(wrong)).toMatchInlineSnapshot(`
      "2 mistakes in environments/; nothing was done.

      test: domain.aliases[0]
        got      "api.other.example"
        allowed  shop.example, or a name that ends in .shop.example
        fix      Remove it, or change it: all names of an environment are in one hosted zone.

      test: domain.redirects[0]
        got      "api.shop.example", as domain.name
        allowed  each name once: it either serves the API or is redirected
        fix      Remove one of the two."
    `);
    expect(
      resolve({ "domain.aliases": ["a.shop.example"], "domain.redirects": ["a.shop.example"] }),
    ).toContain("test: domain.redirects[0]");
  });

  it("redirects no wildcard, and has no other wildcards than for one label", () => {
    expect(resolve({ "domain.redirects": ["*.shop.example"] })).toContain("without a wildcard");
    for (const alias of ["*", "*.*.shop.example", "a*.shop.example", "www.*.shop.example"])
      expect(resolve({ "domain.aliases": [alias] })).toContain("a wildcard for one label");
  });

  it("has no more names than a certificate", () => {
    const aliases = (count: number) => Array.from({ length: count }, (_, index) => `a${index}.shop.example`);
    expect(resolve({ "domain.aliases": aliases(99) })).toBe("accepted");
    expect(mistakeIn({ "domain.aliases": aliases(100) })).toMatchInlineSnapshot(`
      "domain.aliases
        got      101 names in domain
        allowed  at most 100, the most that a certificate of ACM can have
        fix      Write a wildcard for several of them, e.g. *.example.com."
    `);
  });
});
