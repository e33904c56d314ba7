import { ASKED } from "./asked";
import { controlIds, controlsTable, OPTIONS, REFUSED, SWITCHED_OFF } from "../helpers/controls";
import { FIXTURES } from "../helpers/fixtures";
import { goldenStacks } from "../helpers/golden-stacks";
import { all, containers, only, statement, statements, synthesize } from "../helpers/stacks";

const { base, service } = synthesize();
const both = [base, service];

/** Each row holds for the production environment as it is: [what is demanded, by whom, whether it holds]. */
const HOLDS: [string, string, () => void][] = [
  [
    "no container is privileged or shares the host's processes or network",
    "CKV_334, CKV_335, CT.ECS.PR.8, CT.ECS.PR.10, CT.ECS.PR.11, FSBP ECS.3, ECS.4, ECS.17",
    () => {
      for (const container of containers(service)) expect(container).not.toHaveProperty("privileged");
      for (const task of all(service, "aws_ecs_task_definition")) {
        expect(task).not.toHaveProperty("pid_mode");
        expect(task.network_mode).toBe("bridge");
      }
    },
  ],
  [
    "the root file system is read-only, the user is a number and not root, memory is limited, output is logged",
    "CKV_336, CT.ECS.PR.3, PR.5, PR.6, PR.7, FSBP ECS.5, ECS.9, ECS.20, Nag ECS7",
    () => {
      for (const container of containers(service)) {
        expect(container.readonlyRootFilesystem).toBe(true);
        expect(container.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
        expect(container.memory).toBeGreaterThanOrEqual(4);
        expect(container.logConfiguration).toMatchObject({ logDriver: "awslogs" });
      }
    },
  ],
  [
    "task role and execution role are two",
    "CKV_249",
    () => {
      for (const { task_role_arn, execution_role_arn } of all(service, "aws_ecs_task_definition")) {
        expect(task_role_arn).not.toBe(execution_role_arn);
      }
    },
  ],
  [
    "the service has no public address and goes back by itself",
    "CKV_333, CT.ECS.PR.9, FSBP ECS.2, ECS.16",
    () => {
      for (const each of all(service, "aws_ecs_service")) {
        expect(each).not.toHaveProperty("network_configuration");
        expect(each).toMatchObject({ deployment_circuit_breaker: { enable: true, rollback: true } });
      }
    },
  ],
  [
    "hosts demand metadata tokens at one hop",
    "CKV_79, CKV_341, AWS-0028, AWS-0130, CT.EC2.PR.1, PR.2, CT.AUTOSCALING.PR.2, PR.3, FSBP EC2.8, EC2.170, AutoScaling.3, AutoScaling.4",
    () => {
      expect(only(base, "aws_launch_template").metadata_options).toMatchObject({
        http_tokens: "required",
        http_put_response_hop_limit: 1,
      });
    },
  ],
  [
    "subnets give no public address by themselves",
    "CKV_130, AWS-0164, CT.EC2.PR.11, FSBP EC2.15",
    () => {
      for (const subnet of all(base, "aws_subnet")) expect(subnet.map_public_ip_on_launch).toBe(false);
    },
  ],
  [
    "volumes are encrypted",
    "CKV_8, AWS-0008, AWS-0026, AWS-0131, CT.EC2.PR.14, CT.AUTOSCALING.PR.9, FSBP EC2.3, EC2.181, Nag EC26",
    () => {
      expect(JSON.stringify(only(base, "aws_launch_template").block_device_mappings)).toContain(
        '"encrypted":"true"',
      );
    },
  ],
  [
    "hosts are of a Nitro type, in several zones, by a launch template, with tags and a cooldown",
    "CKV_135, CKV_153, CKV_315, CT.AUTOSCALING.PR.1, PR.8, PR.10, PR.11, CT.EC2.PR.15, FSBP AutoScaling.2, AutoScaling.9, EC2.24, Nag AS1",
    () => {
      const group = only(base, "aws_autoscaling_group");
      expect(group.vpc_zone_identifier).toHaveLength(3);
      expect(group.launch_template).toBeDefined();
      expect(group.default_cooldown).toBeGreaterThan(0);
      for (const tag of group.tag as Record<string, unknown>[]) expect(tag.propagate_at_launch).toBe(true);
    },
  ],
  [
    "no secret stands in the user data",
    "CKV_46, AWS-0029, AWS-0129",
    () => {
      expect(only(base, "aws_launch_template").user_data).not.toMatch(/password|secret|AKIA/i);
    },
  ],
  [
    "only the load balancer's 80 and 443 are open to the world, and everything has a description",
    "CKV_23, CKV_24, CKV_25, CKV_277, CKV2_5, AWS-0099, AWS-0107, AWS-0124, CT.EC2.PR.3, PR.4, FSBP EC2.13, EC2.14, EC2.18, EC2.19, Nag EC27",
    () => {
      const rules = all(base, "aws_vpc_security_group_ingress_rule");
      const open = rules.filter(
        ({ cidr_ipv4, cidr_ipv6 }) => cidr_ipv4 !== undefined || cidr_ipv6 !== undefined,
      );
      expect(open.map(({ from_port, to_port }) => [from_port, to_port])).toEqual([
        [80, 80],
        [443, 443],
      ]);
      for (const group of all(base, "aws_security_group")) expect(group.description).toBeTruthy();
      for (const rule of [...rules, ...all(base, "aws_vpc_security_group_egress_rule")]) {
        expect(rule.description).toBeTruthy();
      }
    },
  ],
  [
    "nothing may send everywhere on every port, and the default security group is closed",
    "CKV_382, CKV2_12, AWS-0104, AWS-0173, FSBP EC2.2",
    () => {
      for (const rule of all(base, "aws_vpc_security_group_egress_rule"))
        expect(rule.ip_protocol).toBe("tcp");
      expect(only(base, "aws_default_security_group")).not.toHaveProperty("egress");
    },
  ],
  [
    "HTTP redirects to HTTPS with a modern policy",
    "CKV_2, CKV_103, CKV2_20, CKV2_74, AWS-0047, AWS-0054, CT.ELB.PR.1, PR.2, FSBP ELB.1, ELB.17, ELB.18",
    () => {
      const [http, https] = all(base, "aws_lb_listener");
      expect(JSON.stringify(http?.default_action)).toContain("HTTP_301");
      expect(https?.ssl_policy).toBe("ELBSecurityPolicy-TLS13-1-2-2021-06");
    },
  ],
  [
    "the load balancer drops invalid headers, mitigates desync, logs, and is protected, in several zones",
    "CKV_91, CKV_131, CKV_150, CKV_328, AWS-0052, CT.ELB.PR.3 to PR.6, FSBP ELB.4, ELB.5, ELB.6, ELB.12, ELB.13, Nag ELB2",
    () => {
      const loadBalancer = only(base, "aws_lb");
      expect(loadBalancer).toMatchObject({
        access_logs: { enabled: true },
        drop_invalid_header_fields: true,
        desync_mitigation_mode: "defensive",
        enable_deletion_protection: true,
      });
      expect(loadBalancer.subnets).toHaveLength(3);
    },
  ],
  [
    "targets are checked by path, and a group can be replaced while it is in use",
    "CKV_261, CT.ELB.PR.15",
    () => {
      expect(only(base, "aws_lb_target_group")).not.toHaveProperty("load_balancing_cross_zone_enabled");
      expect(only(base, "aws_lb_target_group")).toMatchObject({
        health_check: { path: "/up" },
        name_prefix: "web-",
        lifecycle: { create_before_destroy: true },
      });
    },
  ],
  [
    "the certificate is replaced before it is removed and names no wildcard",
    "CKV_233, CKV_234, CKV2_71, CT.ACM.PR.1, FSBP ACM.1, ACM.2",
    () => {
      const certificate = only(base, "aws_acm_certificate");
      expect(certificate.lifecycle).toEqual({ create_before_destroy: true });
      expect(certificate.domain_name).not.toContain("*");
      // Unset they are RSA of 2048 bits, and transparency logs.
      expect(certificate).not.toHaveProperty("key_algorithm");
      expect(certificate).not.toHaveProperty("options");
    },
  ],
  [
    "the database is encrypted, private, protected, backed up, patched and tagged",
    "CKV_16, CKV_17, CKV_133, CKV_211, CKV_226, CKV_293, CKV2_60, AWS-0077, AWS-0080, AWS-0177, AWS-0180, CT.RDS.PR.5, PR.8, PR.10, PR.11, PR.13, PR.15, PR.23, PR.24, PR.30, FSBP RDS.1, RDS.2, RDS.3, RDS.4, RDS.8, RDS.11, RDS.13, RDS.17, RDS.18, Nag RDS2, RDS8, RDS10, RDS13",
    () => {
      expect(only(base, "aws_db_instance")).toMatchObject({
        storage_encrypted: true,
        publicly_accessible: false,
        deletion_protection: true,
        backup_retention_period: 7,
        auto_minor_version_upgrade: true,
        copy_tags_to_snapshot: true,
        ca_cert_identifier: "rds-ca-rsa2048-g1",
        db_subnet_group_name: expect.any(String) as string,
        vpc_security_group_ids: [expect.any(String)] as string[],
      });
    },
  ],
  [
    "the database takes TLS only, from no administrator by a well-known name, and says what is slow",
    "CKV_129, CKV2_69, CT.RDS.PR.22, PR.28, FSBP RDS.25, RDS.39",
    () => {
      expect(JSON.stringify(only(base, "aws_db_parameter_group"))).toContain(
        '{"name":"require_secure_transport","value":"1"}',
      );
      expect(only(base, "aws_db_instance").username).not.toMatch(
        /^(admin|root|administrator|postgres|mysql)$/,
      );
      expect(only(base, "aws_db_instance").enabled_cloudwatch_logs_exports).toEqual(["error", "slowquery"]);
    },
  ],
  [
    "images are immutable, scanned, encrypted and swept, and stay when the stack goes",
    "CKV_51, CKV_136, CKV_163, CKV_32, AWS-0030 to AWS-0033, CT.ECR.PR.1 to PR.3, FSBP ECR.1, ECR.2, ECR.3, ECR.5, Nag ECR1",
    () => {
      for (const repository of all(base, "aws_ecr_repository")) {
        expect(repository).toMatchObject({
          image_tag_mutability: "IMMUTABLE",
          image_scanning_configuration: { scan_on_push: true },
          force_delete: false,
        });
      }
      expect(all(base, "aws_ecr_lifecycle_policy")).toHaveLength(2);
      expect(statement(base, "Push").principals).toEqual([
        { type: "AWS", identifiers: [expect.stringContaining("deploy-role") as string] },
      ]);
    },
  ],
  [
    "the key rotates, has a policy without strangers, and cannot be destroyed",
    "CKV_7, CKV_33, CKV_227, CKV2_64, AWS-0065, CT.KMS.PR.1, FSBP KMS.3, KMS.4, KMS.5, Nag KMS5",
    () => {
      expect(only(base, "aws_kms_key")).toMatchObject({
        enable_key_rotation: true,
        lifecycle: { prevent_destroy: true },
        policy: expect.any(String) as string,
      });
    },
  ],
  [
    "secrets are SecureStrings under the environment's key",
    "CKV_337, CKV2_34, CKV2_36, AWS-0098, AWS-0134",
    () => {
      const secrets = all(base, "aws_ssm_parameter").filter(({ name }) => !String(name).includes("/image/"));
      expect(secrets).toHaveLength(3);
      for (const secret of secrets) {
        expect(secret).toMatchObject({
          type: "SecureString",
          key_id: expect.stringContaining("aws_kms_key.") as string,
        });
      }
    },
  ],
  [
    "buckets are private, without ACLs, TLS only, versioned, encrypted and swept",
    "CKV_19, CKV_20, CKV_21, CKV_53 to CKV_57, CKV_70, CKV_93, CKV_300, CKV_375, CKV_379, CKV2_6, CKV2_43, CKV2_61, CKV2_65, AWS-0086, AWS-0087, AWS-0090 to AWS-0094, AWS-0320, CT.S3.PR.1, PR.3, PR.5, PR.6, PR.8, PR.11, FSBP S3.1 to S3.3, S3.5, S3.6, S3.8, S3.10, S3.12 to S3.14, Nag S2, S5, S10",
    () => {
      const buckets = all(base, "aws_s3_bucket").length;
      for (const { bucket } of all(base, "aws_s3_bucket")) expect(bucket).not.toContain(".");
      expect(all(base, "aws_s3_bucket_public_access_block")).toHaveLength(buckets);
      for (const block of all(base, "aws_s3_bucket_public_access_block")) {
        expect(block).toMatchObject({
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        });
      }
      expect(all(base, "aws_s3_bucket_versioning")).toHaveLength(buckets);
      expect(all(base, "aws_s3_bucket_server_side_encryption_configuration")).toHaveLength(buckets);
      expect(all(base, "aws_s3_bucket_lifecycle_configuration")).toHaveLength(buckets);
      const overTls = statements(base).filter(
        ({ sid, actions }) => sid === "TlsOnly" && (actions as string[]).includes("s3:*"),
      );
      expect(overTls).toHaveLength(buckets);
    },
  ],
  [
    "alarms act, on a topic encrypted under an own key that only CloudWatch publishes to, over TLS",
    "CKV_26, CKV_169, CKV_319, CKV_385, AWS-0095, AWS-0136, CT.CLOUDWATCH.PR.1, PR.4, FSBP SNS.1, SNS.4, CloudWatch.15, CloudWatch.17, Nag SNS2, SNS3",
    () => {
      for (const stack of both) {
        for (const alarm of all(stack, "aws_cloudwatch_metric_alarm")) {
          expect(alarm.alarm_actions).toHaveLength(1);
          expect(alarm).not.toHaveProperty("actions_enabled");
        }
      }
      expect(only(base, "aws_sns_topic").kms_master_key_id).toMatch(/^\$\{aws_kms_key\./);
      const onTheTopic = statements(base).filter(({ actions }) =>
        (actions as string[]).includes("sns:Publish"),
      );
      expect(onTheTopic.map(({ sid }) => sid)).toEqual(["AnnounceAlarms", "TlsOnly"]);
    },
  ],
  [
    "containers get their secrets by name, and no variable in plain text",
    "AWS-0036, CT.ECS.PR.12, FSBP ECS.8",
    () => {
      const plain = containers(service).flatMap(({ environment = [] }) => environment as { name: string }[]);
      expect(plain.map(({ name }) => name)).toEqual(["REAL_IP_FROM", "RUN_AT_LEAST_SECONDS"]);
      expect(containers(service, "migrate")[0]?.secrets).toHaveLength(2);
    },
  ],
  [
    "queues are encrypted, admit nobody by their policy, and keep what failed",
    "CKV_27, CKV_72, CKV_168, CKV_387, AWS-0096, AWS-0097, CT.SQS.PR.2, FSBP SQS.1, SQS.3, Nag SQS2, SQS4",
    () => {
      const queues = all(service, "aws_sqs_queue");
      for (const queue of queues) expect(queue.sqs_managed_sse_enabled).toBe(true);
      expect(queues.filter(({ redrive_policy }) => redrive_policy !== undefined)).toHaveLength(1);
      const tlsOnly = statements(service).filter(({ sid }) => sid === "TlsOnly");
      expect(tlsOnly.map(({ effect }) => effect)).toEqual(queues.map(() => "Deny"));
    },
  ],
  [
    "hosts have a profile for Session Manager, an image that AWS publishes, and a network of their own",
    "CKV2_41, AWS-0101, AWS-0344, FSBP SSM.1",
    () => {
      const { iam_instance_profile, image_id } = only(base, "aws_launch_template");
      expect(iam_instance_profile).toBeDefined();
      expect(statement(base, "SessionManager").actions).toContain("ssm:UpdateInstanceInformation");
      expect(image_id).toMatch(/data\.aws_ssm_parameter\./);
      expect(all(base, "aws_vpc")).toHaveLength(1);
    },
  ],
  [
    "every address belongs to a NAT gateway, every record to the load balancer",
    "CKV2_19, CKV2_23, CKV2_35, FSBP EC2.12",
    () => {
      const grown = synthesize(FIXTURES.grown).base;
      const gateways = JSON.stringify(grown.resource.aws_nat_gateway);
      for (const id of Object.keys(grown.resource.aws_eip ?? {}))
        expect(gateways).toContain(`aws_eip.${id}.`);
      expect(
        Object.values(grown.resource.aws_route ?? {}).filter((route) => route.nat_gateway_id),
      ).toHaveLength(3);
      expect(all(base, "aws_route53_record").filter(({ alias }) => alias !== undefined)).toHaveLength(1);
    },
  ],
  [
    "the notifier holds no secret, runs one at a time on a runtime that is kept up, and keeps what it failed at",
    "CKV_45, CKV_115, CKV_116, CKV_363, FSBP Lambda.2, Nag L1",
    () => {
      const notifier = only(service, "aws_lambda_function");
      expect(notifier).toMatchObject({ runtime: "nodejs22.x", reserved_concurrent_executions: 1 });
      expect(notifier.dead_letter_config).toBeDefined();
      expect(JSON.stringify(notifier.environment)).not.toMatch(/hooks\.slack\.com/);
    },
  ],
  [
    "the notifier is called by its own rules only",
    "CKV_301, CKV_364, AWS-0067, CT.LAMBDA.PR.2, FSBP Lambda.1",
    () => {
      for (const permission of all(service, "aws_lambda_permission")) {
        expect(permission.principal).toBe("events.amazonaws.com");
        expect(permission.source_arn).toMatch(/^\$\{aws_cloudwatch_event_rule\./);
      }
    },
  ],
  [
    "log groups forget",
    "CKV_66",
    () => {
      for (const stack of both) {
        for (const group of all(stack, "aws_cloudwatch_log_group"))
          expect(group.retention_in_days).toBeGreaterThan(0);
      }
    },
  ],
  [
    "no policy allows everything, no AWS managed policy is attached, no user has a policy of his own",
    "CKV_40, CKV_62, CKV_63, CKV_107 to CKV_111, CKV_273, CKV_274, CKV_286 to CKV_290, CKV2_40, CKV2_56, AWS-0057, AWS-0143, AWS-0345, AWS-0346, CT.IAM.PR.1 to PR.5, FSBP IAM.1, IAM.2, IAM.21, KMS.1, KMS.2, Nag IAM4",
    () => {
      for (const stack of both) {
        for (const { effect, actions } of statements(stack)) {
          if (effect !== "Deny")
            for (const action of actions as string[]) {
              expect(action).toMatch(/^[a-z0-9-]+:[A-Z]/);
              // To change who may do what is to become whoever one likes.
              expect(action).not.toMatch(/^iam:(Add|Attach|Create|Delete|Detach|Put|Set|Update)/);
            }
        }
        expect(all(stack, "aws_iam_role_policy_attachment")).toEqual([]);
        expect(all(stack, "aws_iam_user_policy")).toEqual([]);
        expect(all(stack, "aws_iam_user")).toEqual([]);
      }
    },
  ],
  [
    "a role is passed to one service only, and trusted by one",
    "CKV_60, CKV_61, CKV_358, CKV_393, AWS-0342",
    () => {
      const passing = statements(base).filter(({ actions }) =>
        (actions as string[]).includes("iam:PassRole"),
      );
      expect(passing).toHaveLength(1);
      expect(passing[0]?.condition).toEqual([
        { test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] },
      ]);
      const subjects = statements(base).flatMap(({ condition }) =>
        ((condition ?? []) as { variable: string; values: string[] }[]).filter(({ variable }) =>
          variable.endsWith(":sub"),
        ),
      );
      expect(subjects).toHaveLength(2);
      for (const { values } of subjects) for (const subject of values) expect(subject).not.toContain("*");
    },
  ],
];

describe("by default", () => {
  it.each(HOLDS)("%s (%s)", (_demand, _askedBy, holds) => {
    holds();
  });
});

describe("what AWS lets nobody narrow", () => {
  it("is this, and nothing else", () => {
    const wide = both
      .flatMap(statements)
      .filter(
        ({ effect, resources }) => effect !== "Deny" && (resources as string[] | undefined)?.includes("*"),
      )
      .map(({ sid }) => sid);

    expect([...new Set(wide)].sort()).toEqual([
      "Administer",
      "AnnounceAlarms",
      "AskWhoRegisteredARevision",
      "DeregisterBadRevisions",
      "Describe",
      "FindStoppedTasks",
      "FindTheAgentsEndpoint",
      "LetServicesKeepUsingIt",
      "ListTasks",
      "LogInToTheRegistry",
      "LookAtRevisions",
      "SecretsInTheEnvironmentFile",
      "ServeTheCluster",
      "SessionManager",
      "UseThroughServices",
    ]);
  });
});

describe("docs/controls.md", () => {
  const asserted = new Set(HOLDS.flatMap(([, askedBy]) => controlIds(askedBy)));
  it("names the price of every option", () => {
    const options = controlsTable(OPTIONS);

    expect(options).not.toHaveLength(0);
    for (const [, , how, price] of options) {
      expect(how).toBeTruthy();
      expect(price).toMatch(/USD|free|storage|log volume/);
    }
  });

  it("argues what is refused, and says what switches off what is on", () => {
    for (const [, , reason] of controlsTable(REFUSED)) expect(reason?.length).toBeGreaterThan(40);
    for (const [, askedBy = "", field] of controlsTable(SWITCHED_OFF)) {
      expect(field).toMatch(/^`[a-zA-Z.]+/);
      for (const id of controlIds(askedBy)) expect([...asserted]).toContain(id);
    }
  });

  const optional = new Set(
    [OPTIONS, REFUSED].flatMap(controlsTable).flatMap(([, askedBy = ""]) => controlIds(askedBy)),
  );
  const asked = new Set(Object.values(ASKED).flatMap(controlIds));

  it("answers, with the rules above, all that is asked", () => {
    expect([...asked].filter((id) => !asserted.has(id) && !optional.has(id))).toEqual([]);
  });

  it("answers nothing twice, and nothing that nobody asks", () => {
    expect([...asserted].filter((id) => optional.has(id))).toEqual([]);
    expect([...asserted, ...optional].filter((id) => !asked.has(id))).toEqual([]);
  });

  it("knows what is asked of every type of resource that there is, and of no other", () => {
    const types = new Set(goldenStacks().flatMap(({ stack }) => Object.keys(stack.resource)));
    expect(Object.keys(ASKED).sort()).toEqual([...types].sort());
  });
});
