import { containers, only, synthesize } from "../helpers/stacks";

const { service } = synthesize();
const [nginx, app] = containers(service);

describe("every container", () => {
  it.each([
    ["nginx", nginx],
    ["app", app],
  ])("has no privilege to abuse: %s", (_, container) => {
    expect(container).toMatchObject({
      user: "33:33",
      readonlyRootFilesystem: true,
      dockerSecurityOptions: ["no-new-privileges"],
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
    });
    expect(container).not.toHaveProperty("privileged");
  });

  it.each([
    ["nginx", nginx],
    ["app", app],
  ])("has a memory limit, a health check, a minute to stop, and a log: %s", (name, container) => {
    expect(container).toMatchObject({
      memory: expect.any(Number) as number,
      healthCheck: { command: ["CMD", "/usr/local/bin/healthcheck"] },
      stopTimeout: 60,
      logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-region": "ap-northeast-1", mode: "non-blocking" },
      },
    });
    expect(Object.values(service.resource.aws_cloudwatch_log_group ?? {})).toContainEqual(
      expect.objectContaining({ name: `/api-production/${name}`, retention_in_days: 30 }),
    );
  });
});

describe("the app container", () => {
  it("may write where Laravel does", () => {
    const { tmpfs } = app?.linuxParameters as { tmpfs: { containerPath: string }[] };

    expect(tmpfs.map(({ containerPath }) => containerPath)).toEqual([
      "/tmp",
      "/var/www/html/storage",
      "/var/www/html/bootstrap/cache",
    ]);
  });

  it("is told what follows from the infrastructure", () => {
    const environment = app?.environment as { name: string; value: string }[];

    expect(Object.fromEntries(environment.map(({ name, value }) => [name, value]))).toEqual({
      APP_ENV: "production",
      APP_NAME: "api",
      APP_URL: "${data.terraform_remote_state.base.outputs.url}",
      AWS_DEFAULT_REGION: "ap-northeast-1",
      DB_CONNECTION: "mysql",
      DB_DATABASE: "laravel",
      DB_HOST: "${data.terraform_remote_state.base.outputs.databaseAddress}",
      DB_PORT: "3306",
      DB_USERNAME: "laravel",
      LOG_CHANNEL: "stack",
      MYSQL_ATTR_SSL_CA: "/etc/ssl/certs/rds.pem",
    });
  });

  it("gets its secrets from their parameters when it starts", () => {
    expect(app?.secrets).toEqual([
      { name: "APP_KEY", valueFrom: "${data.terraform_remote_state.base.outputs.secretArns.APP_KEY}" },
      { name: "DB_PASSWORD", valueFrom: "${data.terraform_remote_state.base.outputs.databasePasswordArn}" },
    ]);
  });

  it("gets a value that looks like a Terraform template as it was written", () => {
    const [, templated] = containers(synthesize({ env: { MAIL_FROM_NAME: "100 %{x}" } }).service);

    expect(templated?.environment).toContainEqual({ name: "MAIL_FROM_NAME", value: "100 %%{x}" });
  });

  it("logs a stack trace as one event", () => {
    expect(app).toMatchObject({
      logConfiguration: { options: { "awslogs-datetime-format": "%Y-%m-%d %H:%M:%S" } },
    });
    expect(nginx).not.toMatchObject({
      logConfiguration: { options: { "awslogs-datetime-format": expect.anything() as string } },
    });
  });
});

describe("the nginx container", () => {
  it("gets a free port of the host, so that two copies fit on one", () => {
    expect(nginx?.portMappings).toEqual([{ containerPort: 8080, hostPort: 0, protocol: "tcp" }]);
  });

  it("starts after PHP-FPM answers, and believes the load balancer's addresses only", () => {
    expect(nginx).toMatchObject({
      links: ["app"],
      dependsOn: [{ containerName: "app", condition: "HEALTHY" }],
      environment: [{ name: "REAL_IP_FROM", value: "10.0.0.0/16" }],
    });
  });
});

describe("the web service", () => {
  it("replaces its one task without downtime, and goes back when the new one does not become healthy", () => {
    expect(only(service, "aws_ecs_service")).toMatchObject({
      desired_count: 1,
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      deployment_circuit_breaker: { enable: true, rollback: true },
      availability_zone_rebalancing: "DISABLED",
      load_balancer: [expect.objectContaining({ container_name: "nginx", container_port: 8080 })],
    });
  });

  it("follows the revisions a deploy registers, and keeps those a rollback needs", () => {
    expect(only(service, "aws_ecs_task_definition")).toMatchObject({
      track_latest: true,
      skip_destroy: true,
    });
    expect(JSON.stringify(containers(service))).toMatch(
      /data\.aws_ssm_parameter\.app-image_tag_\w+\.insecure_value/,
    );
  });

  it("says what is missing while no image was pushed", () => {
    const { lifecycle } = only(service, "aws_ecs_task_definition");

    expect(
      (lifecycle as { precondition: { error_message: string }[] }).precondition.map(
        (each) => each.error_message,
      ),
    ).toMatchInlineSnapshot(`
     [
       "No app image of api-production was pushed yet. Push one, write its tag to the parameter /api-production/image/app, and deploy again.",
       "No nginx image of api-production was pushed yet. Push one, write its tag to the parameter /api-production/image/nginx, and deploy again.",
     ]
    `);
  });

  it("runs on the architecture of its hosts", () => {
    const arm = synthesize({
      hosts: { instanceType: "t4g.small", ecsAmiRelease: "2023.0.20260226" },
    }).service;

    expect(only(service, "aws_ecs_task_definition").runtime_platform).toMatchObject({
      cpu_architecture: "X86_64",
    });
    expect(only(arm, "aws_ecs_task_definition").runtime_platform).toMatchObject({
      cpu_architecture: "ARM64",
    });
  });
});

describe("a shell in a container", () => {
  it("is off: no rights, no agent", () => {
    expect(only(service, "aws_ecs_service").enable_execute_command).toBe(false);
    expect(JSON.stringify(service)).not.toContain("ssmmessages");
  });

  it("can be opened where the environment says so, which makes the root file system writable", () => {
    const open = synthesize({ shell: true }).service;

    expect(only(open, "aws_ecs_service").enable_execute_command).toBe(true);
    expect(JSON.stringify(open.data)).toContain("ssmmessages:OpenDataChannel");
    for (const container of containers(open)) expect(container.readonlyRootFilesystem).toBe(false);
  });
});
