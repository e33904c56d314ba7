import { resolve } from "../change";

describe("the domain", () => {
  it("lies in its hosted zone", () => {
    expect(resolve({ "domain.hostedZone": "other.example" })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: domain.name
       got      "api.shop.example"
       allowed  other.example, or a name that ends in .other.example
       fix      Change the name, or make hostedZone the Route 53 zone it lies in, e.g. shop.example."
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
  ])("is no %s", (name) => {
    expect(resolve({ "domain.name": name })).toContain("one host name in lower case, like api.example.com");
  });
});
