import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import { deployPermissions } from "./deploy-permissions";
import { DeployUser } from "./deploy-user";
import { GitHub } from "./github";
import { planPermissions } from "./plan-permissions";
import { Role } from "../aws/role";

export interface CiProps {
  readonly environment: Environment;
}

/**
 * Who CI is: with GitHub one role that deploys, for jobs of one repository in one GitHub environment, and one that
 * plans pull requests and decrypts nothing; elsewhere an IAM user that deploys.
 */
export class Ci extends Construct {
  /** The principal that pushes images and deploys. */
  public readonly deployArn: string;

  constructor(scope: Construct, id: string, props: CiProps) {
    super(scope, id);

    const { environment } = props;
    const { name, ci } = environment;
    const names = namesOf(environment);
    const deploy = deployPermissions(environment);

    if (ci.identity === "iam-user") {
      this.deployArn = new DeployUser(this, "deploy-user", {
        name: names.deployRole.name,
        statements: deploy,
      }).arn;
      return;
    }

    const github = new GitHub(this, "github", { provider: ci.provider });
    this.deployArn = new Role(this, "deploy-role", {
      name: names.deployRole.name,
      description: `Deploys ${name}`,
      trust: github.trust([`repo:${ci.deployRepository}:environment:${ci.deployEnvironment}`]),
      statements: deploy,
    }).arn;
    new Role(this, "plan-role", {
      name: names.planRole.name,
      description: `Plans ${name} and decrypts nothing`,
      // Pull requests of the repository itself, and its main branch for a look at drift.
      trust: github.trust([
        `repo:${ci.planRepository}:pull_request`,
        `repo:${ci.planRepository}:ref:refs/heads/main`,
      ]),
      statements: planPermissions(environment),
    });
  }
}
