import { EC2Client, paginateDescribeInstanceTypeOfferings } from "@aws-sdk/client-ec2";
import { itemsIn } from "../../../ecs/portions";
import type { AccountCheck } from "../check";

/** Not every zone offers every instance type, and accounts see different zones. */
export const instanceTypeZones: AccountCheck = {
  subject: "where the instance type is offered",
  reads: ["ec2:DescribeInstanceTypeOfferings"],
  look: async (operation) => {
    const { hosts, availabilityZones } = operation.environment;
    const pages = paginateDescribeInstanceTypeOfferings(
      { client: operation.client(EC2Client) },
      {
        LocationType: "availability-zone",
        Filters: [{ Name: "instance-type", Values: [hosts.instanceType] }],
      },
    );
    const offerings = await itemsIn(pages, ({ InstanceTypeOfferings }) => InstanceTypeOfferings);
    const offered = offerings.map(({ Location }) => Location ?? "").sort();
    const without = availabilityZones.filter((zone) => !offered.includes(zone));
    if (without.length === 0) return { seen: `${hosts.instanceType} in ${availabilityZones.join(", ")}` };
    return {
      problems: {
        path: "hosts.instanceType, availabilityZones",
        got: `"${hosts.instanceType}", which is not offered in ${without.join(", ")}`,
        allowed: `zones that offer it to this account: ${offered.join(", ") || "none in this region"}`,
        fix: "Choose other zones, or another instance type.",
      },
    };
  },
};
