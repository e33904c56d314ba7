import { Annotations, App } from "cdktf";
import type { Environment } from "../config/environment";
import { warningsOf } from "../config/checks/warnings";
import { BaseStack } from "./base-stack";
import "./is-array";
import { literalEnvironment } from "./literal-environment";
import { ServiceStack } from "./service-stack";

/**
 * CDK Terrain rejects write-only arguments and ephemeral resources unless the project targets versions of Terraform and
 * OpenTofu that have them. CDKTF ignores this.
 */
const TARGET_VERSIONS = { terraform: ">=1.11", opentofu: ">=1.11" };

export interface AppOptions {
  /** @default "cdktf.out" */
  readonly outdir?: string;
}

/** The whole project: two stacks for each environment. */
export function buildApp(environments: readonly Environment[], options: AppOptions = {}): App {
  const app = new App({ ...options, context: { targetVersions: TARGET_VERSIONS } });
  for (const environment of environments) {
    const texts = literalEnvironment(environment);
    const base = new BaseStack(app, texts);
    new ServiceStack(app, texts, base);
    for (const warning of warningsOf(environment)) Annotations.of(base).addWarning(warning);
  }
  return app;
}
