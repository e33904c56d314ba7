import { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { Names } from "../../facts/names";
import { DRILL } from "../../facts/drill";
import { Role } from "../aws/role";
import type { EncryptionKey } from "../data/encryption-key";
import { deployPermissions } from "./deploy-permissions";
import { DeployUser } from "./deploy-user";
import { drillPermissions } from "./drill-permissions";
import { GitHub } from "./github";
import type { StateLocation } from "./plan-permissions";
import { planPermissions } from "./plan-permissions";

export interface CiProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly names: Names;
  readonly region: string;

  /** The Terraform state of both stacks. */
  readonly state: StateLocation;
  readonly settings: EnvironmentValues["ci"];

  /** The key of the environment, and whether the workflow `drill` restores with a role of its own. */
  readonly key: EncryptionKey;
  readonly drill: boolean;

  /** Whether a release may take a snapshot of the database. */
  readonly takesSnapshots: boolean;
}

/**
 * The identities of CI. With GitHub these are two roles: one deploys, for jobs of one repository in one GitHub
 * environment; the other plans pull requests and cannot decrypt anything. With any other CI system it is an IAM user that
 * deploys.
 */
export class Ci extends Construct {
  /** The principal that pushes images and deploys. */
  public readonly deployArn: string;

  constructor(scope: Construct, id: string, props: CiProps) {
    super(scope, id);

    const { name, names, region, state, settings, key, drill, takesSnapshots } = props;
    const deploy = deployPermissions(names, { takesSnapshots });

    if (settings.identity === "iam-user") {
      this.deployArn = new DeployUser(this, "deploy-user", {
        name: names.deployRole.name,
        statements: deploy,
      }).arn;
      return;
    }

    const github = new GitHub(this, "github", { provider: settings.provider });
    this.deployArn = new Role(this, "deploy-role", {
      name: names.deployRole.name,
      description: `Deploys ${name}`,
      trust: github.trust([`repo:${settings.deployRepository}:environment:${settings.deployEnvironment}`]),
      statements: deploy,
    }).arn;
    new Role(this, "plan-role", {
      name: names.planRole.name,
      description: `Plans ${name} and decrypts nothing`,
      // Pull requests of the repository itself, and its default branch for drift detection.
      trust: github.trust([
        `repo:${settings.planRepository}:pull_request`,
        `repo:${settings.planRepository}:ref:refs/heads/${settings.defaultBranch}`,
      ]),
      statements: planPermissions({ names, region, state, keyArn: key.arn }),
    });
    if (!drill) return;
    new Role(this, "drill-role", {
      name: names.drillRole.name,
      description: `Restores a backup of ${name} beside it, and deletes that again`,
      // Only what is on the default branch, and so was reviewed.
      trust: github.trust([`repo:${settings.planRepository}:ref:refs/heads/${settings.defaultBranch}`]),
      maxSessionSeconds: DRILL.sessionSeconds,
      statements: drillPermissions({ name, names, region, keyArn: key.arn }),
    });
  }
}
