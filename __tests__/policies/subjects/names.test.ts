import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { database, later } from "../resources";
import * as policies from "../../../policies/subjects/names";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  accepts: {
    "physical-names": {
      "a name that is known later": (stack) => new S3Bucket(stack, "b", { bucket: `A_${later(stack)}` }),
      "an AWS parameter that is only read": (stack) =>
        new DataAwsSsmParameter(stack, "p", { name: "/aws/service/x" }),
      "a name at its longest": (stack) => new Lb(stack, "l", { name: "a".repeat(32), subnets: ["a", "b"] }),
      "a security group's name with sg- inside": (stack) =>
        new SecurityGroup(stack, "g", { name: "shop-sg-1 [a]" }),
    },
  },
  refuses: {
    "physical-names": {
      "a security group named like AWS's own": [
        (stack) => new SecurityGroup(stack, "g", { name: "sg-shop" }),
        'name is "sg-shop" (7 characters): use at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not beginning with sg-',
      ],
      "a security group whose prefix is AWS's own": [
        (stack) => new SecurityGroup(stack, "g", { namePrefix: "sg-" }),
        'name_prefix is "sg-" (3 characters)',
      ],
      "a security group with Japanese text": [
        (stack) => new SecurityGroup(stack, "g", { name: "本番" }),
        'name is "本番" (2 characters)',
      ],
      "LB name > 32": [
        (stack) =>
          new Lb(stack, "lb", {
            name: "a".repeat(33),
            subnets: ["subnet-1", "subnet-2"],
          }),
        "(33 characters): use at most 32 letters, digits and inner hyphens, not beginning with internal-",
      ],
      "upper-case DB identifier": [
        (stack) => database(stack, { identifier: "Shop" }),
        'identifier is "Shop" (4 characters): use lower-case letters, digits and single hyphens',
      ],
      "capacity-provider name starting ecs/aws": [
        (stack) =>
          new EcsCapacityProvider(stack, "provider", {
            name: "ecs-hosts",
            autoScalingGroupProvider: { autoScalingGroupArn: "arn" },
          }),
        'name is "ecs-hosts" (9 characters): use letters, digits, hyphens and underscores, not beginning with aws, ecs or fargate',
      ],
      "upper-case/underscore bucket name": [
        (stack) => new S3Bucket(stack, "bucket", { bucket: "Shop_Logs" }),
        'bucket is "Shop_Logs" (9 characters): use 3 to 63 lower-case letters, digits and hyphens',
      ],
      "SSM name under /aws": [
        (stack) =>
          new SsmParameter(stack, "parameter", {
            name: "/aws/shop",
            type: "String",
            value: "a",
          }),
        'name is "/aws/shop" (9 characters): use letters, digits and ._-/, not beginning with aws or ssm',
      ],
    },
  },
});
