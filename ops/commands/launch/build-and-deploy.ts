import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import type { DeployOptions } from "../../release/deploy-options";
import { deploy } from "../../release/deploy";
import { servicesOf } from "../../ecs/services";
import { BUILD_CHECKS } from "../doctor/application/application-checks";
import { applicationIn } from "./application";
import { awaitChild } from "./child";
import { pushImages } from "./images";
import { notLaunched } from "../../cli/not-launched";
import { recordOf } from "./run-record";

export interface BuildOptions extends DeployOptions {
  /** The folder of the Laravel repository. */
  readonly build: string;
}

/**
 * A release from a Laravel repository on this machine: builds and pushes both images of its commit, then deploys them. Images
 * that are in the repositories already are not built again.
 *
 * @throws Refusal before anything is built, if the repository cannot be built or the environment has no services
 */
export async function buildAndDeploy(operation: Operation, options: BuildOptions): Promise<Facts> {
  const { build, tag, app, nginx, ...rest } = options;
  if (app !== undefined || nginx !== undefined) {
    throw new Refusal(
      "--build builds and deploys both images, so it excludes --app and --nginx.\nFix: Give --build <folder> alone, or with --tag <tag>.",
    );
  }
  const application = await applicationIn(operation.environment, {
    folder: build,
    option: "--build",
    tag,
    checks: BUILD_CHECKS,
  });
  const record = recordOf(operation);
  if (!(await servicesOf(operation, ["web"])).has("web")) throw notLaunched(operation);

  try {
    await awaitChild(operation, record);
    record.begin();
    operation.output.print(`Building and pushing the images of ${application.path}.`);
    await pushImages(operation, record, application);
    record.finish();
    return await deploy(operation, { ...rest, tag: application.tag });
  } finally {
    operation.output.progress("");
  }
}
