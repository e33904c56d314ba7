import type { Environment } from "./environment";

/** A setting of Laravel by which each container keeps for itself what the others need to see. */
export interface OwnState {
  readonly setting: string;
  readonly value: string;

  /** What is kept, e.g. `sessions`. */
  readonly kept: string;
  readonly remedy: string;
}

const OWN_STATES: readonly (Omit<OwnState, "value"> & { readonly values: readonly string[] })[] = [
  {
    setting: "SESSION_DRIVER",
    values: ["file", "array"],
    kept: "sessions",
    remedy: "Remove it: Laravel's default is database.",
  },
  {
    setting: "FILESYSTEM_DISK",
    values: ["local", "public"],
    kept: "stored files",
    remedy: "Use a disk outside the containers, e.g. s3.",
  },
  {
    setting: "APP_MAINTENANCE_DRIVER",
    values: ["file"],
    kept: "the maintenance mode",
    remedy: "Use cache, with APP_MAINTENANCE_STORE database.",
  },
];

/** Whether requests may reach more than one web task for longer than a deploy. */
export const hasSeveralWebTasks = ({ web }: Pick<Environment, "web">) =>
  (web.scaling?.maximum ?? web.desiredCount) > 1;

/** The settings of an environment that keep something in a container: in its memory, and gone with it. */
export function ownStatesOf({ env }: Pick<Environment, "env">): OwnState[] {
  return OWN_STATES.flatMap(({ values, ...state }) => {
    const value = env[state.setting];
    return value !== undefined && values.includes(value.toLowerCase()) ? [{ ...state, value }] : [];
  });
}

/** What several web tasks need, unless the environment says otherwise: what one of them knows, all know. */
export const SHARED_STATE: Readonly<Record<string, string>> = {
  SESSION_DRIVER: "database",
  APP_MAINTENANCE_DRIVER: "cache",
  APP_MAINTENANCE_STORE: "database",
};
