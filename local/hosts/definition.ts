import type {
  ContainerDefinition,
  ContainerOverride,
  TaskDefinition,
  Volume as TaskVolume,
} from "@aws-sdk/client-ecs";
import type { ContainerDescription, Image } from "../containers/runtime";

/** What this agent acts on, or may leave out: cpu only shares what others leave, labels and Insights only describe. */
const ACTED_ON = new Set([
  ...[
    "name",
    "image",
    "command",
    "entryPoint",
    "environment",
    "environmentFiles",
    "secrets",
    "user",
    "essential",
  ],
  ...[
    "memory",
    "memoryReservation",
    "cpu",
    "readonlyRootFilesystem",
    "dockerSecurityOptions",
    "linuxParameters",
  ],
  ...["portMappings", "links", "extraHosts", "dependsOn", "healthCheck", "startTimeout", "stopTimeout"],
  ...[
    "restartPolicy",
    "logConfiguration",
    "workingDirectory",
    "dockerLabels",
    "versionConsistency",
    "mountPoints",
  ],
]);
const ACTED_ON_LINUX = new Set(["tmpfs", "capabilities", "initProcessEnabled"]);
const TASK_FIELDS: Partial<Record<keyof TaskDefinition, readonly unknown[]>> = {
  networkMode: ["bridge"],
  pidMode: [],
  ipcMode: [],
  proxyConfiguration: [],
};

const isGiven = (value: unknown) =>
  !(value === undefined || value === null || value === false || value === 0 || value === "") &&
  !(typeof value === "object" && Object.keys(value).length === 0);

/** What a task asks for and these hosts cannot do: it is refused instead of ignored. */
export function refusalsOf({ containerDefinitions = [], ...task }: TaskDefinition): string[] {
  const foreign = (values: object, known: ReadonlySet<string>) =>
    Object.entries(values).flatMap(([key, value]) => (known.has(key) || !isGiven(value) ? [] : [key]));
  return [
    ...Object.entries(TASK_FIELDS).flatMap(([key, possible]) => {
      const value = task[key as keyof typeof task];
      return !isGiven(value) || possible.includes(value) ? [] : [key];
    }),
    ...(task.volumes ?? []).filter((volume) => !isPossible(volume)).map(({ name }) => `the volume ${name}`),
    ...containerDefinitions.flatMap(({ name, linuxParameters, logConfiguration, ...container }) => [
      ...foreign(container, ACTED_ON).map((key) => `${key} of ${name}`),
      ...foreign(linuxParameters ?? {}, ACTED_ON_LINUX).map((key) => `linuxParameters.${key} of ${name}`),
      ...(container.mountPoints?.some(({ readOnly }) => readOnly) ? [`a read-only mount of ${name}`] : []),
      ...(linuxParameters?.capabilities?.add?.length ? [`capabilities.add of ${name}`] : []),
      ...((logConfiguration?.logDriver ?? "awslogs") === "awslogs" ? [] : [`the log driver of ${name}`]),
    ]),
  ];
}

/** Only a volume in memory that lives with its task. */
function isPossible({ dockerVolumeConfiguration: docker, ...others }: TaskVolume): boolean {
  const rest = Object.entries(others).filter(([key, value]) => key !== "name" && isGiven(value));
  return (
    rest.length === 0 &&
    docker?.scope === "task" &&
    docker.driver === "local" &&
    docker.driverOpts?.type === "tmpfs"
  );
}

export interface Surroundings {
  readonly image: Image;
  readonly environment: Record<string, string>;
  readonly hosts: Record<string, string>;
  readonly files: Record<string, string>;
  /** The sources of the task's volumes, by their names. */
  readonly volumes: Record<string, string>;
}

/** The container of a definition, as a runtime starts it. */
export function describeContainer(
  definition: ContainerDefinition,
  override: ContainerOverride | undefined,
  { volumes, ...around }: Surroundings,
): ContainerDescription {
  const { entryPoint, user, workingDirectory, linuxParameters, dockerSecurityOptions, extraHosts } =
    definition;
  const command = override?.command ?? definition.command;
  const memory = override?.memory ?? definition.memory ?? definition.memoryReservation;
  if (!memory) throw new Error(`The container ${definition.name} has no memory limit`);
  return {
    ...around,
    hosts: {
      ...around.hosts,
      ...Object.fromEntries(
        (extraHosts ?? []).map(({ hostname = "", ipAddress = "" }) => [hostname, ipAddress]),
      ),
    },
    ...(entryPoint?.length ? { entryPoint } : {}),
    ...(command?.length ? { command } : {}),
    ...(user ? { user } : {}),
    ...(workingDirectory ? { workingDirectory } : {}),
    volumes: Object.fromEntries(
      (definition.mountPoints ?? []).map(({ containerPath = "", sourceVolume = "" }) => [
        containerPath,
        volumes[sourceVolume] ?? "",
      ]),
    ),
    readonlyRoot: definition.readonlyRootFilesystem ?? false,
    // By default Docker makes a tmpfs writable for every user.
    tmpfs: (linuxParameters?.tmpfs ?? []).map(({ containerPath, size, mountOptions }) => ({
      path: containerPath ?? "",
      options: ["mode=1777", `size=${size}m`, ...(mountOptions ?? [])],
    })),
    droppedCapabilities: linuxParameters?.capabilities?.drop ?? [],
    noNewPrivileges: (dockerSecurityOptions ?? []).some((each) => /^no-new-privileges(:true)?$/.test(each)),
    init: linuxParameters?.initProcessEnabled ?? false,
    memoryMiB: memory,
    ports: (definition.portMappings ?? []).map(({ containerPort = 0 }) => containerPort),
  };
}
