import type { Policy } from "./policy";
import { adoptedResources } from "./protections/adopted-resources";
import { alarms } from "./protections/alarms";
import { backups } from "./protections/backups";
import { confusedDeputy } from "./protections/confused-deputy";
import { containerHardening } from "./protections/container-hardening";
import { containerLogs } from "./protections/container-logs";
import { databaseOutages } from "./protections/database-outages";
import { databaseUsers } from "./protections/database-users";
import { deadLetters } from "./protections/dead-letters";
import { deletionProtection } from "./protections/deletion-protection";
import { deploymentGaps } from "./protections/deployment-gaps";
import { deploymentRollbacks } from "./protections/deployment-rollbacks";
import { deploysKept } from "./protections/deploys-kept";
import { encryption } from "./protections/encryption";
import { endOfSupport } from "./protections/end-of-support";
import { functionLimits } from "./protections/function-limits";
import { gracefulStops } from "./protections/graceful-stops";
import { healthChecks } from "./protections/health-checks";
import { hostReplacements } from "./protections/host-replacements";
import { iamConditions } from "./protections/iam-conditions";
import { iamTrust } from "./protections/iam-trust";
import { iamWildcards } from "./protections/iam-wildcards";
import { imageTags } from "./protections/image-tags";
import { instanceMetadata } from "./protections/instance-metadata";
import { keyRotation } from "./protections/key-rotation";
import { logRetention } from "./protections/log-retention";
import { oneScheduler } from "./protections/one-scheduler";
import { openSecurityGroups } from "./protections/open-security-groups";
import { plainSecrets } from "./protections/plain-secrets";
import { publicAccess } from "./protections/public-access";
import { pullRequests } from "./protections/pull-requests";
import { replacements } from "./protections/replacements";
import { requestHardening } from "./protections/request-hardening";
import { runningImages } from "./protections/running-images";
import { safeApplies } from "./protections/safe-applies";
import { secretStrength } from "./protections/secret-strength";
import { tags } from "./protections/tags";
import { tls } from "./protections/tls";
import { zones } from "./protections/zones";
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
import { hiddenDependencies } from "./rules/hidden-dependencies";
import { hostPorts } from "./rules/host-ports";
import { httpsCertificates } from "./rules/https-certificates";
import { iamStatements } from "./rules/iam-statements";
import { jsonDocuments } from "./rules/json-documents";
import { lambdaPackages } from "./rules/lambda-packages";
import { loadBalancerSubnets } from "./rules/load-balancer-subnets";
import { physicalNames } from "./rules/physical-names";
import { policyCharacters } from "./rules/policy-characters";
import { policySizes } from "./rules/policy-sizes";
import { portRanges } from "./rules/port-ranges";
import { resourceCounts } from "./rules/resource-counts";
import { scheduleExpressions } from "./rules/schedule-expressions";
import { scheduleTimeZones } from "./rules/schedule-time-zones";
import { serviceLoadBalancers } from "./rules/service-load-balancers";
import { subnetRanges } from "./rules/subnet-ranges";
import { tagValues } from "./rules/tag-values";
import { terminationProtection } from "./rules/termination-protection";
import { textReferences } from "./rules/text-references";
import { writeOnlyValues } from "./rules/write-only-values";

/**
 * What somebody who edits a construct can get wrong without Terraform's `validate`, and mostly its `plan`, noticing.
 * What an environment can express is refused earlier, in `environments/`.
 */
export const RULES: readonly Policy[] = [
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
  resourceCounts,
  policySizes,
  policyCharacters,
  tagValues,
  textReferences,
  hiddenDependencies,
];

/** What would work without, and be regretted. A resource may be excepted, with a reason, by `except`. */
export const PROTECTIONS: readonly Policy[] = [
  encryption,
  tls,
  plainSecrets,
  secretStrength,
  databaseUsers,
  publicAccess,
  openSecurityGroups,
  iamWildcards,
  iamConditions,
  iamTrust,
  confusedDeputy,
  pullRequests,
  instanceMetadata,
  containerHardening,
  containerLogs,
  logRetention,
  imageTags,
  runningImages,
  keyRotation,
  deletionProtection,
  adoptedResources,
  safeApplies,
  backups,
  databaseOutages,
  deploymentRollbacks,
  deploymentGaps,
  deploysKept,
  oneScheduler,
  healthChecks,
  gracefulStops,
  replacements,
  hostReplacements,
  zones,
  deadLetters,
  alarms,
  functionLimits,
  requestHardening,
  tags,
  endOfSupport,
];

export const POLICIES: readonly Policy[] = [...RULES, ...PROTECTIONS];
