import type { ReadEnvironment } from "./checks/between-environments";
import { mistakesBetween } from "./checks/between-environments";
import { CHECKS } from "./checks/checks";
import { plainObjectProblems } from "./checks/plain-objects";
import type { Mistake } from "./messages/problem";
import { EnvironmentError, problemsIn } from "./messages/problem";
import { lazy } from "./schema/lazy";
import { ifReadable, readable } from "./schema/readable";
import { appMemoryMiB, nginxMemoryMiB, webStopSeconds } from "../facts/requests";
import { isObject } from "../facts/terraform-json";
import type { Environment, NightWindows, Web } from "./environment";
import { nightWindows } from "./night-windows";
import type { EnvironmentInput, EnvironmentValues } from "./schema/schema";
import { environmentSchema } from "./schema/schema";
import { textProblems } from "./checks/texts";
import { typeProblems } from "./messages/type-problems";

/**
 * Checks all environments and fills in their defaults.
 *
 * @throws EnvironmentError with every mistake of every environment: field, value, what is allowed, fix.
 */
export function resolveEnvironments(inputs: readonly EnvironmentInput[]): Environment[] {
  const read = inputs.map(readEnvironment);
  const mistakes = [...read.flatMap(({ mistakes }) => mistakes), ...mistakesBetween(read)];
  if (mistakes.length > 0) throw new EnvironmentError(mistakes);
  return inputs.map((input) => ({ ...derive(environmentSchema.parse(input)) }));
}

function readEnvironment(input: unknown, index: number): ReadEnvironment & { readonly mistakes: Mistake[] } {
  const { data, error } = environmentSchema.safeParse(input);
  // A mistyped field ends only the checks that read it.
  const values =
    data ?? (isObject(input) ? (readable(environmentSchema, input) as EnvironmentValues) : undefined);
  const environment = values && derive(values);
  const label =
    isObject(input) && typeof input.environment === "string" ? input.environment : `number ${index + 1}`;
  const problems = [
    ...plainObjectProblems(input),
    ...textProblems(input),
    ...typeProblems(environmentSchema, input, error?.issues ?? []),
    ...(environment ? CHECKS.flatMap((check) => ifReadable(() => problemsIn(check(environment))) ?? []) : []),
  ];
  return { label, environment, mistakes: problems.map((problem) => ({ environment: label, ...problem })) };
}

/** Computed when they are read, because a mistyped field throws then (`readable`). */
function derive(values: EnvironmentValues): Environment {
  return Object.defineProperties({} as Environment, {
    ...Object.getOwnPropertyDescriptors(values),
    database: lazy(() => withWindows(values)),
    web: lazy(() => withSizes(values.web)),
    name: lazy(() => `${values.application}-${values.environment}`),
    stateBucket: lazy(
      () => values.stateBucket ?? `${values.application}-terraform-state-${values.accountId}`,
    ),
  });
}

function withWindows({ database, region }: EnvironmentValues): Environment["database"] {
  const window = (name: keyof NightWindows) => lazy(() => database[name] ?? nightWindows(region)[name]);
  return Object.defineProperties({} as Environment["database"], {
    ...Object.getOwnPropertyDescriptors(database),
    backupWindow: window("backupWindow"),
    maintenanceWindow: window("maintenanceWindow"),
  });
}

function withSizes(web: EnvironmentValues["web"]): Web {
  const memory = (container: "nginx" | "app", otherwise: (maximumUploadMiB: number) => number) =>
    lazy(() => ({ memoryMiB: web[container].memoryMiB ?? otherwise(web.maximumUploadMiB) }));
  return Object.defineProperties({} as Web, {
    ...Object.getOwnPropertyDescriptors(web),
    nginx: memory("nginx", nginxMemoryMiB),
    app: memory("app", appMemoryMiB),
    stopTimeoutSeconds: lazy(() => web.stopTimeoutSeconds ?? webStopSeconds(web.requestSeconds)),
  });
}
