import type { Check } from "./check";
import { alarmChecks } from "./alarms";
import { cacheChecks } from "./cache";
import { capacityChecks } from "./capacity";
import { ciChecks } from "./ci";
import { copyChecks } from "./copies";
import { databaseChecks } from "./database";
import { domainChecks } from "./domain";
import { environmentFileChecks } from "./environment-file";
import { fileChecks } from "./files";
import { horizonChecks } from "./horizon";
import { hostChecks } from "./hosts";
import { mailChecks } from "./mail";
import { memoryChecks } from "./memory";
import { nameChecks } from "./names";
import { needChecks } from "./needs";
import { networkChecks } from "./network";
import { networkIdChecks } from "./network-ids";
import { ownStateChecks } from "./own-state";
import { ownResourceChecks } from "./own-resources";
import { peakCapacityChecks } from "./peak-capacity";
import { permissionChecks } from "./permissions";
import { queueChecks } from "./queue";
import { namedQueueChecks } from "./queues";
import { riskChecks } from "./risks";
import { scalingChecks } from "./scaling";
import { secretChecks } from "./secrets";
import { settingChecks } from "./settings";
import { slackChecks } from "./slack";
import { subnetChecks } from "./subnets";
import { zoneChecks } from "./zones";

/** In the order of the fields of an environment. */
export const CHECKS: readonly Check[] = [
  ...nameChecks,
  ...zoneChecks,
  ...networkChecks,
  ...subnetChecks,
  ...networkIdChecks,
  ...domainChecks,
  ...hostChecks,
  ...memoryChecks,
  ...capacityChecks,
  ...peakCapacityChecks,
  ...databaseChecks,
  ...copyChecks,
  ...cacheChecks,
  ...queueChecks,
  ...namedQueueChecks,
  ...horizonChecks,
  ...scalingChecks,
  ...fileChecks,
  ...mailChecks,
  ...permissionChecks,
  ...ownResourceChecks,
  ...settingChecks,
  ...needChecks,
  ...environmentFileChecks,
  ...secretChecks,
  ...ownStateChecks,
  ...slackChecks,
  ...ciChecks,
  ...alarmChecks,
  ...riskChecks,
];
