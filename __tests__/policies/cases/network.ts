import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { LambdaFunctionUrl } from "@cdktf/provider-aws/lib/lambda-function-url";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Case, Protected } from "../protected";
import {
  bucket,
  http,
  https,
  loadBalancer,
  plainQueue,
  protectedDatabase,
  queue,
  statement,
  template,
  topic,
} from "../protected";

const fromWorld = { cidrIpv4: "0.0.0.0/0", referencedSecurityGroupId: undefined };
const wayOut: Protected = (stack, change) =>
  new VpcSecurityGroupEgressRule(stack, "rule", {
    securityGroupId: "sg-1",
    cidrIpv4: "0.0.0.0/0",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    ...change,
  });
const ingress: Protected = (stack, change) =>
  new VpcSecurityGroupIngressRule(stack, "rule", {
    securityGroupId: "sg-1",
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
    referencedSecurityGroupId: "sg-2",
    ...change,
  });

export const NETWORK: readonly Case[] = [
  [
    "tls",
    "a listener with an old policy",
    https,
    { sslPolicy: "ELBSecurityPolicy-2016-08" },
    "ssl_policy is ELBSecurityPolicy-2016-08: write ELBSecurityPolicy-TLS13-1-2-2021-06",
  ],
  [
    "tls",
    "a listener that serves",
    http,
    { defaultAction: [{ type: "forward" }] },
    "it serves requests without TLS: redirect them to HTTPS",
  ],
  [
    "tls",
    "a database",
    (stack, change) =>
      new DbParameterGroup(stack, "p", {
        family: "mysql8.4",
        parameter: [{ name: "require_secure_transport", value: "1" }],
        ...change,
      }),
    { parameter: [] },
    "require_secure_transport is not 1: set it to 1",
  ],
  ["tls", "a bucket", bucket, { overTlsOnly: false }, "no aws_s3_bucket_policy denies requests without TLS"],
  [
    "tls",
    "the objects of a bucket",
    bucket,
    { overTlsOnly: "the bucket alone" },
    "add a statement that denies everybody s3:* on ${aws_s3_bucket.bucket.arn} and ${aws_s3_bucket.bucket.arn}/*",
  ],
  [
    "tls",
    "a topic",
    topic,
    { action: "sns:Subscribe" },
    "no aws_sns_topic_policy denies requests without TLS (aws:SecureTransport)",
  ],
  [
    "tls",
    "a database with RDS's own parameters",
    (stack, change) =>
      protectedDatabase(stack, {
        parameterGroupName: new DbParameterGroup(stack, "p", {
          family: "mysql8.4",
          parameter: [{ name: "require_secure_transport", value: "1" }],
        }).name,
        ...change,
      }),
    { parameterGroupName: undefined },
    "RDS's own takes connections without TLS",
  ],
  [
    "tls",
    "a queue",
    (stack, change) => ("plain" in (change ?? {}) ? plainQueue(stack) : queue(stack)),
    { plain: true },
    "no aws_sqs_queue_policy denies requests without TLS",
  ],
  [
    "public-access",
    "a database",
    protectedDatabase,
    { publiclyAccessible: true },
    "publicly_accessible is not false: set it to false",
  ],
  [
    "public-access",
    "a database by its subnets",
    (stack, change = {}) => {
      const subnet = new Subnet(stack, "subnet", { vpcId: "vpc-1" });
      const routes = new RouteTable(stack, "routes", { vpcId: "vpc-1" });
      const gateway = new InternetGateway(stack, "gateway", { vpcId: "vpc-1" });
      new RouteTableAssociation(stack, "association", { subnetId: subnet.id, routeTableId: routes.id });
      if ("public" in change) {
        new Route(stack, "route", { routeTableId: routes.id, gatewayId: gateway.id });
      }
      new DbSubnetGroup(stack, "group", { subnetIds: [subnet.id] });
    },
    { public: true },
    "the route table of ${aws_subnet.subnet.id} leads to the internet: name an isolated subnet",
  ],
  ["public-access", "a bucket's objects", bucket, { owned: false }, "set BucketOwnerEnforced"],
  ["public-access", "a bucket", bucket, { private: false }, "no aws_s3_bucket_public_access_block sets"],
  [
    "public-access",
    "a subnet",
    (stack, change) => new Subnet(stack, "subnet", { vpcId: "vpc-1", ...change }),
    { mapPublicIpOnLaunch: true },
    "map_public_ip_on_launch is not false",
  ],
  [
    "public-access",
    "a host",
    template,
    { networkInterfaces: [{ associatePublicIpAddress: "true" }] },
    "associate_public_ip_address is not false",
  ],
  [
    "public-access",
    "a load balancer",
    loadBalancer,
    { internal: false },
    "internal is not true: set it to true",
  ],
  [
    "public-access",
    "a function",
    (stack, change) =>
      new LambdaPermission(stack, "p", {
        action: "lambda:InvokeFunction",
        functionName: "f",
        principal: "events.amazonaws.com",
        ...change,
      }),
    { principal: "*" },
    'principal is "*": name the service',
  ],
  [
    "public-access",
    "a function's URL",
    (stack, change) =>
      new LambdaFunctionUrl(stack, "u", { functionName: "f", authorizationType: "AWS_IAM", ...change }),
    { authorizationType: "NONE" },
    "authorization_type is not AWS_IAM",
  ],
  [
    "public-access",
    "a resource's policy",
    statement({ principals: [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] }] }),
    { principals: [{ type: "*", identifiers: ["*"] }] },
    "statement It allows everybody: name the principals",
  ],
  [
    "open-security-groups",
    "a port",
    ingress,
    fromWorld,
    "ports 22 to 22 are open to the internet: admit a security group",
  ],
  [
    "open-security-groups",
    "a port by IPv6",
    ingress,
    { ...fromWorld, cidrIpv4: undefined, cidrIpv6: "::/0" },
    "ports 22 to 22 are open to the internet",
  ],
  [
    "open-security-groups",
    "a rule in its group",
    (stack, change) =>
      new SecurityGroup(stack, "g", {
        ingress: [{ fromPort: 22, toPort: 22, protocol: "tcp", cidrBlocks: ["10.0.0.0/8"] }],
        ...change,
      }),
    { ingress: [{ fromPort: 22, toPort: 22, protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] }] },
    "ports 22 to 22 are open to the internet",
  ],
  [
    "open-security-groups",
    "the way out",
    wayOut,
    { ipProtocol: "-1", fromPort: undefined, toPort: undefined },
    "every port is open towards the internet: name the ports",
  ],
  [
    "open-security-groups",
    "the way out by a range",
    wayOut,
    { fromPort: 0, toPort: 65_535 },
    "every port is open towards the internet",
  ],
  ...[
    ["a database's", protectedDatabase, { vpcSecurityGroupIds: [] }] as const,
    ["a load balancer's", loadBalancer, { securityGroups: undefined }] as const,
    ["a host's", template, { networkInterfaces: [{}] }] as const,
  ].map(([words, build, change]): Case => [
    "open-security-groups",
    `${words} own`,
    build,
    change,
    "it names no security group, so it gets the network's default one",
  ]),
  [
    "open-security-groups",
    "the default group",
    (stack, change) => new DefaultSecurityGroup(stack, "g", { vpcId: "vpc-1", ...change }),
    { egress: [{ fromPort: 0, toPort: 0, protocol: "-1", self: true }] },
    "it has rules, which everything gets that names no group",
  ],
  [
    "request-hardening",
    "headers",
    loadBalancer,
    { dropInvalidHeaderFields: false },
    "drop_invalid_header_fields is not true",
  ],
  [
    "request-hardening",
    "smuggled requests",
    loadBalancer,
    { desyncMitigationMode: "monitor" },
    "desync_mitigation_mode is neither defensive nor strictest",
  ],
  ["request-hardening", "access logs", loadBalancer, { accessLogs: undefined }, "access_logs is not enabled"],
];
