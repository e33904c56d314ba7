import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { EnvironmentIdentity, Names } from "../facts/names";
import { namesOf } from "../facts/names";
import type { LiteralEnvironment } from "./literal-environment";

/** The two stacks of an environment: base keeps data, service can be created again at any time. */
export type Part = "base" | "service";

/** Where the state of an environment's two stacks is kept. */
export function stateFolderOf({ stateBucket, application, environment }: Environment) {
  return { bucket: stateBucket, folder: `${application}/${environment}` };
}

/** Where the state of one stack is kept. */
export function stateLocation(environment: Environment, part: Part) {
  const { bucket, folder } = stateFolderOf(environment);
  return {
    bucket,
    key: `${folder}/${part}.tfstate`,
    region: environment.region,
  };
}

/** The name of an environment, the names and ARNs that follow from it, its account and region. */
export type Identity = EnvironmentIdentity & { readonly names: Names };

/**
 * What every stack has: the state backend with its lock, the only account it can be applied to, and the default tags.
 *
 * Its id is `<environment>-<part>`, as in `cdktf deploy production-base`.
 */
export abstract class EnvironmentStack extends TerraformStack {
  /** On every resource: which application pays for it, and which tool made it. */
  protected readonly defaultTags: Record<string, string>;

  /** Most parts need some of it. */
  protected readonly identity: Identity;

  protected constructor(
    scope: Construct,
    protected readonly environment: LiteralEnvironment,
    part: Part,
  ) {
    super(scope, `${environment.environment}-${part}`);

    const { name, accountId, region } = environment;
    this.identity = { name, accountId, region, names: namesOf(environment) };

    const backend = new S3Backend(this, { ...stateLocation(environment, part), encrypt: true });
    // CDKTF 0.21 has no property for the native lock of S3, which needs no DynamoDB table.
    backend.addOverride("use_lockfile", true);
    // Terraform 1.11 is the first version with write-only arguments.
    this.addOverride("terraform.required_version", ">= 1.11");

    this.defaultTags = {
      application: environment.application,
      environment: environment.environment,
      stack: part,
      "managed-by": "cdktf",
    };
    new AwsProvider(this, "aws", {
      region: environment.region,
      allowedAccountIds: [environment.accountId],
      defaultTags: [{ tags: this.defaultTags }],
    });
  }
}
