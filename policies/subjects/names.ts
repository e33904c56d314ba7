import { BUCKET_NAME, LONGEST_LOAD_BALANCER_NAME } from "../../facts/name-limits";
import type { Policy } from "../policy";
import { text } from "../values";

interface NameRule {
  readonly types: readonly string[];
  readonly argument: string;
  readonly pattern: RegExp;
  readonly says: string;
}

const loadBalancerName = new RegExp(
  `^(?!internal-)(?!.*-$)[a-zA-Z0-9][a-zA-Z0-9-]{0,${LONGEST_LOAD_BALANCER_NAME - 1}}$`,
);
const loadBalancerSays = `use at most ${LONGEST_LOAD_BALANCER_NAME} letters, digits and inner hyphens, not beginning with internal-`;

/** From the "Create..." action of each in its service's API reference. */
const NAMES: readonly NameRule[] = [
  { types: ["aws_lb", "aws_alb"], argument: "name", pattern: loadBalancerName, says: loadBalancerSays },
  {
    types: ["aws_lb_target_group", "aws_alb_target_group"],
    argument: "name",
    pattern: loadBalancerName,
    says: loadBalancerSays,
  },
  {
    types: ["aws_lb_target_group", "aws_alb_target_group"],
    argument: "name_prefix",
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{0,5}$/,
    says: "use at most 6 letters, digits and hyphens",
  },
  {
    types: ["aws_ecs_capacity_provider"],
    argument: "name",
    pattern: /^(?!aws|ecs|fargate)[\w-]{1,255}$/i,
    says: "use letters, digits, hyphens and underscores, not beginning with aws, ecs or fargate",
  },
  {
    types: ["aws_s3_bucket"],
    argument: "bucket",
    pattern: BUCKET_NAME,
    says: "use 3 to 63 lower-case letters, digits and hyphens",
  },
  {
    types: ["aws_db_instance"],
    argument: "identifier",
    pattern: /^[a-z](?:-?[a-z0-9]){0,62}$/,
    says: "use lower-case letters, digits and single hyphens, beginning with a letter",
  },
  {
    types: ["aws_ssm_parameter"],
    argument: "name",
    pattern: /^(?!\/?(?:aws|ssm))[\w./-]{1,1011}$/i,
    says: "use letters, digits and ._-/, not beginning with aws or ssm",
  },
  ...["name", "name_prefix"].map((argument) => ({
    types: ["aws_security_group"],
    argument,
    pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/i,
    says: "use at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not beginning with sg-",
  })),
  {
    types: ["aws_iam_role"],
    argument: "name",
    pattern: /^[\w+=,.@-]{1,64}$/,
    says: "use at most 64 letters, digits and +=,.@_-",
  },
];

export const physicalNames: Policy = {
  name: "physical-names",
  reason: "AWS refuses the name, some of them only when half of the stack is made.",
  source: 'AWS: "Create..." of the resource, API reference of its service',
  types: NAMES.flatMap(({ types }) => types),
  check: ({ type, body }) =>
    NAMES.filter(({ types }) => types.includes(type)).flatMap(({ argument, pattern, says }) => {
      const name = text(body[argument]);
      if (name === undefined || pattern.test(name)) return [];
      return [`${argument} is ${JSON.stringify(name)} (${name.length} characters): ${says}`];
    }),
};
