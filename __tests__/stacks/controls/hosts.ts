import { all, only, statement, userData } from "../../helpers/stacks";
import type { Assertions } from "./production";
import { base } from "./production";

/** Container hosts. */
export const HOSTS: Assertions = {
  "Hosts require metadata tokens, with a hop limit of one": () => {
    expect(only(base, "aws_launch_template").metadata_options).toMatchObject({
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
  },

  "Volumes are encrypted": () => {
    expect(JSON.stringify(only(base, "aws_launch_template").block_device_mappings)).toContain(
      '"encrypted":"true"',
    );
  },

  "Hosts have a Nitro type, several zones, a launch template, tags and a cooldown": () => {
    const group = only(base, "aws_autoscaling_group");
    expect(group.vpc_zone_identifier).toHaveLength(3);
    expect(group.launch_template).toBeDefined();
    expect(group.default_cooldown).toBeGreaterThan(0);
    for (const tag of group.tag as Record<string, unknown>[]) expect(tag.propagate_at_launch).toBe(true);
  },

  "User data contains no secret": () => {
    expect(userData(base)).toContain("ECS_CLUSTER");
    expect(userData(base)).not.toMatch(/password|secret|AKIA/i);
  },

  "Hosts have an instance profile for Session Manager, an AMI from AWS, and a VPC of their own": () => {
    const { iam_instance_profile, image_id } = only(base, "aws_launch_template");
    expect(iam_instance_profile).toBeDefined();
    expect(statement(base, "SessionManager").actions).toContain("ssm:UpdateInstanceInformation");
    expect(image_id).toMatch(/data\.aws_ssm_parameter\./);
    expect(all(base, "aws_vpc")).toHaveLength(1);
  },
};
