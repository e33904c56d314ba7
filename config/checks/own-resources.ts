import { overlap } from "../../facts/globs";
import { namesOf } from "../../facts/names";
import type { Environment } from "../environment";
import { show } from "../messages/show";
import type { Check } from "./check";

/** Resources of this project that give access to more than an application needs. */
interface OwnResource {
  readonly what: string;
  readonly arns: readonly string[];
}

/** Stands for the id of the environment's key, which KMS makes up: a pattern may match it, another key's ARN does not. */
const SOME_KEY = "key/00000000-0000-0000-0000-000000000000";

const bucket = (name: string) => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];

/** By the service of the actions. */
function ownResources(environment: Environment): Readonly<Record<string, readonly OwnResource[]>> {
  const { name, accountId, region, stateBucket } = environment;
  const names = namesOf(environment);
  const roles = { what: "the roles of this project", arns: [`arn:aws:iam::${accountId}:role/${name}-*`] };
  return {
    s3: [
      { what: "the Terraform state", arns: bucket(stateBucket) },
      { what: "the settings", arns: bucket(names.settingsBucket.name) },
      { what: "the access logs", arns: bucket(names.accessLogsBucket.name) },
    ],
    ssm: [
      {
        what: "the parameters of this project",
        arns: [`arn:aws:ssm:${region}:${accountId}:parameter/${name}/*`],
      },
    ],
    iam: [roles],
    sts: [roles],
    kms: [{ what: "the key of this project", arns: [`arn:aws:kms:${region}:${accountId}:${SOME_KEY}`] }],
    ecr: [
      {
        what: "the images of this project",
        arns: [`arn:aws:ecr:${region}:${accountId}:repository/${name}/*`],
      },
    ],
    lambda: [{ what: "the notifier", arns: [`${names.notifier.arn}`, `${names.notifier.arn}:*`] }],
  };
}

/** Lists show names only. Those of S3 show the keys of objects. */
const LISTS = /^(?!s3:)[a-z0-9-]+:(Describe|List)|^s3:ListAllMyBuckets$/i;

/** The rights of the tasks must not lead to those of Terraform, of a deployment or of another role. */
const ownResourcesAreLeftOut: Check = (environment) => {
  const own = ownResources(environment);
  return environment.permissions.flatMap(({ actions, resources }, index) =>
    resources.flatMap((resource, at) => {
      const services = new Set(
        actions.filter((action) => !LISTS.test(action)).map((action) => action.split(":")[0] ?? ""),
      );
      const touched = [...services]
        .flatMap((service) => own[service] ?? [])
        .filter(({ arns }) => arns.some((arn) => overlap(resource, arn)))
        .map(({ what }) => what);
      if (touched.length === 0) return undefined;
      return {
        path: `permissions[${index}].resources[${at}]`,
        got: `${show(resource)}, which covers ${[...new Set(touched)].join(", ")}`,
        allowed: "resources of the application: this project's own lead to more rights",
        fix: "Name the resources that the application needs.",
      };
    }),
  );
};

export const ownResourceChecks = [ownResourcesAreLeftOut];
