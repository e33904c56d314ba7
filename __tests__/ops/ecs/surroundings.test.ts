import type { Environment } from "../../../config/environment";
import { lookAtJobs } from "../../../ops/ecs/surroundings";
import { environment, healthy } from "../diagnosis/observed";
import { Played } from "../played/played";
import { AwsError } from "../played/protocols";

/** The number of jobs, where SQS answers with this error. */
const jobsWhen = (code: string) =>
  jobsWith(environment(), {
    GetQueueUrl: () => {
      throw new AwsError(code, "The specified queue does not exist.");
    },
  });

async function jobsWith(of: Environment, sqs: Record<string, (input: { QueueName: string }) => unknown>) {
  const played = await Played.open(of, healthy, { sqs: sqs });
  try {
    let jobs: unknown = "not read";
    const end = await played.run(async (operation) => {
      jobs = await lookAtJobs(operation);
      return {};
    });
    return { jobs, ...end };
  } finally {
    await played.close();
  }
}

describe("the number of jobs", () => {
  it("is unknown before the service stack is deployed, which is not an error", async () => {
    expect(await jobsWhen("QueueDoesNotExist")).toMatchObject({ jobs: undefined, exitCode: 0 });
  });

  it("is that of each queue, also where one is not deployed yet", async () => {
    const queues = { queues: { emails: {}, late: {} }, "worker.queues": ["emails", "default", "late"] };
    const { jobs } = await jobsWith(environment(queues), {
      GetQueueUrl: ({ QueueName }) => {
        if (QueueName.startsWith("late")) throw new AwsError("QueueDoesNotExist", "It does not exist.");
        return { QueueUrl: `${process.env.AWS_ENDPOINT_URL}/1/${QueueName}` };
      },
      GetQueueAttributes: () => ({
        Attributes: { ApproximateNumberOfMessages: "1", ApproximateNumberOfMessagesNotVisible: "2" },
      }),
    });
    const each = { waiting: 1, inFlight: 2, failed: 3 };
    expect(jobs).toEqual({ waiting: 2, inFlight: 4, failed: 6, queues: { default: each, emails: each } });
  });

  it("is an error where AWS denies it", async () => {
    expect(await jobsWhen("AccessDenied")).toMatchObject({ jobs: "not read", exitCode: 1 });
  });
});
