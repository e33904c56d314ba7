import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import type { EnvironmentInput } from "../../config/schema/schema";
import type { Sandbox } from "./sandbox";

type NewNetwork = Extract<EnvironmentInput["network"], { kind: "create" }>;

/** The ids of a network that was created by hand, as in an environment file. */
export interface HandMadeNetwork {
  readonly vpcId: string;
  readonly internetGatewayId: string;
  readonly publicRouteTableId: string;
  readonly publicSubnetIds: string[];
  readonly databaseSubnetIds: string[];
}

/** Creates a network by AWS calls, like the network of an account that is older than this project. */
export async function makeNetworkByHand(
  sandbox: Sandbox,
  network: NewNetwork,
  availabilityZones: readonly string[],
): Promise<HandMadeNetwork> {
  const ec2 = new EC2Client(sandbox.clients);

  const { Vpc: vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: network.cidr }));
  const vpcId = required(vpc?.VpcId);
  const { InternetGateway: gateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const internetGatewayId = required(gateway?.InternetGatewayId);
  await ec2.send(new AttachInternetGatewayCommand({ VpcId: vpcId, InternetGatewayId: internetGatewayId }));
  const { RouteTable: routes } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
  const publicRouteTableId = required(routes?.RouteTableId);
  await ec2.send(
    new CreateRouteCommand({
      RouteTableId: publicRouteTableId,
      DestinationCidrBlock: "0.0.0.0/0",
      GatewayId: internetGatewayId,
    }),
  );

  const subnets = (ranges: readonly string[]) =>
    Promise.all(
      ranges.map(async (CidrBlock, index) => {
        const AvailabilityZone = availabilityZones[index];
        const { Subnet: subnet } = await ec2.send(
          new CreateSubnetCommand({
            VpcId: vpcId,
            CidrBlock,
            ...(AvailabilityZone ? { AvailabilityZone } : {}),
          }),
        );
        return required(subnet?.SubnetId);
      }),
    );
  const publicSubnetIds = await subnets(network.publicSubnets);
  for (const SubnetId of publicSubnetIds) {
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId: publicRouteTableId, SubnetId }));
  }

  return {
    vpcId,
    internetGatewayId,
    publicRouteTableId,
    publicSubnetIds,
    databaseSubnetIds: await subnets(network.databaseSubnets),
  };
}

function required(id: string | undefined): string {
  if (id === undefined) throw new Error("AWS answered without an id");
  return id;
}
