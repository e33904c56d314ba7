import type { Environment } from "../../config/environment";
import type { Resolve } from "./iam";
import { GITHUB_PROVIDER } from "./iam";
import type { StackJson, Stacks } from "./stacks";

/** Any key: KMS generates its id. */
const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

type Body = Readonly<Record<string, unknown>>;

/** The ARNs that AWS makes of a resource's arguments (Service Authorization Reference, "Resource types"). */
const ARNS: Readonly<Record<string, (body: Body, regional: (rest: string) => string) => string>> = {
  aws_cloudwatch_event_rule: ({ name }, arn) => arn(`events:rule/${String(name)}`),
  aws_cloudwatch_log_group: ({ name }, arn) => arn(`logs:log-group:${String(name)}`),
  aws_ecs_cluster: ({ name }, arn) => arn(`ecs:cluster/${String(name)}`),
  aws_kms_key: (_, arn) => arn(`kms:key/${KEY_ID}`),
  aws_lambda_function: ({ function_name }, arn) => arn(`lambda:function:${String(function_name)}`),
  aws_s3_bucket: ({ bucket }) => `arn:aws:s3:::${String(bucket)}`,
  aws_sns_topic: ({ name }, arn) => arn(`sns:${String(name)}`),
  aws_sqs_queue: ({ name }, arn) => arn(`sqs:${String(name)}`),
  aws_ssm_parameter: ({ name }, arn) => arn(`ssm:parameter${String(name)}`),
};

/** The argument that is the id of a resource, unless it is `id`. */
const IDS: Readonly<Record<string, string>> = { aws_s3_bucket: "bucket", aws_iam_role: "name" };

/** The stacks of an environment as if they were deployed: references in their policies are resolved. */
export class Deployed {
  public constructor(
    private readonly stacks: Stacks,
    private readonly environment: Pick<Environment, "region" | "accountId">,
  ) {}

  /** @throws Error for a reference that this class does not know */
  public in(part: keyof Stacks): Resolve {
    return (text) => text.replace(/\$\{([^}]+)\}/g, (_, reference: string) => this.value(part, reference));
  }

  private value(part: keyof Stacks, reference: string): string {
    const stack = this.stacks[part];
    const [, output] = /^data\.terraform_remote_state\.base\.outputs\.(.+)$/.exec(reference) ?? [];
    if (output !== undefined) return this.in("base")(String(valueAt(this.stacks.base.output, output)));
    if (reference.startsWith("aws_iam_openid_connect_provider.")) return GITHUB_PROVIDER;

    const [, type = "", id = "", attribute = ""] = /^(\w+)\.([\w-]+)\.(\w+)$/.exec(reference) ?? [];
    const body = stack.resource[type]?.[id];
    const { region, accountId } = this.environment;
    const regional = (rest: string) => `arn:aws:${rest.replace(":", `:${region}:${accountId}:`)}`;
    const value =
      body &&
      (body[attribute] ??
        (attribute === "arn" ? this.arn(type, body, regional) : attribute === "id" && body[IDS[type] ?? ""]));
    if (typeof value !== "string") throw new Error(`no value is known for ${reference}`);
    return this.in(part)(value);
  }

  private arn(type: string, body: Body, regional: (rest: string) => string): string | undefined {
    return type === "aws_iam_role"
      ? `arn:aws:iam::${this.environment.accountId}:role/${String(body.name)}`
      : ARNS[type]?.(body, regional);
  }
}

/** `secretArns.APP_KEY` is a member of an output's value. */
function valueAt(outputs: StackJson["output"], path: string): unknown {
  const [name = "", ...members] = path.split(".");
  return members.reduce<unknown>(
    (value, member) => (value as Record<string, unknown>)[member],
    outputs[name]?.value,
  );
}
