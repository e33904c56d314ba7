import type { Container, Task } from "@aws-sdk/client-ecs";
import { causes, container, line, minutesAgo, service, stopped, explained, waiting } from "./observed";

const others = [service("scheduler")];
const failing = (containers: Container[], changes: Partial<Task> = {}) => ({
  services: [waiting("web"), ...others],
  tasks: [stopped("web", containers, changes)],
});
const notPulled = (reason: string) =>
  failing([container("app")], {
    stoppedReason: `CannotPullContainerError: ${reason}`,
    stopCode: "TaskFailedToStart",
  });
const notInitialized = (reason: string) =>
  failing([container("app")], {
    stoppedReason: `ResourceInitializationError: ${reason}`,
    stopCode: "TaskFailedToStart",
  });

describe("Why a task stopped", () => {
  it("explains a crash by exit code and by what the log says", () => {
    expect(
      explained({
        ...failing([container("nginx", { exitCode: 137 }), container("app", { exitCode: 1 })], {
          stoppedReason: "Essential container in task exited",
          stopCode: "EssentialContainerExited",
        }),
        logs: [
          line("app", "PHP Fatal error: Class not found"),
          line("app", "bye"),
          line("nginx", "error of another container"),
        ],
      }),
    ).toMatchInlineSnapshot(`
     "container-failed: web: app ended with exit code 1
     The application exited with an error. The log shows: PHP Fatal error: Class not found
     Read the log: npm run ops -- logs test --container app --since 1h"
    `);
  });

  it("explains the crash, not that another container waited for it", () => {
    const reason =
      "dependency graph: failed to resolve the container ordering dependency [app] for target [nginx] as dependency has stopped.";
    const failed = (app: Partial<Container>) =>
      explained(
        failing([container("nginx", { reason }), container("app", app)], {
          stoppedReason: "Task failed to start",
          stopCode: "TaskFailedToStart",
        }),
      );
    expect(failed({ exitCode: 1 })).toContain("container-failed: web: app ended with exit code 1");
    const logs =
      "CannotStartContainerError: failed to create Cloudwatch log stream: The specified log group does not exist.";
    expect(failed({ reason: logs })).toMatch(
      /^container-not-started: web: app cannot start\nThe log group of the container was deleted[^]*npm run apply -- test-service$/,
    );
  });

  it("shows every mistake for which the image refused to start, each with its fix", () => {
    expect(
      explained({
        ...failing([container("nginx", { exitCode: 0 }), container("app", { exitCode: 1 })]),
        logs: [
          // Lines that begin without a time are one event.
          line(
            "app",
            "entrypoint: APP_KEY is missing. Fix: create one.\nentrypoint: CACHE_STORE=database has no effect. Fix: write it.\n",
          ),
          line("app", "entrypoint: APP_KEY is missing. Fix: create one."),
          line("app", "entrypoint: no fix in this line"),
          line("app", "a visitor's text\nentrypoint: Nothing. Fix: run something."),
        ],
      }),
    ).toMatchInlineSnapshot(`
     "start-refused: web: app ended with exit code 1
     The image refused the application:
     APP_KEY is missing.
     CACHE_STORE=database has no effect.
     create one.
     write it."
    `);
  });

  it.each([
    [0, "The process ended on its own"],
    [1, "The application exited with an error"],
    [126, "cannot be executed"],
    [127, "not found in the image"],
    [137, "SIGKILL"],
    [139, "SIGSEGV"],
    [143, "SIGTERM"],
  ])("explains what exit code %i means", (exitCode, meaning) => {
    expect(explained(failing([container("app", { exitCode })]))).toContain(meaning);
  });

  it("counts the crashes of a crash loop", () => {
    const crash = stopped("web", [container("app", { exitCode: 255 })]);
    expect(explained({ services: [waiting("web"), ...others], tasks: [crash, crash, crash] }))
      .toMatchInlineSnapshot(`
     "container-failed: web: app ended with exit code 255, 3 times in the last hour
     The process could not start, or ended with an unknown error. The log is empty.
     Read the log: npm run ops -- logs test --container app --since 1h"
    `);
  });

  it("explains an out-of-memory kill, and names the field to raise", () => {
    const reason = "OutOfMemoryError: Container killed due to memory usage";
    expect(
      explained(failing([container("nginx", { exitCode: 0 }), container("app", { exitCode: 137, reason })])),
    ).toMatchInlineSnapshot(`
     "out-of-memory: web: app ran out of memory and was killed
     The container used more memory than its limit.
     Raise web.app.memoryMiB in environments/test.ts and deploy the service stack."
    `);
    expect(explained(failing([container("worker", { exitCode: 137, reason })]))).toContain(
      "Raise worker.memoryMiB",
    );
  });

  it("explains a missing image", () => {
    expect(
      explained(
        notPulled("Error response from daemon: manifest for 1.dkr.ecr/app:abc not found: manifest unknown"),
      ),
    ).toMatchInlineSnapshot(`
     "image-missing: web: the image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop-test/app:abc cannot be pulled
     The repository does not have this image: it was not pushed, or was expired by the lifecycle policy. ECS reports: CannotPullContainerError: Error response from daemon: manifest for 1.dkr.ecr/app:abc not found: manifest unknown
     Push the image with this tag, or deploy another tag: npm run ops -- deploy test --tag <commit>"
    `);
    expect(
      causes(notPulled("failed to resolve ref 1.dkr.ecr/app:abc: 1.dkr.ecr/app:abc: not found")),
    ).toEqual(["image-missing"]);
  });

  it("explains an image for another processor, however it shows", () => {
    expect(explained(notPulled("no matching manifest for linux/amd64 in the manifest list entries")))
      .toMatchInlineSnapshot(`
     "image-wrong-architecture: web: the image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop-test/app:abc cannot be pulled
     The image was built for another processor architecture. t3.small needs linux/amd64. ECS reports: CannotPullContainerError: no matching manifest for linux/amd64 in the manifest list entries
     Build the image with --platform linux/amd64, push it and deploy it."
    `);
    expect(
      causes(notPulled("image Manifest does not contain descriptor matching platform 'linux/amd64'")),
    ).toEqual(["image-wrong-architecture"]);
    const crash = failing([container("app", { exitCode: 255 })], {
      stoppedReason: "Essential container in task exited",
    });
    expect(
      causes({ ...crash, logs: [line("app", "exec /usr/local/bin/entrypoint: exec format error")] }),
    ).toEqual(["image-wrong-architecture"]);
  });

  it.each([
    ["write /var/lib/docker/tmp/x: no space left on device", "disk-full"],
    [
      "pull access denied for 1.dkr.ecr/app, repository does not exist or may require authorization: denied: x",
      "image-unreadable",
    ],
    ["AccessDeniedException: User is not authorized to perform: ecr:BatchGetImage", "image-unreadable"],
    ["Get https://1.dkr.ecr/v2/: dial tcp 10.0.0.1:443: i/o timeout", "image-registry-unreachable"],
    ["toomanyrequests: You have reached your pull rate limit", "image-registry-unreachable"],
    ["an unknown reason", "image-unreadable"],
  ])("explains why an image cannot be pulled: %s", (reason, cause) => {
    expect(causes(notPulled(reason))).toEqual([cause]);
  });

  it("explains secrets that cannot be read, and why", () => {
    expect(
      explained(
        notInitialized(
          "unable to pull secrets or registry auth: unable to retrieve secrets from ssm: AccessDeniedException: no",
        ),
      ),
    ).toMatchInlineSnapshot(`
     "secret-unreadable: web: the secrets cannot be read
     The task execution role has no permission to read or decrypt it. ECS reports: ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: AccessDeniedException: no
     Deploy the base stack, which creates the parameters, then the service stack. For a secret with source "operator": npm run ops -- secret set test <NAME>
     A lost APP_KEY gets a new value: what Laravel encrypted stays unreadable until APP_PREVIOUS_KEYS has the old one (docs/operate.md)."
    `);
    expect(
      explained(
        notInitialized(
          "Fetching secret data from SSM Parameter Store: invalid parameters: /shop-test/secret/X",
        ),
      ),
    ).toContain("A parameter does not exist");
  });

  it.each(["KMSInvalidStateException", "DisabledException"])(
    "explains secrets whose key cannot be used: %s",
    (code) => {
      const reason = `unable to retrieve secrets from ssm: InvalidKeyId: x (Error Code: ${code})`;
      expect(explained(notInitialized(reason))).toBe(
        "key-unusable: web: the secrets cannot be decrypted\n" +
          `The KMS key is disabled or will be deleted. ECS reports: ResourceInitializationError: ${reason}\n` +
          "npm run ops -- doctor test prints the commands that make the key usable (docs/recover.md). Then deploy again.",
      );
    },
  );

  it("explains settings that cannot be read", () => {
    expect(
      explained(
        notInitialized("failed to download env files: file download command: AccessDenied: status code: 403"),
      ),
    ).toMatchInlineSnapshot(`
     "settings-unreadable: web: Laravel's settings cannot be read
     The task execution role has no permission to read or decrypt it. ECS reports: ResourceInitializationError: failed to download env files: file download command: AccessDenied: status code: 403
     Deploy the service stack, which writes the file to shop-test-settings-111122223333."
    `);
  });

  it("separates failed health checks of the load balancer from those of a container", () => {
    expect(
      explained({
        ...failing([container("nginx", { exitCode: 0 }), container("app", { exitCode: 0 })], {
          stoppedReason: "Task failed ELB health checks in (target-group arn:aws:x:targetgroup/web-1/2)",
          stopCode: "ServiceSchedulerInitiated",
        }),
        logs: [line("app", "PHP Fatal error: no Redis"), line("nginx", "error of another container")],
      }),
    ).toMatchInlineSnapshot(`
     "load-balancer-health-check: web: the load balancer's health check failed
     Task failed ELB health checks in (target-group arn:aws:x:targetgroup/web-1/2) The log shows: PHP Fatal error: no Redis
     GET /up must return 200 through nginx. Read the log: npm run ops -- logs test --container app --since 1h"
    `);
    expect(
      explained({
        ...failing([container("nginx"), container("app", { healthStatus: "UNHEALTHY" })], {
          stoppedReason: "Task failed container health checks",
          stopCode: "ServiceSchedulerInitiated",
        }),
        logs: [line("app", "waiting for the database")],
      }),
    ).toMatchInlineSnapshot(`
     "container-health-check: web: the health check of app failed
     The container was running, but its health check did not pass in time. The log shows: waiting for the database
     Read the log: npm run ops -- logs test --container app --since 1h"
    `);
  });

  it("explains a host that went away", () => {
    expect(explained(failing([container("app", { exitCode: 137 })], { stopCode: "SpotInterruption" })))
      .toMatchInlineSnapshot(`
     "host-lost: web: the host of the task was lost
     AWS interrupted the Spot instance.
     Auto Scaling launches a new host within minutes. If that is too long, use hosts.minimum: 2 or on-demand hosts."
    `);
    expect(
      causes(failing([container("app")], { stoppedReason: "Host EC2 (instance i-0123) terminated." })),
    ).toEqual(["host-lost"]);
  });

  it("explains a container that Docker cannot start", () => {
    const reason = 'CannotStartContainerError: Error response from daemon: exec: "artisan": not found';
    expect(
      causes(failing([container("app", { reason })], { stoppedReason: "Task failed to start" })),
    ).toEqual(["container-not-started"]);
  });

  it("explains a task that did not start for an unknown reason", () => {
    expect(
      explained(
        failing([container("app")], { stoppedReason: "Something new", stopCode: "TaskFailedToStart" }),
      ),
    ).toMatchInlineSnapshot(`
     "container-not-started: web: a task did not start
     Something new
     Check the hosts and the other problems: npm run ops -- status test"
    `);
  });

  it("explains a failed migration, of the newest alone", () => {
    const failed = stopped("migrate", [container("migrate", { exitCode: 1 })], { stoppedAt: minutesAgo(9) });
    const done = stopped("migrate", [container("migrate", { exitCode: 0 })]);
    expect(explained({ tasks: [failed], logs: [line("migrate", "SQLSTATE[42S01]: table exists")] }))
      .toMatchInlineSnapshot(`
     "migration-failed: migrate: the migration failed with exit code 1
     The application exited with an error. The log shows: SQLSTATE[42S01]: table exists
     Read the log: npm run ops -- logs test --container migrate --since 1h"
    `);
    expect(causes({ tasks: [failed, done] })).toEqual([]);
  });
});
