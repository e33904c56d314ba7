import { HIDDEN, UNKNOWN } from "../../../ops/review/values";
import { change, said } from "./change";

const policy = (...statements: object[]) => JSON.stringify({ Statement: statements });
const allow = (Action: unknown, Resource: unknown = "*", more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

describe("what is marked as sensitive", () => {
  it.each([
    ["aws_vpc_security_group_ingress_rule", { ip_protocol: "tcp", cidr_ipv4: HIDDEN }, "cidr_ipv4"],
    ["aws_db_instance", { publicly_accessible: HIDDEN }, "publicly_accessible"],
    ["aws_ecs_task_definition", { container_definitions: HIDDEN }, "container_definitions"],
    ["aws_security_group", { ingress: [{ cidr_blocks: [HIDDEN] }] }, "ingress"],
  ])("is not passed over: %s", (type, after, name) => {
    for (const action of ["create", "update", "replace"] as const)
      expect(said(change(type, { action, after })).join("\n")).toContain(
        `has what is marked as sensitive, so this review cannot judge it: ${name}.`,
      );
  });

  it("is not reported where it was so before, and where the provider marks it", () => {
    const before = { container_definitions: HIDDEN, value: "a" };
    const after = { container_definitions: HIDDEN, value: HIDDEN };
    expect(said(change("aws_ssm_parameter", { before, after }))).toEqual([]);
  });
});

describe("a security group", () => {
  const rule = (values: object) => ({ ip_protocol: "tcp", from_port: 443, to_port: 443, ...values });
  const ingress = (before: object, after: object) =>
    said(change("aws_vpc_security_group_ingress_rule", { before: { ...before }, after: { ...after } }));

  it("is opened by a wider range of addresses or ports", () => {
    expect(ingress(rule({ cidr_ipv4: "10.0.0.0/24" }), rule({ cidr_ipv4: "10.0.0.0/16" }))).toEqual([
      "exposure: The incoming rule of a security group (aws_vpc_security_group_ingress_rule.it) opens tcp port 443 to 10.0.0.0/16.",
    ]);
    expect(ingress(rule({ cidr_ipv6: "::/0" }), rule({ cidr_ipv6: "::/0", from_port: 80 }))).toEqual([
      "exposure: The incoming rule of a security group (aws_vpc_security_group_ingress_rule.it) opens tcp ports 80 to 443 to the internet.",
    ]);
  });

  it("is not opened by a narrower one", () => {
    expect(ingress(rule({ cidr_ipv4: "10.0.0.0/16" }), rule({ cidr_ipv4: "10.0.1.0/24" }))).toEqual([]);
    expect(ingress({ ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" }, rule({ cidr_ipv4: "8.8.8.8/32" }))).toEqual(
      [],
    );
  });

  it("is another one for a database or a load balancer", () => {
    const moved = (type: string, argument: string, after: unknown) =>
      said(change(type, { before: { [argument]: ["sg-1"] }, after: { [argument]: after } })).join();
    expect(moved("aws_db_instance", "vpc_security_group_ids", ["sg-2"])).toContain(
      "exposure: The database (aws_db_instance.it) is in another security group: vpc_security_group_ids changes.",
    );
    expect(moved("aws_lb", "security_groups", ["sg-1", "sg-2"])).toContain("exposure: ");
    expect(moved("aws_lb", "security_groups", [])).toBe("");
  });

  it("is opened to a peer that is known only after apply", () => {
    expect(ingress({}, rule({ referenced_security_group_id: UNKNOWN })).join()).toContain(
      "opens tcp port 443 to (known after apply).",
    );
  });

  it("is read with its rules inside it too", () => {
    expect(
      said(
        change("aws_security_group", {
          action: "create",
          after: { egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }] },
        }),
      ),
    ).toEqual([
      "exposure: The security group (aws_security_group.it) allows outgoing connections to anywhere: all traffic.",
    ]);
  });
});

describe("what is private", () => {
  it("is public by the loss of a bucket's block, or a database's own address", () => {
    expect([
      ...said(change("aws_s3_bucket_public_access_block", { action: "delete" })),
      ...said(
        change("aws_db_instance", {
          before: { publicly_accessible: false },
          after: { publicly_accessible: true },
        }),
      ),
    ]).toEqual([
      "exposure: The protection of a bucket from public access (aws_s3_bucket_public_access_block.it) no longer blocks public access: block_public_acls, block_public_policy, ignore_public_acls and restrict_public_buckets.",
      "exposure: The database (aws_db_instance.it) no longer blocks public access: publicly_accessible.",
    ]);
  });
});

describe("IAM", () => {
  const role = (before: unknown, after: unknown) =>
    said(change("aws_iam_role_policy", { before: { policy: before }, after: { policy: after } }));

  it("says which actions, resources and principals are new", () => {
    expect(
      role(policy(allow("s3:GetObject", "a")), policy(allow(["s3:GetObject", "s3:PutObject"], ["a", "b"]))),
    ).toEqual([
      "exposure: The policy of a role (aws_iam_role_policy.it) newly allows s3:GetObject and s3:PutObject on b.",
      "exposure: The policy of a role (aws_iam_role_policy.it) newly allows s3:PutObject on a.",
    ]);
    expect(
      said(
        change("aws_iam_role", {
          before: {
            assume_role_policy: policy(
              allow("sts:AssumeRole", "*", { Principal: { Service: "ecs.amazonaws.com" } }),
            ),
          },
          after: { assume_role_policy: policy(allow("sts:AssumeRole", "*", { Principal: { AWS: "*" } })) },
        }),
      ),
    ).toEqual(["exposure: The role (aws_iam_role.it) newly allows sts:AssumeRole on * to everyone."]);
  });

  it("says that a policy is not shown when it is sensitive or not known yet", () => {
    expect(role(policy(), HIDDEN)).toEqual([
      "exposure: The policy of a role (aws_iam_role_policy.it) has a policy that is marked as sensitive, so its permissions are not shown.",
    ]);
    expect(role(policy(), UNKNOWN)).toEqual([
      "exposure: The policy of a role (aws_iam_role_policy.it) has a policy that is known only after apply.",
    ]);
  });

  it("says which policy is attached", () => {
    const after = { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" };
    expect(said(change("aws_iam_role_policy_attachment", { action: "create", after }))).toEqual([
      "exposure: The policy of a role (aws_iam_role_policy_attachment.it) newly grants all permissions of arn:aws:iam::aws:policy/AdministratorAccess.",
    ]);
  });
});
