import { Interruption } from "../../../../ops/cli/outcome";
import { Played } from "../../played/played";
import type { Container, Task } from "@aws-sdk/client-ecs";
import { run } from "../../../../ops/commands/run/run";
import { container, environment, healthy, host, task } from "../../diagnosis/observed";
import type { Answers } from "../../played/endpoint";
import { AwsError } from "../../played/protocols";

interface Course {
  /** What each look at the task shows; the last one holds. */
  readonly looks?: Partial<Task>[];
  readonly lines?: string[];
  readonly start?: () => object;
  readonly signal?: AbortSignal;
  readonly more?: Answers;
}

const STARTS = { lastStatus: "PENDING" };
const RUNS = { lastStatus: "RUNNING", startedAt: new Date() };
const ended = (changes: Partial<Container>): Partial<Task> => ({
  ...RUNS,
  lastStatus: "STOPPED",
  stopCode: "EssentialContainerExited",
  containers: [container("migrate", changes)],
});

async function runs(command: string[], { looks = [], lines = [], start, signal, more = {} }: Course) {
  const own = task("migrate", [container("migrate")], { lastStatus: "PROVISIONING" });
  let look = -1;
  const played = await Played.open(
    environment(),
    { ...healthy, tasks: [] },
    {
      ecs: {
        RunTask: () => start?.() ?? { tasks: [own], failures: [] },
        DescribeTasks: () => {
          look += 1;
          return { tasks: [{ ...own, ...looks[Math.min(look, looks.length - 1)] }] };
        },
        StopTask: () => ({ task: own }),
        ...more,
      },
      logs: {
        GetLogEvents({ nextToken, logStreamName }: { nextToken?: string; logStreamName: string }) {
          if (lines.length === 0) throw new AwsError("ResourceNotFoundException", "no such stream");
          expect(logStreamName).toBe("ecs/migrate/0123");
          const from = Number(nextToken?.slice(2) ?? 0);
          const upTo = Math.min(lines.length, look + 1);
          return {
            events: lines.slice(from, upTo).map((message) => ({ message, timestamp: 0 })),
            nextForwardToken: `f/${upTo}`,
          };
        },
      },
    },
  );
  try {
    const end = await played.run((operation) => run(operation, command), signal);
    return { ...end, endpoint: played.endpoint };
  } finally {
    await played.close();
  }
}

describe("ops run", () => {
  it("is refused before the service stack is deployed, with the command that launches", async () => {
    const start = () => {
      throw new AwsError("ClientException", "Unable to describe task definition.");
    };
    const { exitCode, warned } = await runs(["artisan", "about"], { start });

    expect(exitCode).toBe(2);
    expect(warned).toMatchInlineSnapshot(`
      "test has no services yet.
      Fix: Launch it, or continue its launch: npm run ops -- launch test --app <your Laravel repository>
           Or deploy the stacks, then run this command again: npm run apply -- test-base test-service
      "
    `);
  });

  it("runs a command as migrate runs, prints its log once, and ends with 0", async () => {
    const { exitCode, said, facts, endpoint } = await runs(["artisan", "about", "--json"], {
      looks: [STARTS, RUNS, RUNS, ended({ exitCode: 0 })],
      lines: ["one", "two", "three"],
    });
    expect(said).toBe("Task 0123 is starting.\none\ntwo\nthree\n");
    expect([exitCode, facts]).toEqual([0, { task: "0123", exitCode: 0 }]);
    expect(endpoint.inputsOf("ecs:RunTask")).toEqual([
      {
        clientToken: expect.any(String) as string,
        cluster: "shop-test",
        taskDefinition: "shop-test-migrate",
        capacityProviderStrategy: [{ capacityProvider: "shop-test", weight: 1 }],
        enableECSManagedTags: true,
        propagateTags: "TASK_DEFINITION",
        startedBy: "ops run",
        overrides: { containerOverrides: [{ name: "migrate", command: ["artisan", "about", "--json"] }] },
      },
    ]);
  });

  it("ends with the exit code of the command", async () => {
    const { exitCode, warned } = await runs(["artisan", "no:such"], { looks: [ended({ exitCode: 3 })] });
    expect(exitCode).toBe(3);
    expect(warned).toBe("artisan no:such ended with exit code 3.\n");
  });

  it("says that the command was killed for want of memory", async () => {
    const reason = "OutOfMemoryError: Container killed due to memory usage";
    const { exitCode, warned } = await runs(["artisan", "import"], {
      looks: [ended({ exitCode: 137, reason })],
    });
    expect(exitCode).toBe(1);
    expect(warned).toContain(
      "Raise oneOffTask.memoryMiB in environments/test.ts and deploy the service stack.",
    );
  });

  it("says why an image could not be pulled", async () => {
    const stoppedReason = "CannotPullContainerError: failed to resolve ref: not found";
    const { exitCode, warned } = await runs(["artisan", "about"], {
      looks: [{ ...ended({}), stoppedReason, stopCode: "TaskFailedToStart" }],
    });
    expect(exitCode).toBe(1);
    expect(warned).toContain("The repository does not have this image");
  });

  it("takes failures inside a 200 for what they are", async () => {
    const { exitCode, warned } = await runs(["artisan", "about"], {
      start: () => ({ tasks: [], failures: [{ reason: "RESOURCE:MEMORY", arn: "arn:x" }] }),
      more: { DescribeContainerInstances: () => ({ containerInstances: [host(96)] }) },
    });
    expect(exitCode).toBe(1);
    expect(warned).toContain("ECS did not start the task: RESOURCE:MEMORY.");
    expect(warned).toContain("migrate: no host has enough free memory for another task");
  });

  it("gives up on a task that does not start, and stops it", async () => {
    const { exitCode, warned, endpoint } = await runs(["artisan", "about"], { looks: [STARTS] });
    expect(exitCode).toBe(1);
    expect(warned).toContain("The task did not start within 10 minutes and was stopped.");
    expect(endpoint.actions).toContain("ecs:StopTask");
  });

  it("says that the task goes on where AWS cannot be asked any more", async () => {
    const { exitCode, warned } = await runs(["artisan", "import"], {
      more: {
        DescribeTasks: () => {
          throw new AwsError("ExpiredTokenException", "expired");
        },
      },
    });
    expect(exitCode).toBe(1);
    expect(warned).toBe(
      "Your AWS credentials have expired.\nFix: Log in again (e.g. aws sso login), then run the command again.\n" +
        "Task 0123 is still running. Follow its log: npm run ops -- logs test --container migrate --follow\n",
    );
  });

  it("stops the task at Ctrl-C, without a terminal", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Interruption()), 300);
    const { exitCode, warned, endpoint } = await runs(["artisan", "queue:work"], {
      looks: [RUNS],
      signal: controller.signal,
    });
    expect(exitCode).toBe(130);
    expect(warned).toContain("Task 0123 is being stopped.");
    expect(endpoint.inputsOf("ecs:StopTask")).toMatchObject([{ reason: "ops: interrupted" }]);
  });

  it.each([
    [["artisan", "user:make", "--password=hunter22"]],
    [["artisan", "x", "ghp_0123456789abcdefghij"]],
    [["env", "API_TOKEN=abc", "artisan", "x"]],
  ])("warns that %j is kept in plain text", async (command) => {
    expect((await runs(command, { looks: [ended({ exitCode: 0 })] })).warned).toContain(
      "The command seems to contain a secret.",
    );
  });

  it("keeps quiet about commands without secrets, and refuses none at all", async () => {
    const plain = await runs(["artisan", "migrate:status", "--env=production"], {
      looks: [ended({ exitCode: 0 })],
    });
    expect(plain.warned).toMatch(
      /^artisan migrate:status --env=production ended with exit code 0 after \d+ s\.\n$/,
    );
    const none = await runs([], {});
    expect(none.exitCode).toBe(2);
    expect(none.endpoint.actions).toEqual(["sts:GetCallerIdentity"]);
  });
});
