import { findInstanceType } from "./instance-types";

/** Whether a class earns and spends CPU credits. RDS runs these families in unlimited mode ("DB instance class types"). */
export const isBurstableClass = (instanceClass: string) => /^db\.t\d/.test(instanceClass);

/** `max_connections` of RDS for MySQL is DBInstanceClassMemory / 12582880 ("Quotas and constraints for Amazon RDS"). */
const BYTES_PER_CONNECTION = 12_582_880;

/**
 * A lower bound for DBInstanceClassMemory as a share of the advertised memory. AWS publishes no figure; measured: 66
 * connections with 1 GiB, 150 with 2, 312 with 4, 648 with 8, which is 77 % to 95 %.
 */
const MEMORY_SHARE = 0.75;

/** About how many connections MySQL accepts. A class has the memory of the EC2 instance type of the same name. */
export function maxConnectionsOf(instanceClass: string): number | undefined {
  const type = findInstanceType(instanceClass.replace(/^db\./, ""));
  return type && Math.floor((MEMORY_SHARE * type.memoryMiB * 1024 ** 2) / BYTES_PER_CONNECTION);
}
