import { resolve } from "../change";

describe("the domain", () => {
  it("is in its hosted zone", () => {
    expect(resolve({ "domain.hostedZone": "other.example" })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was done.

     test: domain.name
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
    expect(resolve({ "domain.name": split })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was done.

     test: domain.name
       got      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaa.shop.ex..." (65 characters)
       allowed  at most 64 characters, the limit of ACM for the first name of a certificate
       fix      Shorten it by 1, or set domain.certificate to "existing" and request a certificate whose first name is shorter by hand."
    `);
    expect(resolve({ "domain.name": split, "domain.certificate": "existing" })).toBe("accepted");
    expect(resolve({ "domain.name": split.slice(1) })).toBe("accepted");
  });
});
