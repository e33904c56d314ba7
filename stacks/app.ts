import { Annotations, App } from "cdktf";
import type { Environment } from "../environments/environment";
import { warningsOf } from "../environments/warnings";
import { BaseStack } from "./base-stack";
import { ServiceStack } from "./service-stack";

export interface AppOptions {
  /** @default "cdktf.out" */
  readonly outdir?: string;
}

/** The whole project: two stacks for each environment. */
export function buildApp(environments: readonly Environment[], options: AppOptions = {}): App {
  const app = new App(options);
  for (const environment of environments) {
    const base = new BaseStack(app, environment);
    new ServiceStack(app, environment, base);
    for (const warning of warningsOf(environment)) Annotations.of(base).addWarning(warning);
  }
  return app;
}
