import type { EnvironmentValues } from "./schema/schema";

/** A checked environment, with every default filled in and its names derived. */
export interface Environment extends EnvironmentValues {
  /** `<application>-<environment>`: the prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly stateBucket: string;
  readonly database: EnvironmentValues["database"] & NightWindows;
  readonly web: Web;
}

/** The web workload with the sizes that follow from its requests. */
export interface Web extends Omit<EnvironmentValues["web"], "nginx" | "app" | "stopTimeoutSeconds"> {
  readonly nginx: { readonly memoryMiB: number };
  readonly app: { readonly memoryMiB: number };
  readonly stopTimeoutSeconds: number;
}

/** The times in UTC at which RDS backs the database up and maintains it. */
export interface NightWindows {
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
}
