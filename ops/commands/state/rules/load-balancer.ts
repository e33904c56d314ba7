import { ACMClient, ListTagsForCertificateCommand, paginateListCertificates } from "@aws-sdk/client-acm";
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  LoadBalancerNotFoundException,
  paginateDescribeListeners,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Rules, Wanted } from "../rule";
import { idsIn, only } from "./network";
import { recordId } from "./records";

/** The load balancer, and the domain that leads to it. */
export const LOAD_BALANCER: Rules = {
  aws_acm_certificate: async (wanted) => {
    const domain = await wanted.text("domain_name");
    const client = wanted.operation.client(ACMClient);
    const arns = await idsIn(paginateListCertificates({ client }, {}), ({ CertificateSummaryList }) =>
      CertificateSummaryList?.filter(({ DomainName }) => DomainName === domain).map(
        ({ CertificateArn }) => CertificateArn,
      ),
    );
    const own = await Promise.all(arns.map((arn) => isOwnCertificate(wanted, arn)));
    return only(
      wanted.resource.address,
      arns.filter((_, index) => own[index]),
    );
  },
  aws_acm_certificate_validation: { recreated: "it only waits until the certificate is issued" },
  aws_lb: async ({ operation, text }) => {
    try {
      const { LoadBalancers = [] } = await operation
        .client(ElasticLoadBalancingV2Client)
        .send(new DescribeLoadBalancersCommand({ Names: [await text("name")] }));
      return LoadBalancers[0]?.LoadBalancerArn;
    } catch (error) {
      if (error instanceof LoadBalancerNotFoundException) return undefined;
      throw error;
    }
  },
  aws_lb_listener: async ({ operation, resource, text }) => {
    const port = Number(await text("port"));
    return only(
      resource.address,
      await idsIn(
        paginateDescribeListeners(
          { client: operation.client(ElasticLoadBalancingV2Client) },
          { LoadBalancerArn: await text("load_balancer_arn") },
        ),
        ({ Listeners }) =>
          Listeners?.filter(({ Port }) => Port === port).map(({ ListenerArn }) => ListenerArn),
      ),
    );
  },
  /** Its priority was chosen by AWS, so it is found by the name that it redirects. */
  aws_lb_listener_rule: async ({ operation, resource, text }) => {
    const host = await text("condition.0.host_header.values.0");
    return only(
      resource.address,
      await idsIn(
        paginateDescribeRules(
          { client: operation.client(ElasticLoadBalancingV2Client) },
          { ListenerArn: await text("listener_arn") },
        ),
        ({ Rules }) =>
          Rules?.filter(
            ({ Conditions = [], Actions = [] }) =>
              Actions[0]?.Type === "redirect" &&
              Conditions.some(({ HostHeaderConfig }) => HostHeaderConfig?.Values?.includes(host)),
          ).map(({ RuleArn }) => RuleArn),
      ),
    );
  },
  /** Its name has a random end, and there is one that the load balancer of the stack uses. */
  aws_lb_target_group: async ({ operation, resource, values }) =>
    only(
      resource.address,
      await idsIn(
        paginateDescribeTargetGroups(
          { client: operation.client(ElasticLoadBalancingV2Client) },
          { LoadBalancerArn: await values.requireId(values.addressOf("aws_lb")) },
        ),
        ({ TargetGroups }) => TargetGroups?.map(({ TargetGroupArn }) => TargetGroupArn),
      ),
    ),
  aws_route53_record: recordId,
};

/** Whether this environment has created a certificate: another environment's may have the same name. */
async function isOwnCertificate({ operation }: Wanted, CertificateArn: string | undefined): Promise<boolean> {
  const { Tags = [] } = await operation
    .client(ACMClient)
    .send(new ListTagsForCertificateCommand({ CertificateArn }));
  const { application, environment } = operation.environment;
  const has = (key: string, value: string) => Tags.some(({ Key, Value }) => Key === key && Value === value);
  return has("application", application) && has("environment", environment);
}
