import { mistakeIn, resolve } from "../change";

describe("an existing network", () => {
  const ids = {
    vpcId: "vpc-0123456789abcdef0",
    publicSubnetIds: ["subnet-00000000000000001", "subnet-00000000000000002"],
  };
  const adopted = (changes: object) => ({
    network: {
      kind: "adopt",
      cidr: "10.9.0.0/16",
      publicSubnets: ["10.9.0.0/24", "10.9.1.0/24"],
      databaseSubnets: ["10.9.10.0/24", "10.9.11.0/24"],
      internetGatewayId: "igw-0123456789abcdef0",
      publicRouteTableId: "rtb-0123456789abcdef0",
      ...ids,
      ...changes,
    },
  });
  const used = (changes: object) => ({
    network: {
      kind: "existing",
      cidr: "10.9.0.0/16",
      databaseSubnetIds: ["subnet-00000000000000003", "subnet-00000000000000004"],
      ...ids,
      ...changes,
    },
  });

  it("can be adopted, with an id for each subnet", () => {
    expect(resolve(adopted({}))).toBe("accepted");
    expect(mistakeIn(adopted({ publicSubnetIds: ids.publicSubnetIds.slice(1) }))).toMatchInlineSnapshot(`
     "network.publicSubnetIds
       got      1: ["subnet-00000000000000002"]
       allowed  as many as network.publicSubnets, which has 2
       fix      Add 1."
    `);
  });

  it("can be used, with two subnets of each kind", () => {
    expect(resolve(used({}))).toBe("accepted");
    expect(resolve(used({ databaseSubnetIds: ["subnet-00000000000000003"] }))).toContain(
      "two subnets or more",
    );
    expect(resolve(used({ vpcId: "my-vpc" }))).toContain("an id like vpc-0123456789abcdef0");
  });

  it("keeps the database out of the public subnets", () => {
    expect(resolve(used({ databaseSubnetIds: ids.publicSubnetIds }))).toContain(
      "each subnet once; network.publicSubnetIds[0] has this one",
    );
  });
});
