import { goodRevisions } from "../../../ops/ecs/service-deployments";
import { tagsOf } from "../../../ops/ecs/revision";
import { environment, healthy } from "../diagnosis/observed";
import { Played } from "../played/played";

const ARN = "arn:aws:ecs:eu-west-1:111122223333";
const RELEASES = 45;
const PAGE = 20;

const serviceArn = `${ARN}:service/shop-test/web`;
const deploymentArn = (number: number) => `${ARN}:service-deployment/shop-test/web/${number}`;
const revisionArn = (number: number) => `${ARN}:service-revision/shop-test/web/${number}`;
const numberIn = (arn: string) => Number(arn.split(/[/:]/).at(-1));

/** A service with 45 healthy releases, in pages of 20 as ECS lists them. */
const releases = {
  ListServiceDeployments({ nextToken = "0" }: { nextToken?: string }) {
    const start = Number(nextToken);
    const numbers = Array.from({ length: RELEASES }, (_, index) => RELEASES - index).slice(
      start,
      start + PAGE,
    );
    return {
      serviceDeployments: numbers.map((number) => ({
        serviceDeploymentArn: deploymentArn(number),
        serviceArn,
        createdAt: new Date(number * 1_000),
        status: "SUCCESSFUL",
      })),
      ...(start + PAGE < RELEASES ? { nextToken: String(start + PAGE) } : {}),
    };
  },
  DescribeServiceDeployments: ({ serviceDeploymentArns }: { serviceDeploymentArns: string[] }) => ({
    serviceDeployments: serviceDeploymentArns.map((arn) => ({
      serviceDeploymentArn: arn,
      targetServiceRevision: { arn: revisionArn(numberIn(arn)) },
    })),
  }),
  DescribeServiceRevisions: ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) => ({
    serviceRevisions: serviceRevisionArns.map((arn) => ({
      serviceRevisionArn: arn,
      taskDefinition: `${ARN}:task-definition/shop-test-web:${numberIn(arn)}`,
    })),
  }),
  DescribeTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) => ({
    taskDefinition: {
      taskDefinitionArn: taskDefinition,
      family: "shop-test-web",
      revision: numberIn(taskDefinition),
      status: "ACTIVE",
      containerDefinitions: [
        {
          name: "app",
          image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop-test/app:v${numberIn(taskDefinition)}`,
        },
      ],
    },
  }),
};

/** The app tags of the first releases that are read, and the calls that took. */
async function read(most: number) {
  const played = await Played.open(environment(), healthy, { ecs: releases });
  try {
    const tags: (string | undefined)[] = [];
    await played.run(async (operation) => {
      for await (const revision of goodRevisions(operation, "web")) {
        tags.push(tagsOf(operation, revision).app);
        if (tags.length >= most) break;
      }
      return {};
    });
    return { tags, actions: played.endpoint.actions };
  } finally {
    await played.close();
  }
}

describe("The healthy releases", () => {
  it("are all of them, the latest first", async () => {
    const { tags } = await read(RELEASES + 1);

    expect(tags).toEqual(Array.from({ length: RELEASES }, (_, index) => `v${RELEASES - index}`));
  });

  it("are described only as far as they are needed", async () => {
    const { tags, actions } = await read(1);

    expect(tags).toEqual([`v${RELEASES}`]);
    expect(actions.filter((action) => action === "ecs:DescribeServiceDeployments")).toHaveLength(1);
    expect(actions.filter((action) => action === "ecs:DescribeTaskDefinition")).toHaveLength(1);
  });
});
