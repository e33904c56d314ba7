import { paginateDescribeDBInstances, RDSClient } from "@aws-sdk/client-rds";
import { itemsIn } from "../../../ecs/portions";
import { quotaCheck } from "./quota";

/** An account has 40 instances per region by default, of all engines together ("Quotas and constraints for Amazon RDS"). */
export const databases = quotaCheck({
  subject: "the quota of RDS instances",
  quota: () => ({ service: "rds", code: "L-7B6409FD", name: "DB instances" }),
  need: ({ database }) => ({
    path: "database.instanceClass",
    got: `"${database.instanceClass}"`,
    amount: 1,
    unit: "instances",
    instead: "delete a database that is not used.",
  }),
  reads: "rds:DescribeDBInstances",
  usedByOthers: async (operation) => {
    const pages = paginateDescribeDBInstances({ client: operation.client(RDSClient) }, {});
    const instances = await itemsIn(pages, ({ DBInstances }) => DBInstances);
    const { name } = operation.environment;
    return instances.filter(({ DBInstanceIdentifier }) => DBInstanceIdentifier !== name).length;
  },
});
