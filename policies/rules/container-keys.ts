import { nearest } from "../../facts/did-you-mean";
import { containersOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { blocks, isObject } from "../values";

/** Keys, and for those that hold objects their keys in turn; `null` where anything may stand. */
interface Keys {
  readonly [key: string]: Keys | null;
}

const keys = (names: string): Keys => Object.fromEntries(names.split(" ").map((name) => [name, null]));

/** "ContainerDefinition" and the types it is made of, Amazon ECS API Reference, 2026-11. */
const CONTAINER: Keys = {
  ...keys(
    "name image cpu memory memoryReservation links essential entryPoint command startTimeout stopTimeout hostname user " +
      "versionConsistency workingDirectory disableNetworking privileged readonlyRootFilesystem dnsServers " +
      "dnsSearchDomains dockerSecurityOptions interactive pseudoTerminal dockerLabels credentialSpecs",
  ),
  repositoryCredentials: keys("credentialsParameter"),
  portMappings: keys("containerPort hostPort protocol name appProtocol containerPortRange"),
  restartPolicy: keys("enabled ignoredExitCodes restartAttemptPeriod"),
  environment: keys("name value"),
  environmentFiles: keys("value type"),
  mountPoints: keys("sourceVolume containerPath readOnly"),
  volumesFrom: keys("sourceContainer readOnly"),
  linuxParameters: {
    ...keys("initProcessEnabled sharedMemorySize maxSwap swappiness"),
    capabilities: keys("add drop"),
    devices: keys("hostPath containerPath permissions"),
    tmpfs: keys("containerPath size mountOptions"),
  },
  secrets: keys("name valueFrom"),
  dependsOn: keys("containerName condition"),
  extraHosts: keys("hostname ipAddress"),
  ulimits: keys("name softLimit hardLimit"),
  logConfiguration: { ...keys("logDriver options"), secretOptions: keys("name valueFrom") },
  healthCheck: keys("command interval timeout retries startPeriod"),
  systemControls: keys("namespace value"),
  resourceRequirements: keys("value type"),
  firelensConfiguration: keys("type options"),
};

export const containerKeys: Policy = {
  name: "container-keys",
  reason: "ECS drops a key it does not know without a word, and what it asked for with it.",
  source: 'AWS: "ContainerDefinition", Amazon ECS API Reference',
  types: ["aws_ecs_task_definition"],
  check: (block, stack) =>
    containersOf(block, stack).flatMap((container) =>
      unknownIn(container, CONTAINER, "").map((found) => `${titleOf(container)} has ${found}`),
    ),
};

function unknownIn(value: unknown, allowed: Keys, path: string): string[] {
  return blocks(value).flatMap((object) =>
    Object.entries(object).flatMap(([key, child]) => {
      const below = Object.hasOwn(allowed, key) ? allowed[key] : undefined;
      if (below === undefined) {
        const meant = nearest(key, Object.keys(allowed));
        return [`${path}${key}: ${meant ? `write ${meant}` : "remove it"}`];
      }
      return below && (isObject(child) || Array.isArray(child))
        ? unknownIn(child, below, `${path}${key}.`)
        : [];
    }),
  );
}
