import type { OrderableDBInstanceOption } from "@aws-sdk/client-rds";
import { paginateDescribeOrderableDBInstanceOptions, RDSClient } from "@aws-sdk/client-rds";
import type { Environment } from "../../../../config/environment";
import type { Problem } from "../../../../config/messages/problem";
import { DATABASE } from "../../../../facts/database";
import type { Operation } from "../../../cli/operation";
import { itemsIn } from "../../../ecs/portions";
import type { AccountCheck } from "../check";

const { storageType: STORAGE } = DATABASE;

/**
 * Whether RDS sells the instance class with the engine's version and the storage, in enough of the zones. RDS places an instance
 * in a zone of its subnet group that has the class; a standby needs a second one.
 */
export const databaseClass: AccountCheck = {
  subject: "where the database's class is offered",
  reads: ["rds:DescribeOrderableDBInstanceOptions"],
  look: async (operation) => {
    const { environment } = operation;
    const { instanceClass, engineVersion, multiAz } = environment.database;
    const options = (await optionsOf(operation)).filter(({ Vpc }) => Vpc);
    const fitting = options.filter(
      (option) =>
        option.StorageType === STORAGE &&
        isVersion(engineVersion, option.EngineVersion) &&
        (!multiAz || option.MultiAZCapable),
    );
    const offered = zonesOf(fitting);
    const usable = environment.availabilityZones.filter((zone) => offered.includes(zone));
    if (usable.length >= (multiAz ? 2 : 1)) {
      return { seen: `${instanceClass} with MySQL ${engineVersion} and ${STORAGE} in ${usable.join(", ")}` };
    }
    return { problems: [problemOf(environment, options, offered)] };
  },
};

function optionsOf(operation: Operation): Promise<OrderableDBInstanceOption[]> {
  const pages = paginateDescribeOrderableDBInstanceOptions(
    { client: operation.client(RDSClient) },
    { Engine: "mysql", DBInstanceClass: operation.environment.database.instanceClass },
  );
  return itemsIn(pages, ({ OrderableDBInstanceOptions }) => OrderableDBInstanceOptions);
}

/** `8.4` stands for each of its patches. */
const isVersion = (asked: string, version = "") => version === asked || version.startsWith(`${asked}.`);

const zonesOf = (options: readonly OrderableDBInstanceOption[]) =>
  unique(options.flatMap(({ AvailabilityZones = [] }) => AvailabilityZones.map(({ Name = "" }) => Name)));

const unique = (texts: readonly string[]) => [...new Set(texts)].sort();

function problemOf(
  { region, availabilityZones, database }: Environment,
  options: readonly OrderableDBInstanceOption[],
  offered: readonly string[],
): Problem {
  const { instanceClass, engineVersion, multiAz } = database;
  const path = "database.instanceClass";
  if (options.length === 0) {
    return {
      path,
      got: `"${instanceClass}", which RDS does not offer for MySQL in ${region}`,
      allowed: "a class that RDS offers in this region",
      fix: `List them: aws rds describe-orderable-db-instance-options --engine mysql --region ${region} --query 'OrderableDBInstanceOptions[].DBInstanceClass'`,
    };
  }
  const versions = unique(options.map(({ EngineVersion = "" }) => EngineVersion));
  if (!versions.some((version) => isVersion(engineVersion, version))) {
    return {
      path: "database.engineVersion",
      got: `"${engineVersion}", which RDS does not offer with ${instanceClass} in ${region}`,
      allowed: versions.filter((version) => version.startsWith("8.4")).join(", ") || "none with this class",
      fix: "Choose one of these, or another class.",
    };
  }
  if (offered.length === 0) {
    return {
      path,
      got: `"${instanceClass}", which RDS does not offer with MySQL ${engineVersion} and ${STORAGE} storage${multiAz ? " and a standby" : ""} in ${region}`,
      allowed: `a class that RDS offers with ${STORAGE} storage`,
      fix: "Choose a newer class, e.g. db.t4g.micro.",
    };
  }
  return {
    path: "database.instanceClass, availabilityZones",
    got: `"${instanceClass}" in ${availabilityZones.join(", ")}`,
    allowed: `${multiAz ? "two zones" : "a zone"} where RDS offers the class: ${offered.join(", ")}`,
    fix: "Choose other zones, or another class.",
  };
}
