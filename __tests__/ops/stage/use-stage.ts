import type { EnvironmentInput } from "../../../config/schema/schema";
import { Stage } from "./stage";
import { Template } from "./template";

/**
 * A stage of its own for each test of the file or of the `describe` that calls this, copied from one template.
 *
 * @param opened receives the stage before the test starts
 * @param changes what is other than in production
 */
export function useStage(opened: (stage: Stage) => unknown, changes?: Partial<EnvironmentInput>): void {
  let template: Template;
  let stage: Stage;
  beforeAll(async () => {
    template = await Template.make(changes);
  });
  beforeEach(async () => {
    stage = await Stage.open(template);
    await opened(stage);
  });
  afterEach(() => stage.close());
  afterAll(() => template.remove());
}
