import type { Policy } from "./policy";
import { groupSizes, hostReplacements, instanceMetadata, terminationProtection, zones } from "./subjects/ec2";
import {
  deploymentGaps,
  deploymentPercentages,
  deploymentRollbacks,
  healthChecks,
  hostPorts,
  oneScheduler,
  serviceLoadBalancers,
} from "./subjects/ecs-services";
import {
  containerHardening,
  containerKeys,
  containerLogs,
  containerMemory,
  containerValues,
  gracefulStops,
} from "./subjects/ecs-tasks";
import { encryption, keyRotation, tls } from "./subjects/encryption";
import {
  deadLetters,
  eventPatterns,
  fifoNames,
  functionLimits,
  lambdaPackages,
  scheduleExpressions,
  scheduleTimeZones,
} from "./subjects/events";
import { iamConditions, iamStatements, policySizes } from "./subjects/iam-permissions";
import { confusedDeputy, iamTrust, pullRequests } from "./subjects/iam-trust";
import { iamWildcards } from "./subjects/iam-wildcards";
import {
  adoptedResources,
  deletionProtection,
  deploysKept,
  replacements,
  safeApplies,
} from "./subjects/lifecycle";
import { argumentValues, resourceCounts, tagValues } from "./subjects/limits";
import {
  healthCheckTimeouts,
  httpsCertificates,
  loadBalancerSubnets,
  requestHardening,
} from "./subjects/load-balancer";
import { alarms, logRetention } from "./subjects/logs-and-alarms";
import { physicalNames } from "./subjects/names";
import {
  addressRanges,
  openSecurityGroups,
  portRanges,
  publicAccess,
  subnetRanges,
} from "./subjects/network";
import { policyCharacters } from "./subjects/policy-characters";
import { databaseCredentials, databaseOutages, databaseUsers, finalSnapshots } from "./subjects/rds";
import { plainSecrets, secretStrength, writeOnlyValues } from "./subjects/secrets";
import { hiddenDependencies, jsonDocuments, tags } from "./subjects/stack";
import { backups, imageTags, runningImages } from "./subjects/storage";
import { textReferences } from "./subjects/text-references";
import { endOfSupport } from "./subjects/versions";

/**
 * Mistakes in a construct that Terraform's `validate` does not find, and that its `plan` mostly does not find either.
 * Mistakes in an environment are refused earlier, by `config/`.
 */
export const RULES: readonly Policy[] = [
  // ecs-tasks
  containerKeys,
  containerValues,
  containerMemory,
  // ecs-services
  hostPorts,
  serviceLoadBalancers,
  deploymentPercentages,
  // ec2
  groupSizes,
  terminationProtection,
  // load-balancer
  healthCheckTimeouts,
  loadBalancerSubnets,
  httpsCertificates,
  // network
  portRanges,
  addressRanges,
  subnetRanges,
  // rds
  databaseCredentials,
  finalSnapshots,
  // iam-permissions
  iamStatements,
  policySizes,
  // policy-characters
  policyCharacters,
  // events
  eventPatterns,
  scheduleExpressions,
  scheduleTimeZones,
  fifoNames,
  lambdaPackages,
  // secrets
  writeOnlyValues,
  // limits
  argumentValues,
  resourceCounts,
  tagValues,
  // stack
  jsonDocuments,
  hiddenDependencies,
  // names
  physicalNames,
  // text-references
  textReferences,
];

/** For stacks that AWS accepts, but that weaken security or availability. `exempt` lets a resource break one, with a reason. */
export const PROTECTIONS: readonly Policy[] = [
  // ecs-tasks
  containerHardening,
  containerLogs,
  gracefulStops,
  // ecs-services
  deploymentRollbacks,
  deploymentGaps,
  oneScheduler,
  healthChecks,
  // ec2
  instanceMetadata,
  hostReplacements,
  zones,
  // load-balancer
  requestHardening,
  // network
  openSecurityGroups,
  publicAccess,
  // rds
  databaseOutages,
  databaseUsers,
  // storage
  backups,
  imageTags,
  runningImages,
  // iam-permissions
  iamWildcards,
  iamConditions,
  // iam-trust
  iamTrust,
  confusedDeputy,
  pullRequests,
  // events
  functionLimits,
  deadLetters,
  // secrets
  plainSecrets,
  secretStrength,
  // encryption
  encryption,
  tls,
  keyRotation,
  // logs-and-alarms
  logRetention,
  alarms,
  // lifecycle
  deletionProtection,
  replacements,
  adoptedResources,
  safeApplies,
  deploysKept,
  // versions
  endOfSupport,
  // stack
  tags,
];

export const POLICIES: readonly Policy[] = [...RULES, ...PROTECTIONS];
