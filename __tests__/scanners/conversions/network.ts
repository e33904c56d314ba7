import { blocks } from "../../../policies/values";
import { logicalId } from "../references";
import type { Body, Conversion, Place } from "./conversion";
import { byName, pick } from "./conversion";

const RULE = {
  CidrIp: "cidr_ipv4",
  CidrIpv6: "cidr_ipv6",
  Description: "description",
  FromPort: "from_port",
  GroupId: "security_group_id",
  IpProtocol: "ip_protocol",
  ToPort: "to_port",
};

const attribute = (Key: string, value: unknown) =>
  value === undefined ? [] : [{ Key, Value: typeof value === "string" ? value : JSON.stringify(value) }];

const action = (body: Body, place: Place) => ({
  Type: body.type,
  ...pick(body, place, { TargetGroupArn: "target_group_arn" }),
  RedirectConfig: blocks(body.redirect).map((redirect) =>
    pick(redirect, place, { Port: "port", Protocol: "protocol", StatusCode: "status_code" }),
  )[0],
});

/** An issued certificate: that of the stack whose validation the listener waits for, or one of the account's. */
function certificates(arn: unknown, { stack }: Place): object[] | undefined {
  if (typeof arn !== "string") return undefined;
  const validation = /^\$\{aws_acm_certificate_validation\.([\w-]+)\.certificate_arn\}$/.exec(arn)?.[1] ?? "";
  const own = stack.resource.aws_acm_certificate_validation?.[validation]?.certificate_arn;
  return [
    {
      CertificateArn:
        own === undefined
          ? "arn:aws:acm:ap-northeast-1:123456789012:certificate/0f"
          : { Ref: logicalId((own as string).replace(/^\$\{|\.arn\}$/g, "")) },
    },
  ];
}

export const NETWORK: Readonly<Record<string, Conversion>> = {
  aws_vpc: byName("AWS::EC2::VPC", { CidrBlock: "cidr_block" }),
  aws_subnet: byName("AWS::EC2::Subnet", {
    AvailabilityZone: "availability_zone",
    CidrBlock: "cidr_block",
    MapPublicIpOnLaunch: "map_public_ip_on_launch",
    VpcId: "vpc_id",
  }),
  aws_security_group: byName("AWS::EC2::SecurityGroup", {
    GroupDescription: "description",
    GroupName: "name",
    VpcId: "vpc_id",
  }),
  aws_default_security_group: {
    type: "AWS::EC2::SecurityGroup",
    properties: () => ({ GroupDescription: "default" }),
  },
  aws_vpc_security_group_ingress_rule: byName("AWS::EC2::SecurityGroupIngress", {
    ...RULE,
    SourceSecurityGroupId: "referenced_security_group_id",
  }),
  aws_vpc_security_group_egress_rule: byName("AWS::EC2::SecurityGroupEgress", {
    ...RULE,
    DestinationSecurityGroupId: "referenced_security_group_id",
  }),
  aws_lb: {
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    properties: (body, place) => ({
      Scheme: body.internal === true ? "internal" : "internet-facing",
      ...pick(body, place, {
        Name: "name",
        SecurityGroups: "security_groups",
        Subnets: "subnets",
        Type: "load_balancer_type",
      }),
      LoadBalancerAttributes: [
        ...attribute("deletion_protection.enabled", body.enable_deletion_protection),
        ...attribute("routing.http.drop_invalid_header_fields.enabled", body.drop_invalid_header_fields),
        ...attribute("routing.http.desync_mitigation_mode", body.desync_mitigation_mode),
        ...blocks(body.access_logs).flatMap(({ enabled, bucket }) => [
          ...attribute("access_logs.s3.enabled", enabled),
          ...attribute("access_logs.s3.bucket", bucket),
        ]),
      ],
    }),
  },
  aws_lb_listener: {
    type: "AWS::ElasticLoadBalancingV2::Listener",
    properties: (body, place) => ({
      ...pick(body, place, {
        LoadBalancerArn: "load_balancer_arn",
        Port: "port",
        Protocol: "protocol",
        SslPolicy: "ssl_policy",
      }),
      Certificates: certificates(body.certificate_arn, place),
      DefaultActions: blocks(body.default_action).map((each) => action(each, place)),
    }),
  },
  aws_lb_target_group: byName("AWS::ElasticLoadBalancingV2::TargetGroup", {
    Port: "port",
    Protocol: "protocol",
    TargetType: "target_type",
    VpcId: "vpc_id",
  }),
  aws_acm_certificate: byName("AWS::CertificateManager::Certificate", {
    DomainName: "domain_name",
    KeyAlgorithm: "key_algorithm",
    ValidationMethod: "validation_method",
  }),
};
