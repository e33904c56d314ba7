/** Keys, and for those that hold objects their keys in turn; `null` where any value is allowed. */
export interface ContainerKeys {
  readonly [key: string]: ContainerKeys | null;
}

const keys = (names: string): ContainerKeys =>
  Object.fromEntries(names.split(" ").map((name) => [name, null]));

/** "ContainerDefinition" and the types it is made of, Amazon ECS API Reference, 2026-11. */
export const CONTAINER_KEYS: ContainerKeys = {
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
