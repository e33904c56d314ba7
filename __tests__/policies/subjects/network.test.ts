import { LambdaFunctionUrl } from "@cdktf/provider-aws/lib/lambda-function-url";
import { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { Protected } from "../protected";
import { protectedDatabase } from "../protected";
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
      "a function's URL": [
        (stack, change) =>
          new LambdaFunctionUrl(stack, "u", { functionName: "f", authorizationType: "AWS_IAM", ...change }),
        { authorizationType: "NONE" },
        "authorization_type is not AWS_IAM",
      ],
    },
    "open-security-groups": {
      "a port by IPv6": [
        ingress,
        { ...fromWorld, cidrIpv4: undefined, cidrIpv6: "::/0" },
        "ports 22 to 22 are open to the internet",
      ],
    },
  },
});
