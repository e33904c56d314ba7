import type { Server } from "node:net";

/** The part of an OCI image's configuration that a runtime acts on. */
export interface ImageConfig {
  readonly Entrypoint?: string[] | null;
  readonly Cmd?: string[] | null;
  readonly Env?: string[] | null;
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly StopSignal?: string;
}

/** A pulled image. */
export interface Image {
  readonly reference: string;
  /** The unpacked file system. */
  readonly rootfs: string;
  readonly config: ImageConfig;
  readonly digest: string;
}

/** One container, however it is run. */
export interface ContainerDescription {
  readonly image: Image;
  /** @default the image's own */
  readonly entryPoint?: string[];
  /** @default the image's own, unless there is an entry point */
  readonly command?: string[];
  readonly workingDirectory?: string;
  readonly environment: Record<string, string>;
  /** The names that it can resolve, with their addresses. */
  readonly hosts: Record<string, string>;
  /** Mounted files of this machine, as target to source. */
  readonly files: Record<string, string>;
  /** Folders of this machine or volumes that it writes to, as target to source. @default none */
  readonly volumes?: Record<string, string>;
  /** @default the image's own */
  readonly user?: string;
  readonly readonlyRoot: boolean;
  readonly tmpfs: readonly { readonly path: string; readonly options: readonly string[] }[];
  readonly droppedCapabilities: readonly string[];
  readonly noNewPrivileges: boolean;
  readonly init: boolean;
  readonly memoryMiB: number;
  /** The ports that it listens on. */
  readonly ports: readonly number[];
}

/** A volume that containers share. */
export interface Volume {
  /** What `ContainerDescription.volumes` mounts. */
  readonly source: string;
  /** Once the containers that mount it have ended. */
  remove(): Promise<void>;
}

export interface Exit {
  /** As Docker reports it: 128 and the number of the signal if one ended it. */
  readonly code: number;
  readonly outOfMemory: boolean;
}

export interface RunningContainer {
  readonly id: string;
  /** Its address on the containers' network. */
  readonly address: string;
  readonly exited: Promise<Exit>;
  /** Where this machine reaches one of its ports. */
  endpoint(port: number): Promise<{ host: string; port: number }>;
  /** Runs a command in it. Its exit code; undefined if it takes longer. */
  exec(command: readonly string[], timeoutSeconds: number): Promise<number | undefined>;
  /** Sends the image's stop signal, and kills it when the time is over. */
  stop(timeoutSeconds: number): Promise<Exit>;
}

type Stream = "stdout" | "stderr";
export type OnOutput = (text: string, stream: Stream) => void;

export interface Runtime {
  /** Prepares the network, after removing what a killed process has left. */
  up(): Promise<void>;
  /** Removes the network and its containers. */
  down(): Promise<void>;
  /** @throws Error if the container cannot be run as described */
  start(description: ContainerDescription, onOutput: OnOutput): Promise<RunningContainer>;
  /** Creates a volume in memory, with the options of Docker's driver `local`. Its name is unique on this machine. */
  createVolume(name: string, options: Record<string, string>): Promise<Volume>;
  /** Serves what the ECS agent answers to containers, on 169.254.170.2. */
  serveAgent(server: Server): Promise<void>;
}

/** The command of a container. An entry point of its own replaces the image's command too (Docker run reference). */
export function commandLineOf({
  image,
  entryPoint,
  command,
}: Pick<ContainerDescription, "image" | "entryPoint" | "command">): string[] {
  const { Entrypoint, Cmd } = image.config;
  return [...(entryPoint ?? Entrypoint ?? []), ...(command ?? (entryPoint ? [] : (Cmd ?? [])))];
}

/** The environment of a container: that of its image, and over it its own. */
export const environmentOf = ({
  image,
  environment,
}: Pick<ContainerDescription, "image" | "environment">): Record<string, string> => ({
  ...Object.fromEntries(
    (image.config.Env ?? []).map((line) => [
      line.slice(0, line.indexOf("=")),
      line.slice(line.indexOf("=") + 1),
    ]),
  ),
  ...environment,
});
