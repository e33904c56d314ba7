import { App } from "cdktf";
import type { Environment } from "../environments/environment";
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
    new ServiceStack(app, environment, new BaseStack(app, environment));
  }
  return app;
}
