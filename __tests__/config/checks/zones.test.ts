import { mistakeIn, resolve } from "../change";

describe("zones", () => {
  it("are in the region", () => {
    expect(mistakeIn({ availabilityZones: ["eu-west-1a", "eu-west-2b"] })).toMatchInlineSnapshot(`
     "availabilityZones[1]
       got      "eu-west-2b"
       allowed  a zone of eu-west-1: eu-west-1a, eu-west-1c, ...
       fix      List yours: aws ec2 describe-availability-zones --query 'AvailabilityZones[].ZoneName' --region eu-west-1"
    `);
  });

  it("are two or more", () => {
    expect(
      mistakeIn({
        availabilityZones: ["eu-west-1a"],
        "network.publicSubnets": ["10.9.0.0/24"],
        "network.databaseSubnets": ["10.9.10.0/24"],
      }),
    ).toMatchInlineSnapshot(`
     "availabilityZones
       got      ["eu-west-1a"]
       allowed  two zones or more, which a load balancer and a database subnet group require
       fix      Add a zone, and a subnet for it to each list of \`network\`."
    `);
  });

  it("are different ones", () => {
    expect(resolve({ availabilityZones: ["eu-west-1a", "eu-west-1a"] })).toContain("allowed  each zone once");
  });

  it("are not local zones", () => {
    expect(resolve({ region: "us-west-2", availabilityZones: ["us-west-2a", "us-west-2-lax-1a"] })).toContain(
      "availabilityZones[1]",
    );
  });

  it("are in a region of the aws partition", () => {
    expect(resolve({ region: "cn-north-1" })).toContain("a region of the aws partition");
  });
});
