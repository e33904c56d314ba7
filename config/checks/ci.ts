import type { Found } from "../messages/problem";
import { show } from "../messages/show";
import type { Check } from "./check";

/**
 * With or without the ids that GitHub's tokens have for newer repositories. Which names exist is GitHub's rule: an old owner may
 * end with a hyphen, and that of a managed user has an underscore. Refused is what would mean something else in the trust policy.
 */
const REPOSITORY = /^[A-Za-z0-9._-]+(?:@\d+)?\/[A-Za-z0-9._-]+(?:@\d+)?$/;

const deployRepositoryIsExact: Check = ({ ci }) =>
  ci.identity === "github-oidc" ? repository("ci.deployRepository", ci.deployRepository) : undefined;

const planRepositoryIsExact: Check = ({ ci }) =>
  ci.identity === "github-oidc" ? repository("ci.planRepository", ci.planRepository) : undefined;

function repository(path: string, value: string): Found {
  if (REPOSITORY.test(value)) return undefined;
  const [, owner, name] = /github\.com[/:]([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(value) ?? [];
  return {
    path,
    got: show(value),
    allowed:
      "owner/name of one GitHub repository, without a wildcard: every repository that matches gets the role",
    fix:
      owner && name
        ? `Write ${owner}/${name}.`
        : "Write it as in the URL of the repository, e.g. example/api.",
  };
}

/**
 * The environment is part of the token's subject, `repo:owner/name:environment:production`. IAM expands `*`, `?` and `${...}`
 * in a condition ("Policy variables", IAM User Guide), and Terraform's aws_iam_policy_document turns `&{` into `${`.
 */
const environmentIsExact: Check = ({ ci }) => {
  if (ci.identity !== "github-oidc") return undefined;
  const { deployEnvironment } = ci;
  const isExact =
    /^[^:*?\s](?:[^:*?]*[^:*?\s])?$/.test(deployEnvironment) && !/[$&]\{/.test(deployEnvironment);
  // A trust policy accepts no characters beyond Latin-1 (IAM API Reference, "CreateRole"); GitHub's names have at most 255. Of those
  // the controls, the space that does not break and the hyphen that nothing shows would look like another environment, which
  // GitHub creates without reviewers when a job names it.
  if (isExact && /^[\x20-\x7e\xa1-\xac\xae-\xff]{1,255}$/.test(deployEnvironment)) return undefined;
  return {
    path: "ci.deployEnvironment",
    got: show(deployEnvironment),
    allowed:
      "the name of one GitHub environment, of Latin letters, digits and signs without : * ? ${ or &{, at most 255",
    fix: "Write it as under Settings > Environments of the repository, e.g. production.",
  };
};

export const ciChecks = [deployRepositoryIsExact, environmentIsExact, planRepositoryIsExact];
