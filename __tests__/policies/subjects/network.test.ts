import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { LambdaFunctionUrl } from "@cdktf/provider-aws/lib/lambda-function-url";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Route } from "@cdktf/provider-aws/lib/route";
import { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { Protected } from "../protected";
import { bucket, loadBalancer, protectedDatabase, statement, template } from "../protected";
import * as policies from "../../../policies/subjects/network";
import { describePolicies } from "../describe-policies";

const ingress: Protected = (stack, change) =>
  new VpcSecurityGroupIngressRule(stack, "rule", {
    securityGroupId: "sg-1",
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
    referencedSecurityGroupId: "sg-2",
    ...change,
  });

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

const DEFAULT_GROUP = "no security group is set, so the VPC's default group applies";

describePolicies(policies, {
  accepts: {
    "port-ranges": {
      "a range in order": (stack) =>
        new SecurityGroupRule(stack, "r", {
          type: "ingress",
          securityGroupId: "sg",
          protocol: "tcp",
          fromPort: 80,
          toPort: 443,
        }),
      "an ICMP type and code": (stack) =>
        new SecurityGroupRule(stack, "r", {
          type: "ingress",
          securityGroupId: "sg",
          protocol: "icmp",
          fromPort: 8,
          toPort: 0,
        }),
    },
    "subnet-ranges": {
      "a part of the VPC": (stack) =>
        new Subnet(stack, "s", {
          vpcId: new Vpc(stack, "v", { cidrBlock: "10.0.0.0/16" }).id,
          cidrBlock: "10.0.1.0/24",
        }),
      "a VPC of another project": (stack) =>
        new Subnet(stack, "s", { vpcId: "vpc-1", cidrBlock: "10.1.0.0/24" }),
    },
    "address-ranges": {
      "a range without host bits": (stack) => new Vpc(stack, "v", { cidrBlock: "10.0.0.0/16" }),
    },
  },
  refuses: {
    "port-ranges": {
      "a reversed range in a group's own rule": [
        (stack) =>
          new SecurityGroup(stack, "g", { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 80 }] }),
        "from_port is 443 and to_port 80",
      ],
      "reversed port range": [
        (stack) =>
          new VpcSecurityGroupIngressRule(stack, "rule", {
            securityGroupId: "sg-1",
            ipProtocol: "tcp",
            fromPort: 443,
            toPort: 80,
          }),
        "aws_vpc_security_group_ingress_rule.rule: from_port is 443 and to_port 80: swap them",
      ],
    },
    "address-ranges": {
      "host bits in a group's own rule": [
        (stack) =>
          new SecurityGroup(stack, "g", {
            ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.1/8"] }],
          }),
        "cidr_blocks is 10.0.0.1/8: write 10.0.0.0/8",
      ],
      "bad CIDR host bits": [
        (stack) => new Vpc(stack, "vpc", { cidrBlock: "10.0.0.1/16" }),
        "aws_vpc.vpc: cidr_block is 10.0.0.1/16: write 10.0.0.0/16",
      ],
    },
    "subnet-ranges": {
      "subnet outside the VPC": [
        (stack) => {
          const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
          new Subnet(stack, "subnet", { vpcId: vpc.id, cidrBlock: "10.1.0.0/24" });
        },
        "aws_subnet.subnet: cidr_block is 10.1.0.0/24: choose a part of its VPC's range, 10.0.0.0/16",
      ],
    },
  },
  protects: {
    "public-access": {
      "a database": [
        protectedDatabase,
        { publiclyAccessible: true },
        "publicly_accessible is not false: set it to false",
      ],
      "a database by its subnets": [
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
        "the route table of ${aws_subnet.subnet.id} leads to the internet: use an isolated subnet",
      ],
      "a bucket's objects": [bucket, { owned: false }, "set BucketOwnerEnforced"],
      "a bucket": [bucket, { private: false }, "no aws_s3_bucket_public_access_block sets"],
      "a subnet": [
        (stack, change) => new Subnet(stack, "subnet", { vpcId: "vpc-1", ...change }),
        { mapPublicIpOnLaunch: true },
        "map_public_ip_on_launch is not false",
      ],
      "a host": [
        template,
        { networkInterfaces: [{ associatePublicIpAddress: "true" }] },
        "associate_public_ip_address is not false",
      ],
      "a load balancer": [loadBalancer, { internal: false }, "internal is not true: set it to true"],
      "a function": [
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
      "a function's URL": [
        (stack, change) =>
          new LambdaFunctionUrl(stack, "u", { functionName: "f", authorizationType: "AWS_IAM", ...change }),
        { authorizationType: "NONE" },
        "authorization_type is not AWS_IAM",
      ],
      "a resource's policy": [
        statement({ principals: [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] }] }),
        { principals: [{ type: "*", identifiers: ["*"] }] },
        "statement It allows every principal: name the principals",
      ],
    },
    "open-security-groups": {
      "a port": [
        ingress,
        fromWorld,
        "ports 22 to 22 are open to the internet: allow a security group instead",
      ],
      "a port by IPv6": [
        ingress,
        { ...fromWorld, cidrIpv4: undefined, cidrIpv6: "::/0" },
        "ports 22 to 22 are open to the internet",
      ],
      "a rule in its group": [
        (stack, change) =>
          new SecurityGroup(stack, "g", {
            ingress: [{ fromPort: 22, toPort: 22, protocol: "tcp", cidrBlocks: ["10.0.0.0/8"] }],
            ...change,
          }),
        { ingress: [{ fromPort: 22, toPort: 22, protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] }] },
        "ports 22 to 22 are open to the internet",
      ],
      "the way out": [
        wayOut,
        { ipProtocol: "-1", fromPort: undefined, toPort: undefined },
        "every outbound port is open to the internet: name the ports",
      ],
      "the way out by a range": [
        wayOut,
        { fromPort: 0, toPort: 65_535 },
        "every outbound port is open to the internet",
      ],
      "a database's own": [protectedDatabase, { vpcSecurityGroupIds: [] }, DEFAULT_GROUP],
      "a load balancer's own": [loadBalancer, { securityGroups: undefined }, DEFAULT_GROUP],
      "a host's own": [template, { networkInterfaces: [{}] }, DEFAULT_GROUP],
      "the default group": [
        (stack, change) => new DefaultSecurityGroup(stack, "g", { vpcId: "vpc-1", ...change }),
        { egress: [{ fromPort: 0, toPort: 0, protocol: "-1", self: true }] },
        "the default group has rules, which apply to every resource without a group",
      ],
    },
  },
});
