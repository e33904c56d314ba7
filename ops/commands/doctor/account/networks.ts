import { EC2Client, paginateDescribeVpcs } from "@aws-sdk/client-ec2";
import { itemsIn } from "../../../ecs/portions";
import { isOwn } from "./own-tags";
import { quotaCheck } from "./quota";

/** An account has five VPCs per region by default, the default VPC included ("Amazon VPC quotas"). */
export const networks = quotaCheck({
  subject: "the quota of VPCs",
  quota: () => ({ service: "vpc", code: "L-F678F1CE", name: "VPCs per Region" }),
  need: ({ network }) =>
    network.kind === "create"
      ? {
          path: "network.kind",
          got: '"create"',
          amount: 1,
          unit: "VPCs",
          instead: 'delete a VPC that is not used, or write kind: "existing" or kind: "adopt".',
        }
      : undefined,
  reads: "ec2:DescribeVpcs",
  usedByOthers: async (operation) => {
    const pages = paginateDescribeVpcs({ client: operation.client(EC2Client) }, {});
    const vpcs = await itemsIn(pages, ({ Vpcs }) => Vpcs);
    return vpcs.filter(({ Tags }) => !isOwn(operation.environment, Tags)).length;
  },
});
