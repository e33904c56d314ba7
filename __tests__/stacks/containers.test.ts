import { HEALTH_CHECK } from "../../facts/health-check";
import { containers, named, synthesize } from "../helpers/stacks";

const { service } = synthesize();
const [nginx, app] = containers(service, "web");
const web = named(service, "aws_ecs_service", "web");
const webTask = named(service, "aws_ecs_task_definition", "api-production-web", "family");

describe("every container of every role", () => {
  const every = containers(service);

  it("is one of these", () => {
    expect(every.map(({ name }) => name).sort()).toEqual(["app", "migrate", "nginx", "scheduler", "worker"]);
  });

  it("has no privilege to abuse", () => {
    for (const container of every) {
      expect(container).toMatchObject({
        user: "33:33",
        readonlyRootFilesystem: true,
        dockerSecurityOptions: ["no-new-privileges"],
        linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
      });
      expect(container).not.toHaveProperty("privileged");
    }
  });

  it("that runs permanently has a health check", () => {
    for (const container of every.filter(({ name }) => name !== "migrate")) {
      expect(container).toMatchObject({ healthCheck: { startPeriod: 60 } });
    }
  });

  it("has a memory limit, time to stop, and a log with a retention", () => {
    for (const container of every) {
      expect(container).toMatchObject({
        memory: expect.any(Number) as number,
        stopTimeout: expect.any(Number) as number,
        logConfiguration: {
          logDriver: "awslogs",
          options: { "awslogs-region": "ap-northeast-1", mode: "non-blocking" },
        },
      });
      expect(
        named(service, "aws_cloudwatch_log_group", `/api-production/${String(container.name)}`),
      ).toMatchObject({
        retention_in_days: 30,
      });
    }
  });

  it("of the application has the same image, settings and secrets", () => {
    const [first, ...others] = every.filter(({ name }) => name !== "nginx");

    for (const { image, environmentFiles, secrets } of others) {
      expect({ image, environmentFiles, secrets }).toEqual({
        image: first?.image,
        environmentFiles: first?.environmentFiles,
        secrets: first?.secrets,
      });
    }
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

  it("gets its secrets from their parameters when it starts", () => {
    expect(app?.secrets).toEqual([
      { name: "APP_KEY", valueFrom: "${data.terraform_remote_state.base.outputs.secretArns.APP_KEY}" },
      { name: "DB_PASSWORD", valueFrom: "${data.terraform_remote_state.base.outputs.databasePasswordArn}" },
    ]);
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

describe("an app that logs JSON", () => {
  it("has every line as an event", () => {
    const [, json] = containers(synthesize({ env: { LOG_FORMAT: "json" } }).service, "web");

    expect(JSON.stringify(json?.logConfiguration)).not.toContain("awslogs-datetime-format");
  });
});

describe("the nginx container", () => {
  it("gets a free port of the host, so that two copies fit on one", () => {
    expect(nginx?.portMappings).toEqual([{ containerPort: 8080, hostPort: 0, protocol: "tcp" }]);
  });

  it("shares a volume in memory with PHP-FPM, which no other user enters", () => {
    const mounts = containers(service, "web").filter(({ mountPoints }) => mountPoints !== undefined);
    expect(mounts.map(({ name }) => name)).toEqual(["nginx", "app"]);
    expect(webTask.volume).toMatchObject([
      {
        name: "php-fpm",
        docker_volume_configuration: {
          scope: "task",
          driver_opts: { type: "tmpfs", o: expect.stringContaining("mode=0700,uid=33,gid=33") as string },
        },
      },
    ]);
    for (const other of ["scheduler", "migrate"]) {
      const task = named(service, "aws_ecs_task_definition", `api-production-${other}`, "family");
      expect(task).not.toHaveProperty("volume");
    }
  });

  it("starts after PHP-FPM answers, and believes the load balancer's addresses only", () => {
    expect(nginx).toMatchObject({
      links: ["app"],
      dependsOn: [{ containerName: "app", condition: "HEALTHY" }],
      environment: [
        { name: "HEALTH_CHECK_PATH", value: HEALTH_CHECK.path },
        { name: "REAL_IP_FROM", value: "10.0.0.0/16" },
        { name: "SERVER_NAMES", value: "api.example.com" },
        { name: "MAXIMUM_UPLOAD_MIB", value: "10" },
        { name: "REQUEST_SECONDS", value: "55" },
      ],
    });
  });
});

describe("a shell in a container", () => {
  it("is off: no rights, no agent", () => {
    expect(web.enable_execute_command).toBe(false);
    expect(JSON.stringify(service)).not.toContain("ssmmessages");
  });

  it("can be opened where the environment says so, which makes the root file system writable", () => {
    const open = synthesize({ shell: true }).service;

    expect(named(open, "aws_ecs_service", "web").enable_execute_command).toBe(true);
    expect(JSON.stringify(open.data)).toContain("ssmmessages:OpenDataChannel");
    for (const container of containers(open)) expect(container.readonlyRootFilesystem).toBe(false);
  });
});
