import { DescribeAddressesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { isOwn } from "./own-tags";
import { quotaCheck } from "./quota";

/** Each NAT gateway has an Elastic IP address. An account has five per region by default ("Elastic IP addresses"). */
export const addresses = quotaCheck({
  subject: "the quota of Elastic IP addresses",
  quota: () => ({ service: "ec2", code: "L-0263D0A3", name: "EC2-VPC Elastic IPs" }),
  need: ({ network, availabilityZones }) => {
    const nat = network.kind === "existing" ? undefined : network.privateSubnets?.nat;
    return (
      nat && {
        path: "network.privateSubnets.nat",
        got: `"${nat}"`,
        amount: nat === "one" ? 1 : availabilityZones.length,
        unit: "addresses",
        instead: `release an address that is not used${nat === "one" ? "" : ', or write nat: "one"'}.`,
      }
    );
  },
  reads: "ec2:DescribeAddresses",
  usedByOthers: async (operation) => {
    const { Addresses = [] } = await operation.client(EC2Client).send(new DescribeAddressesCommand({}));
    return Addresses.filter(({ Tags }) => !isOwn(operation.environment, Tags)).length;
  },
});
