import { blocks, list, text } from "../values";
import type { HiddenDependency } from "./hidden-dependency";
import { having, same } from "./hidden-dependency";

/** Services, hosts and listeners, after what they run on and what sends requests to them. */
export const SERVICES: readonly HiddenDependency[] = [
  {
    dependents: ["aws_autoscaling_group"],
    needs: "the cluster its hosts join",
    find: ({ address }, stack) => {
      const providers = stack
        .all("aws_ecs_capacity_provider")
        .filter(({ body }) =>
          blocks(body.auto_scaling_group_provider).some(
            ({ auto_scaling_group_arn }) =>
              stack.find("aws_autoscaling_group", auto_scaling_group_arn)?.address === address,
          ),
        );
      return stack
        .all("aws_ecs_cluster_capacity_providers")
        .filter(({ body }) =>
          list(body.capacity_providers).some((name) =>
            providers.some((provider) => same(stack, name, provider.body.name)),
          ),
        )
        .flatMap(({ body }) => having(stack, "aws_ecs_cluster", "name", body.cluster_name));
    },
    otherwise:
      'the agent of a host stops and does not restart, with "ClusterNotFoundException", and on destroy AWS answers "ClusterContainsContainerInstancesException"',
    source:
      "aws/amazon-ecs-agent: a cluster that is not found is a terminal error; DeleteCluster, Amazon ECS API Reference",
  },
  {
    dependents: ["aws_ecs_service"],
    needs: "the listener that forwards to its target group",
    find: ({ body }, stack) =>
      blocks(body.load_balancer).flatMap(({ target_group_arn }) =>
        ["aws_lb_listener", "aws_lb_listener_rule"].flatMap((type) =>
          stack
            .all(type)
            .filter((listener) =>
              [listener.body.default_action, listener.body.action]
                .flatMap(blocks)
                .some((action) => same(stack, action.target_group_arn, target_group_arn)),
            ),
        ),
      ),
    otherwise:
      'AWS answers "InvalidParameterException: The target group ... does not have an associated load balancer"',
    source: "hashicorp/terraform-provider-aws#3495",
  },
  {
    dependents: ["aws_ecs_service"],
    needs: "the capacity providers of its cluster",
    find: ({ body }, stack) =>
      stack
        .all("aws_ecs_cluster_capacity_providers")
        .filter((association) =>
          having(stack, "aws_ecs_cluster", "name", association.body.cluster_name).some(
            (cluster) =>
              stack.referredTo("aws_ecs_cluster", stack.resolve(body.cluster)).includes(cluster) ||
              same(stack, body.cluster, cluster.body.name),
          ),
        ),
    otherwise:
      'AWS answers "InvalidParameterException: The specified capacity provider ... was not found", and on destroy "ResourceInUseException"',
    source: "PutClusterCapacityProviders, Amazon ECS API Reference; hashicorp/terraform-provider-aws#11409",
  },
  {
    dependents: ["aws_lb_listener"],
    needs: "the validation of its certificate",
    find: ({ body }, stack) => {
      const certificate = stack.find("aws_acm_certificate", stack.resolve(body.certificate_arn));
      return certificate ? stack.about(certificate, "aws_acm_certificate_validation", "certificate_arn") : [];
    },
    otherwise:
      'AWS answers "UnsupportedCertificate: The certificate must have a fully-qualified domain name, a supported signature, and a supported key size" while it is pending',
    source: "Terraform, aws_acm_certificate_validation; hashicorp/terraform-provider-aws#1930",
  },
  {
    dependents: ["aws_appautoscaling_target"],
    needs: "the service that it scales",
    find: ({ body }, stack) => {
      const service = /^service\/[^/]+\/(.+)$/.exec(stack.resolve(body.resource_id))?.[1];
      return stack.all("aws_ecs_service").filter(({ body: { name } }) => text(name) === service);
    },
    otherwise: 'AWS answers "ValidationException: ECS service doesn\'t exist"',
    source: "RegisterScalableTarget, Application Auto Scaling API Reference",
  },
  {
    dependents: ["aws_appautoscaling_policy"],
    needs: "its scalable target",
    find: ({ body }, stack) =>
      having(stack, "aws_appautoscaling_target", "resource_id", body.resource_id).filter((target) =>
        same(stack, target.body.scalable_dimension, body.scalable_dimension),
      ),
    otherwise: 'AWS answers "ObjectNotFoundException: No scalable target registered"',
    source: "PutScalingPolicy, Application Auto Scaling API Reference",
  },
];
