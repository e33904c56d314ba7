import {
  ACMClient,
  DescribeCertificateCommand,
  ListTagsForCertificateCommand,
  paginateListCertificates,
} from "@aws-sdk/client-acm";
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  LoadBalancerNotFoundException,
  paginateDescribeListeners,
  paginateDescribeTargetGroups,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Rules, Wanted } from "../rule";
import { idsIn, only } from "./network";

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
  aws_route53_record: async (wanted) => {
    const { text, values, resource } = wanted;
    const zone = await text("zone_id");
    const [, certificate] = /(aws_acm_certificate\.[\w-]+)/.exec(String(resource.config.name)) ?? [];
    if (certificate === undefined) return `${zone}_${await text("name")}_${await text("type")}`;
    const record = await validationRecord(wanted, await values.requireId(certificate));
    return record && `${zone}_${record.Name?.replace(/\.$/, "")}_${record.Type}`;
  },
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

async function validationRecord({ operation }: Wanted, CertificateArn: string) {
  const { Certificate } = await operation
    .client(ACMClient)
    .send(new DescribeCertificateCommand({ CertificateArn }));
  return Certificate?.DomainValidationOptions?.[0]?.ResourceRecord;
}
