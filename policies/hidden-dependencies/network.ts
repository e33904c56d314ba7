import { isAnywhere } from "../../facts/cidr";
import type { Block } from "../block";
import type { SynthesizedStack } from "../synthesized-stack";
import { blocks, isTrue, list } from "../values";
import type { HiddenDependency } from "./hidden-dependency";
import { same } from "./hidden-dependency";

/** The subnets of this stack among those named. */
const subnetsOf = (ids: unknown, stack: SynthesizedStack) =>
  list(ids).flatMap((id) => stack.find("aws_subnet", stack.resolve(id)) ?? []);

const gatewaysOf = (subnets: readonly Block[], stack: SynthesizedStack) =>
  stack
    .all("aws_internet_gateway")
    .filter(({ body }) => subnets.some((subnet) => same(stack, body.vpc_id, subnet.body.vpc_id)));

/** What leads from the subnets to the internet, be it by a gateway or by NAT: routes, and their tables' associations. */
const routesOf = (subnets: readonly Block[], stack: SynthesizedStack) =>
  stack
    .all("aws_route_table_association")
    .filter(({ body }) => subnets.some(({ address }) => same(stack, body.subnet_id, `\${${address}.id}`)))
    .flatMap((association) => {
      const routes = stack
        .all("aws_route")
        .filter(
          ({ body }) =>
            same(stack, body.route_table_id, association.body.route_table_id) &&
            isAnywhere(body.destination_cidr_block),
        );
      return routes.length === 0 ? [] : [association, ...routes];
    });

/** Resources in a network depend on its path to the internet. */
export const NETWORK: readonly HiddenDependency[] = [
  {
    dependents: ["aws_lb"],
    needs: "the internet gateway of its network",
    find: ({ body }, stack) =>
      isTrue(body.internal) ? [] : gatewaysOf(subnetsOf(body.subnets, stack), stack),
    otherwise: 'AWS answers "InvalidSubnet: VPC vpc-... has no internet gateway"',
    source: "hashicorp/terraform-provider-aws#3494 and #4587",
  },
  {
    dependents: ["aws_lb"],
    needs: "the route to the internet of its subnets",
    find: ({ body }, stack) => (isTrue(body.internal) ? [] : routesOf(subnetsOf(body.subnets, stack), stack)),
    otherwise: "it is active in subnets that no request can reach",
    source:
      '"Troubleshoot your Application Load Balancers", Elastic Load Balancing, Application Load Balancers',
  },
  {
    dependents: ["aws_autoscaling_group"],
    needs: "the internet gateway of its network",
    find: ({ body }, stack) => gatewaysOf(subnetsOf(body.vpc_zone_identifier, stack), stack),
    otherwise:
      'on destroy AWS answers "DependencyViolation: Network vpc-... has some mapped public address(es)" while hosts still run',
    source: '"Delete an internet gateway", Amazon VPC User Guide',
  },
  {
    dependents: ["aws_autoscaling_group"],
    needs: "the route to the internet of its subnets",
    find: ({ body }, stack) => routesOf(subnetsOf(body.vpc_zone_identifier, stack), stack),
    otherwise:
      "a host boots without a route to the endpoint of ECS, and on destroy loses the route before its tasks are drained",
    source:
      '"Amazon ECS container instance concepts": instances need external network access, Amazon ECS Developer Guide',
  },
  {
    dependents: ["aws_autoscaling_group"],
    needs: "the egress rules of its security group",
    find: ({ body }, stack) => {
      const groups = blocks(body.launch_template)
        .flatMap(({ id }) => stack.find("aws_launch_template", id) ?? [])
        .flatMap((template) => blocks(template.body.network_interfaces))
        .flatMap(({ security_groups }) => list(security_groups));
      return stack
        .all("aws_vpc_security_group_egress_rule")
        .filter(
          (rule) =>
            isAnywhere(rule.body.cidr_ipv4) &&
            groups.some((group) => same(stack, group, rule.body.security_group_id)),
        );
    },
    otherwise: "a host boots without outbound access, and on destroy loses it before its tasks are drained",
    source: "Terraform, aws_security_group: the provider removes AWS's rule that allows everything out",
  },
  {
    dependents: ["aws_nat_gateway"],
    needs: "the internet gateway of its network",
    find: ({ body }, stack) => gatewaysOf(subnetsOf([body.subnet_id], stack), stack),
    otherwise: 'it fails with "Gateway.NotAttached: Network vpc-... has no Internet gateway attached"',
    source: 'Terraform, aws_nat_gateway; "Troubleshoot NAT gateways", Amazon VPC User Guide',
  },
  {
    dependents: ["aws_nat_gateway"],
    needs: "the route to the internet of its subnet",
    find: ({ body }, stack) => routesOf(subnetsOf([body.subnet_id], stack), stack),
    otherwise:
      "it becomes available in a subnet without a route to the internet, and the private subnets reach nothing",
    source: '"Troubleshoot NAT gateways", Amazon VPC User Guide',
  },
];
