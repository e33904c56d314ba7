import type { Policy } from "./policy";
import { addressRanges } from "./rules/address-ranges";
import { argumentValues } from "./rules/argument-values";
import { containerKeys } from "./rules/container-keys";
import { containerMemory } from "./rules/container-memory";
import { containerValues } from "./rules/container-values";
import { databaseCredentials } from "./rules/database-credentials";
import { deploymentPercentages } from "./rules/deployment-percentages";
import { eventPatterns } from "./rules/event-patterns";
import { fifoNames } from "./rules/fifo-names";
import { finalSnapshots } from "./rules/final-snapshots";
import { groupSizes } from "./rules/group-sizes";
import { healthCheckTimeouts } from "./rules/health-check-timeouts";
import { hostPorts } from "./rules/host-ports";
import { httpsCertificates } from "./rules/https-certificates";
import { iamStatements } from "./rules/iam-statements";
import { jsonDocuments } from "./rules/json-documents";
import { lambdaPackages } from "./rules/lambda-packages";
import { loadBalancerSubnets } from "./rules/load-balancer-subnets";
import { physicalNames } from "./rules/physical-names";
import { portRanges } from "./rules/port-ranges";
import { scheduleExpressions } from "./rules/schedule-expressions";
import { scheduleTimeZones } from "./rules/schedule-time-zones";
import { serviceLoadBalancers } from "./rules/service-load-balancers";
import { subnetRanges } from "./rules/subnet-ranges";
import { terminationProtection } from "./rules/termination-protection";
import { writeOnlyValues } from "./rules/write-only-values";

/**
 * What somebody who edits a construct can get wrong without Terraform's `validate`, and mostly its `plan`, noticing.
 * What an environment can express is refused earlier, in `environments/`.
 */
export const POLICIES: readonly Policy[] = [
  containerKeys,
  containerMemory,
  containerValues,
  hostPorts,
  serviceLoadBalancers,
  deploymentPercentages,
  terminationProtection,
  groupSizes,
  healthCheckTimeouts,
  loadBalancerSubnets,
  httpsCertificates,
  portRanges,
  addressRanges,
  subnetRanges,
  databaseCredentials,
  finalSnapshots,
  writeOnlyValues,
  lambdaPackages,
  scheduleExpressions,
  scheduleTimeZones,
  eventPatterns,
  iamStatements,
  jsonDocuments,
  physicalNames,
  fifoNames,
  argumentValues,
];
