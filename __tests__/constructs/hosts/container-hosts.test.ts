import type { EnvironmentInput } from "../../../config/schema/schema";
import { all, only, statements, synthesize, userData } from "../../helpers/stacks";

const hosts = (settings: Partial<EnvironmentInput["hosts"]> = {}, rest: Partial<EnvironmentInput> = {}) =>
  synthesize({ hosts: { instanceType: "t3.small", ecsAmiRelease: "2023.0.20260226", ...settings }, ...rest })
    .base;

describe("a container host", () => {
  const base = hosts();
  const template = only(base, "aws_launch_template");

  it("hides its own credentials and ports from containers: tokens, one hop, and firewall rules", () => {
    expect(template.metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
    expect(userData(base)).toContain(
      "--insert DOCKER-USER 1 --in-interface docker+ --destination 169.254.169.254/32",
    );
    expect(userData(base)).toContain("--insert INPUT 1 --in-interface docker+ --match conntrack ! --ctstate");
  });

  it("joins its cluster by a reference, so that the cluster is there before it", () => {
    const [id] = Object.keys(base.resource.aws_ecs_cluster ?? {});

    expect(userData(base).split("\n")).toContain(`ECS_CLUSTER=\${aws_ecs_cluster.${id}.name}`);
  });

  it("does not wait for what may wait for its user data to end", () => {
    expect(userData(base)).toContain("systemctl enable --now --no-block confine-containers.service");
  });

  it("has an encrypted gp3 disk that the agent keeps clean", () => {
    expect(template.block_device_mappings).toEqual([
      expect.objectContaining({
        ebs: expect.objectContaining({ encrypted: "true", volume_type: "gp3" }) as object,
      }),
    ]);
    expect(userData(base)).toContain("ECS_IMAGE_CLEANUP_INTERVAL=30m");
  });

  it("borrows CPU credits rather than be slow, where its type has any", () => {
    expect(template.credit_specification).toEqual({ cpu_credits: "unlimited" });
    expect(only(hosts({ instanceType: "m7i.large" }), "aws_launch_template")).not.toHaveProperty(
      "credit_specification",
    );
  });

  it("reserves the memory that the capacity check subtracts", () => {
    expect(userData(base)).toContain("ECS_RESERVED_MEMORY=128");
  });

  it("runs the pinned AMI of its architecture", () => {
    const folder = "/aws/service/ecs/optimized-ami/amazon-linux-2023";
    const parameter = (stack: typeof base) =>
      Object.values(stack.data.aws_ssm_parameter ?? {}).map(({ name }) => name);

    expect(parameter(base)).toEqual([
      `${folder}/al2023-ami-ecs-hvm-2023.0.20260226-kernel-6.1-x86_64/image_id`,
    ]);
    expect(parameter(hosts({ instanceType: "t4g.small" }))).toEqual([
      `${folder}/arm64/al2023-ami-ecs-hvm-2023.0.20260226-kernel-6.1-arm64/image_id`,
    ]);
  });

  it("admits the load balancer only, and has no key to log in with", () => {
    const rules = all(base, "aws_vpc_security_group_ingress_rule").filter(({ security_group_id }) =>
      String(security_group_id).includes("hosts"),
    );

    expect(rules).toEqual([expect.objectContaining({ description: "from load-balancer" })]);
    expect(template).not.toHaveProperty("key_name");
  });

  it("calls the internet on the ports the environment opens", () => {
    const open = (stack: typeof base) =>
      all(stack, "aws_vpc_security_group_egress_rule")
        .filter(({ cidr_ipv4 }) => cidr_ipv4 === "0.0.0.0/0")
        .map(({ from_port }) => from_port);

    expect(open(base)).toEqual([443]);
    expect(open(hosts({ egressPorts: [443, 587] }))).toEqual([443, 587]);
  });

  it("reads no parameter and no secret of the account", () => {
    const role = statements(base).filter(({ sid }) => sid === "SessionManager" || sid === "PullImages");

    expect(role).toHaveLength(2);
    expect(JSON.stringify(role)).not.toContain("ssm:GetParameter");
  });

  it("is bought on demand, or as spot and then drained before it is taken", () => {
    expect(template).not.toHaveProperty("instance_market_options");

    const spot = hosts({ purchase: "spot" }, { acceptedRisks: ["single-az-database", "spot-hosts"] });
    expect(only(spot, "aws_launch_template").instance_market_options).toEqual({ market_type: "spot" });
    expect(only(spot, "aws_autoscaling_group").capacity_rebalance).toBe(true);
    expect(userData(base)).toContain("ECS_ENABLE_SPOT_INSTANCE_DRAINING=true");
  });
});

describe("the group of hosts", () => {
  const base = hosts();
  const group = only(base, "aws_autoscaling_group");

  it("replaces its only host by launching the next one first", () => {
    expect(group).toMatchObject({
      min_size: 1,
      max_size: 2,
      instance_maintenance_policy: { min_healthy_percentage: 100, max_healthy_percentage: 200 },
      instance_refresh: {
        strategy: "Rolling",
        preferences: { min_healthy_percentage: 100, max_healthy_percentage: 200, skip_matching: false },
      },
    });
  });

  it("can come back in any zone", () => {
    expect(group.vpc_zone_identifier).toHaveLength(3);
  });

  it("gets its capacity provider before its first host registers", () => {
    expect(group.wait_for_capacity_timeout).toBe("0");
  });

  it("is drained by the cluster, which also decides how many hosts there are", () => {
    expect(only(base, "aws_ecs_capacity_provider").auto_scaling_group_provider).toMatchObject({
      managed_draining: "ENABLED",
      managed_scaling: { status: "ENABLED", target_capacity: 100 },
    });
    expect(group.lifecycle).toEqual({ ignore_changes: ["desired_capacity"] });
  });
});
