import { mistakeIn, resolve } from "../change";

describe("the network", () => {
  it("has ranges without host bits", () => {
    expect(mistakeIn({ "network.cidr": "10.9.1.0/16" })).toMatchInlineSnapshot(`
     "network.cidr
       got      "10.9.1.0/16"
       allowed  a range that begins where a /16 begins
       fix      Write 10.9.0.0/16, or use a longer prefix."
    `);
  });

  it("is neither larger nor smaller than AWS allows", () => {
    expect(resolve({ "network.cidr": "10.0.0.0/8" })).toContain("Use a part of it, e.g. /16.");
    expect(resolve({ "network.cidr": "10.9.0.0/29" })).toContain("Make it /28 or larger.");
  });

  const inRange = (first: string) => ({
    "network.cidr": `${first}.0.0/16`,
    "network.publicSubnets": [`${first}.0.0/24`, `${first}.1.0/24`],
    "network.databaseSubnets": [`${first}.10.0/24`, `${first}.11.0/24`],
  });

  it.each([
    ["0.0", "0.0.0.0/8 (this host), which no VPC can have"],
    ["127.0", "127.0.0.0/8 (loopback), which no VPC can have"],
    [
      "169.254",
      "169.254.0.0/16 (link-local, e.g. the instance metadata and the time server of a host), which no VPC can have",
    ],
    ["224.0", "224.0.0.0/4 (multicast), which no VPC can have"],
    ["239.255", "224.0.0.0/4 (multicast), which no VPC can have"],
    ["240.0", "240.0.0.0/4 (reserved), which no VPC can have"],
    ["255.255", "240.0.0.0/4 (reserved), which no VPC can have"],
    ["172.17", "172.17.0.0/16, which Docker uses on the hosts"],
  ])("has no special range: %s.0.0/16", (first, taken) => {
    expect(resolve(inRange(first))).toBe(
      `1 mistake in environments/; nothing was done.

test: network.cidr
  got      "${first}.0.0/16"
  allowed  a range outside ${taken}
  fix      Choose a private range, e.g. a part of 10.0.0.0/8, and the subnets in it.`,
    );
  });

  it.each(["1.0", "10.0", "100.64", "126.255", "128.0", "169.253", "172.16", "172.18", "192.168", "223.255"])(
    "may have the range %s.0.0/16",
    (first) => {
      expect(resolve(inRange(first))).toBe("accepted");
    },
  );

  it("is refused once for a special range that is also too large", () => {
    expect(resolve({ "network.cidr": "0.0.0.0/0" })).toContain("1 mistake in");
  });
});
