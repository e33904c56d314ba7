import type { Environment } from "./environment";

/** A setting of Laravel that stores in one container what all containers need. */
export interface OwnState {
  readonly setting: string;
  readonly value: string;

  /** What is stored, e.g. `sessions`. */
  readonly stored: string;
  readonly fix: string;
}

const OWN_STATES: readonly (Omit<OwnState, "value"> & { readonly values: readonly string[] })[] = [
  {
    setting: "SESSION_DRIVER",
    values: ["file", "array"],
    stored: "sessions",
    fix: "Remove it: Laravel's default is database.",
  },
  {
    setting: "FILESYSTEM_DISK",
    values: ["local", "public"],
    stored: "files",
    fix: 'Remove it, and write files: { kind: "create" }, which gives the application a bucket.',
  },
  {
    setting: "APP_MAINTENANCE_DRIVER",
    values: ["file"],
    stored: "the maintenance mode",
    fix: "Use cache, with APP_MAINTENANCE_STORE database.",
  },
];

/** Whether more than one web task may serve requests, not only during a deployment. */
export const hasSeveralWebTasks = ({ web }: Pick<Environment, "web">) =>
  (web.scaling?.maximum ?? web.desiredCount) > 1;

/** The settings of an environment that store something in a container, where it is lost when the container stops. */
export function ownStatesOf({ env }: Pick<Environment, "env">): OwnState[] {
  return OWN_STATES.flatMap(({ values, ...state }) => {
    const value = env[state.setting];
    return value !== undefined && values.includes(value.toLowerCase()) ? [{ ...state, value }] : [];
  });
}

/** The default settings where there are several web tasks: sessions and maintenance mode are shared. */
export const SHARED_STATE: Readonly<Record<string, string>> = {
  SESSION_DRIVER: "database",
  APP_MAINTENANCE_DRIVER: "cache",
  APP_MAINTENANCE_STORE: "database",
};
