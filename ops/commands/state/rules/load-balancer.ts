import { ACMClient, ListTagsForCertificateCommand, paginateListCertificates } from "@aws-sdk/client-acm";
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  LoadBalancerNotFoundException,
  paginateDescribeListeners,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { undefinedFor } from "../../../cli/undefined-for";
import { itemsIn } from "../../../ecs/portions";
import { isOwn } from "../../doctor/account/own-tags";
import type { Rules, Wanted } from "../rule";
import { only, onlyIn } from "../rule";
import { recordId } from "./records";

/** The load balancer, and the domain that leads to it. */
export const LOAD_BALANCER: Rules = {
  aws_acm_certificate: async (wanted) => {
    const domain = await wanted.text("domain_name");
    const client = wanted.operation.client(ACMClient);
    const arns = await itemsIn(paginateListCertificates({ client }, {}), ({ CertificateSummaryList }) =>
      CertificateSummaryList?.filter(({ DomainName }) => DomainName === domain).map(
        ({ CertificateArn }) => CertificateArn,
      ),
    );
    const own = await Promise.all(arns.map((arn) => isOwnCertificate(wanted, arn)));
    return only(
      wanted,
      arns.filter((_, index) => own[index]),
    );
  },
  aws_acm_certificate_validation: { recreated: "it only waits until the certificate is issued" },
  aws_lb: async ({ operation, text }) => {
    const found = await operation
      .client(ElasticLoadBalancingV2Client)
      .send(new DescribeLoadBalancersCommand({ Names: [await text("name")] }))
      .catch(undefinedFor(LoadBalancerNotFoundException));
    return found?.LoadBalancers?.[0]?.LoadBalancerArn;
  },
  aws_lb_listener: async (wanted) => {
    const port = Number(await wanted.text("port"));
    const LoadBalancerArn = await wanted.text("load_balancer_arn");
    return onlyIn(wanted, paginateDescribeListeners(pagesOf(wanted), { LoadBalancerArn }), ({ Listeners }) =>
      Listeners?.filter(({ Port }) => Port === port).map(({ ListenerArn }) => ListenerArn),
    );
  },
  /** Its priority was chosen by AWS, so it is found by the name that it redirects. */
  aws_lb_listener_rule: async (wanted) => {
    const host = await wanted.text("condition.0.host_header.values.0");
    const ListenerArn = await wanted.text("listener_arn");
    return onlyIn(wanted, paginateDescribeRules(pagesOf(wanted), { ListenerArn }), ({ Rules }) =>
      Rules?.filter(
        ({ Conditions = [], Actions = [] }) =>
          Actions[0]?.Type === "redirect" &&
          Conditions.some(({ HostHeaderConfig }) => HostHeaderConfig?.Values?.includes(host)),
      ).map(({ RuleArn }) => RuleArn),
    );
  },
  /** Its name has a random end, and there is one that the load balancer of the stack uses. */
  aws_lb_target_group: async (wanted) => {
    const LoadBalancerArn = await wanted.values.requireId(wanted.values.addressOf("aws_lb"));
    const pages = paginateDescribeTargetGroups(pagesOf(wanted), { LoadBalancerArn });
    return onlyIn(wanted, pages, ({ TargetGroups }) =>
      TargetGroups?.map(({ TargetGroupArn }) => TargetGroupArn),
    );
  },
  aws_route53_record: recordId,
};

/** Whether this environment has created a certificate: another environment's may have the same name. */
async function isOwnCertificate({ operation }: Wanted, CertificateArn: string | undefined): Promise<boolean> {
  const { Tags = [] } = await operation
    .client(ACMClient)
    .send(new ListTagsForCertificateCommand({ CertificateArn }));
  return isOwn(operation.environment, Tags);
}

const pagesOf = ({ operation }: Wanted) => ({ client: operation.client(ElasticLoadBalancingV2Client) });
