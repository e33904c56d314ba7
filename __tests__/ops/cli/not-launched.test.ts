import { beforeLaunch, notLaunched } from "../../../ops/cli/not-launched";
import type { Operation } from "../../../ops/cli/operation";

const operation = { environment: { environment: "live" } } as Operation;
const thrown = (name: string, message = "as AWS put it") => Object.assign(new Error(message), { name });

describe("a command before the first launch", () => {
  it("names the launch, and the deployment of the stacks", () => {
    expect(notLaunched(operation).message).toMatchInlineSnapshot(`
      "live has no services yet.
      Fix: Launch it, or continue its launch: npm run ops -- launch live --app <your Laravel repository>
           Or deploy the stacks, then run this command again: npm run apply -- live-base live-service"
    `);
  });

  it.each([
    ["ClusterNotFoundException", undefined],
    ["ClientException", "Unable to describe task definition."],
  ])("is recognized by ECS's error: %s %s", (name, message) => {
    expect(beforeLaunch(operation, thrown(name, message))).toEqual(notLaunched(operation));
  });

  it.each([
    ["ClientException", "TaskDefinition is inactive"],
    ["AccessDeniedException", undefined],
  ])("is not confused with another error: %s %s", (name, message) => {
    expect(beforeLaunch(operation, thrown(name, message))).toBeUndefined();
  });
});
