import { DescribeContainerInstancesCommand, UpdateContainerInstancesStateCommand } from "@aws-sdk/client-ecs";
import { Stage } from "./stage";

describe("a service of the embedded AWS whose host leaves", () => {
  let stage: Stage;
  beforeAll(async () => void (stage = await Stage.open()));
  beforeEach(() => stage.begin());
  afterEach(() => stage.end());
  afterAll(() => stage.close());

  it("moves its task from a draining host to another one, which starts it first", async () => {
    const revision = await stage.revision("good");
    const old = await stage.host();
    await stage.serve(revision);
    await stage.settled(revision);
    const next = await stage.host();
    const counts: number[] = [];
    await stage.ecs.send(
      new UpdateContainerInstancesStateCommand({
        cluster: stage.cluster,
        containerInstances: [old.arn],
        status: "DRAINING",
      }),
    );
    await stage.until("an empty host", ({ runningCount = 0, events = [] }) => {
      counts.push(runningCount);
      return (events[0]?.message ?? "").includes("steady") && events.length > 5;
    });
    expect(Math.min(...counts)).toBe(1);
    expect(await stage.tasks()).toMatchObject([{ containerInstanceArn: next.arn }]);
  });

  it("replaces the task of a host that was terminated", async () => {
    const revision = await stage.revision("good");
    const lost = await stage.host();
    await stage.serve(revision);
    await stage.settled(revision);
    await stage.silence(lost);
    const containerInstances = [lost.arn];
    const describe = () =>
      stage.ecs.send(new DescribeContainerInstancesCommand({ cluster: stage.cluster, containerInstances }));
    expect((await describe()).containerInstances).toMatchObject([{ runningTasksCount: 1 }]);

    await stage.terminate(lost);
    await stage.until("a lost task", ({ runningCount }) => runningCount === 0);
    expect(await stage.tasks("STOPPED")).toMatchObject([
      { stopCode: "TerminationNotice", stoppedReason: `Host EC2 (instance ${lost.instanceId}) terminated.` },
    ]);
    expect((await describe()).failures).toEqual([{ arn: lost.arn, reason: "MISSING" }]);
    await stage.host();
    await stage.until("a new task", ({ runningCount }) => runningCount === 1);
  });
});
