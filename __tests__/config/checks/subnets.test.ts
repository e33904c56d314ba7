import { mistakeIn, resolve } from "../change";

describe("the subnets", () => {
  it("have room for the load balancer if they are public", () => {
    expect(mistakeIn({ "network.publicSubnets": ["10.9.0.0/28", "10.9.1.0/27"] })).toMatchInlineSnapshot(`
     "network.publicSubnets[0]
       got      "10.9.0.0/28"
       allowed  /16 to /27, because a load balancer needs 8 free addresses in it
       fix      Make it /27 or larger."
    `);
  });

  it("may be small for the database, but not smaller than AWS allows", () => {
    expect(resolve({ "network.databaseSubnets": ["10.9.10.0/28", "10.9.11.0/28"] })).toBe("accepted");
    expect(resolve({ "network.databaseSubnets": ["10.9.10.0/29", "10.9.11.0/28"] })).toContain("/16 to /28");
  });

  it("are in the network", () => {
    expect(mistakeIn({ "network.publicSubnets": ["10.9.0.0/24", "10.8.1.0/24"] })).toMatchInlineSnapshot(`
     "network.publicSubnets[1]
       got      "10.8.1.0/24"
       allowed  a part of network.cidr, 10.9.0.0/16
       fix      Choose a range inside it, or correct network.cidr."
    `);
  });

  it("do not overlap", () => {
    expect(mistakeIn({ "network.databaseSubnets": ["10.9.1.128/25", "10.9.11.0/24"] }))
      .toMatchInlineSnapshot(`
     "network.databaseSubnets[0]
       got      "10.9.1.128/25"
       allowed  a range that does not overlap with network.publicSubnets[1], 10.9.1.0/24
       fix      Move one of the two."
    `);
  });

  it("follow the same rules if they are private", () => {
    const ranges = ["10.9.20.0/24", "10.9.21.0/24"];
    expect(resolve({ "network.privateSubnets": { ranges } })).toBe("accepted");
    expect(resolve({ "network.privateSubnets": { ranges: ["10.9.20.0/24"] } })).toContain(
      "allowed  as many as availabilityZones, which has 2",
    );
    expect(resolve({ "network.privateSubnets": { ranges: ["10.9.1.0/25", "10.9.21.0/24"] } })).toContain(
      "network.publicSubnets[1]",
    );
    expect(resolve({ "network.privateSubnets": { ranges: ["10.9.20.0/29", "10.9.21.0/24"] } })).toContain(
      "test: network.privateSubnets.ranges[0]",
    );
  });

  it("are one of each kind in each zone", () => {
    expect(mistakeIn({ "network.publicSubnets": ["10.9.0.0/24"] })).toMatchInlineSnapshot(`
     "network.publicSubnets
       got      1: ["10.9.0.0/24"]
       allowed  as many as availabilityZones, which has 2
       fix      Add 1."
    `);
  });
});
