import { LARGEST_STORAGE_GIB, LEAST_GROWTH_PERCENT, leastCeilingOf } from "../../facts/storage-limits";
import { show } from "../messages/show";
import { isReservedDatabase, isReservedUser } from "../../facts/mysql-words";
import type { Check } from "./check";
import { overlaps, parseBackupWindow, parseMaintenanceWindow } from "./windows";

/** Families that cannot run MySQL 8.4 ("Supported DB engines for DB instance classes", Amazon RDS User Guide). */
const OLD_FAMILY = /^db\.(t1|t2|m[1-4]|r[34]|x1e?)\./;
const BURSTABLE = /^db\.(t3|t4g)\.(.+)$/;
const BURSTABLE_SIZES = ["micro", "small", "medium", "large", "xlarge", "2xlarge"];

const classExists: Check = ({ database: { instanceClass } }) => {
  const [, family, size] = BURSTABLE.exec(instanceClass) ?? [];
  const unknownSize = family !== undefined && size !== undefined && !BURSTABLE_SIZES.includes(size);
  if (!OLD_FAMILY.test(instanceClass) && !unknownSize) return undefined;
  return {
    path: "database.instanceClass",
    got: show(instanceClass),
    allowed: unknownSize
      ? `db.${family} with one of ${BURSTABLE_SIZES.join(", ")}`
      : "a class that runs MySQL 8.4: t3, t4g, m5 and later, r5 and later",
    fix: "Use db.t4g.micro, the cheapest, or a larger one of a current family.",
  };
};

const storageCanGrow: Check = ({ database: { storageGiB, maximumStorageGiB } }) => {
  const least = leastCeilingOf(storageGiB);
  if (maximumStorageGiB === storageGiB || maximumStorageGiB >= least) return undefined;
  const canGrow = least <= LARGEST_STORAGE_GIB;
  return {
    path: "database.maximumStorageGiB",
    got: String(maximumStorageGiB),
    allowed: [
      ...(canGrow ? [`${least} or more, which is ${LEAST_GROWTH_PERCENT} % above database.storageGiB`] : []),
      `${storageGiB}, for no growth`,
    ].join("; or "),
    fix: `Set it to ${canGrow ? `${least} or more, or to ` : ""}${storageGiB}. RDS refuses the values in between, and a volume cannot shrink.`,
  };
};

const usersAreFree: Check = ({ database: { username, applicationUser } }) =>
  Object.entries({
    "database.username": username,
    ...(applicationUser ? { "database.applicationUser.username": applicationUser.username } : {}),
  }).flatMap(
    ([path, name]) =>
      isReservedUser(name) && {
        path,
        got: show(name),
        allowed: "a name that is not a reserved word, not an account of MySQL or RDS, and not easy to guess",
        fix: "Use laravel, or the application's name.",
      },
  );

const usersDiffer: Check = ({ database: { username, applicationUser } }) =>
  applicationUser?.username === username && {
    path: "database.applicationUser.username",
    got: show(username),
    allowed: "a user other than database.username, which has all privileges",
    fix: "Choose another name, or leave it out: application.",
  };

const databaseIsFree: Check = ({ database: { databaseName } }) => {
  if (!isReservedDatabase(databaseName)) return undefined;
  return {
    path: "database.databaseName",
    got: show(databaseName),
    allowed: "a name that is not a reserved word and not a system schema of MySQL",
    fix: "Use laravel, or the application's name.",
  };
};

const backupWindowIsWindow: Check = ({ database: { backupWindow } }) =>
  !parseBackupWindow(backupWindow) && {
    path: "database.backupWindow",
    got: show(backupWindow),
    allowed: "hh:mm-hh:mm in UTC, 30 minutes or longer",
    fix: "Write e.g. 17:00-17:30, which is 02:00 in Tokyo.",
  };

const maintenanceWindowIsWindow: Check = ({ database: { maintenanceWindow } }) =>
  !parseMaintenanceWindow(maintenanceWindow) && {
    path: "database.maintenanceWindow",
    got: show(maintenanceWindow),
    allowed: "ddd:hh:mm-ddd:hh:mm in UTC with days mon to sun, 30 minutes to 24 hours long",
    fix: "Write e.g. sat:18:00-sat:18:30, which is Sunday 03:00 in Tokyo.",
  };

const windowsAreApart: Check = ({ database: { backupWindow, maintenanceWindow } }) => {
  const backup = parseBackupWindow(backupWindow);
  const maintenance = parseMaintenanceWindow(maintenanceWindow);
  if (!backup || !maintenance || !overlaps(backup, maintenance)) return undefined;
  return {
    path: "database.maintenanceWindow",
    got: show(maintenanceWindow),
    allowed: `a time outside database.backupWindow, ${backupWindow} every day`,
    fix: "Move one of the two; RDS refuses windows that overlap.",
  };
};

export const databaseChecks = [
  classExists,
  storageCanGrow,
  usersAreFree,
  usersDiffer,
  databaseIsFree,
  backupWindowIsWindow,
  maintenanceWindowIsWindow,
  windowsAreApart,
];
