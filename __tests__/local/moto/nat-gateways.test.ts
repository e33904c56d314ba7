import {
  CreateNatGatewayCommand,
  DescribeNatGatewaysCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type Filter,
} from "@aws-sdk/client-ec2";
import { TestAccount } from "../test-account";

let account: TestAccount;
beforeAll(async () => (account = await TestAccount.open()), 90_000);
afterAll(() => account.close());

/** Terraform's state is rebuilt by such filters: a gateway of another environment must not be found. */
describe("NAT gateways", () => {
  it("are found by all of their tags, together with what else is asked", async () => {
    const ec2 = new EC2Client(account.clients);
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const create = async (environment: string, Name: string, SubnetId = Subnets[0]?.SubnetId) => {
      const Tags = Object.entries({ environment, Name }).map(([Key, Value]) => ({ Key, Value }));
      const TagSpecifications = [{ ResourceType: "natgateway" as const, Tags }];
      const { NatGateway } = await ec2.send(
        new CreateNatGatewayCommand({ SubnetId, ConnectivityType: "private", TagSpecifications }),
      );
      return NatGateway?.NatGatewayId;
    };
    const found = async (filters: Readonly<Record<string, string[]>>) => {
      const filter: Filter[] = Object.entries(filters).map(([Name, Values]) => ({ Name, Values }));
      const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({ Filter: filter }));
      return NatGateways.map(({ NatGatewayId }) => NatGatewayId).sort();
    };
    const first = await create("staging", "nat-1");
    const second = await create("staging", "nat-2", Subnets[1]?.SubnetId);
    const other = await create("production", "nat-1");

    expect(await found({ "tag:environment": ["staging"] })).toEqual([first, second].sort());
    expect(await found({ "tag:environment": ["staging"], "tag:Name": ["nat-1"] })).toEqual([first]);
    expect(await found({ "tag:Name": ["nat-1"] })).toEqual([first, other].sort());
    expect(await found({ "tag:Name": ["nat-3"] })).toEqual([]);
    expect(await found({ "tag:Owner": ["nat-1"] })).toEqual([]);
    const inSubnet = { "subnet-id": [Subnets[1]?.SubnetId ?? ""] };
    expect(await found({ "tag:environment": ["staging"], ...inSubnet })).toEqual([second]);
    expect(await found({ "tag:environment": ["production"], ...inSubnet })).toEqual([]);
  });
});
