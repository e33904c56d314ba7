import { lookAtJobs } from "../../../ops/ecs/surroundings";
import { environment, healthy } from "../diagnosis/observed";
import { Played } from "../played/played";
import { AwsError } from "../played/protocols";

/** The number of jobs, where SQS answers with this error. */
async function jobsWhen(code: string) {
  const played = await Played.open(environment(), healthy, {
    sqs: {
      GetQueueUrl: () => {
        throw new AwsError(code, "The specified queue does not exist.");
      },
    },
  });
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

  it("is an error where AWS denies it", async () => {
    expect(await jobsWhen("AccessDenied")).toMatchObject({ jobs: "not read", exitCode: 1 });
  });
});
