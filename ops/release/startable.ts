import { GetRoleCommand, IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { InvalidResourceId, ListTagsForResourceCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Image } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import { applyLine } from "../cli/command-line";
import { NEW_APP_KEY } from "../diagnosis/stop-diagnosis";
import type { Operation } from "../cli/operation";
import { Refusal } from "../cli/refusal";
import { imageFault } from "./image";
import type { Revision, Tags } from "../ecs/revision";
import { secretsOf, settingsOf } from "../ecs/revision";
import { undefinedFor } from "../cli/undefined-for";

/**
 * Checks before any change that everything a task needs to start exists: the images for the hosts' processor architecture,
 * the roles, the secrets (without reading their values), and the settings file.
 *
 * @throws Refusal that lists everything that is missing
 */
export async function requireStartable(
  operation: Operation,
  tags: Tags,
  revisions: readonly Revision[],
): Promise<void> {
  const each = <T>(of: (revision: Revision) => T | T[] | undefined) => [
    ...new Set(revisions.flatMap((revision) => of(revision) ?? [])),
  ];
  const problems = await Promise.all([
    ...IMAGES.map((image) => imageProblem(operation, image, tags[image])),
    ...each(({ content }) => content.executionRoleArn).map((arn) => roleProblem(operation, arn)),
    ...each(({ content }) => content.taskRoleArn).map((arn) => roleProblem(operation, arn)),
    ...each(secretsOf).map((arn) => secretProblem(operation, arn)),
    ...each(settingsOf).map((arn) => settingsProblem(operation, arn)),
  ]);
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length === 0) return;
  throw new Refusal(["The tasks could not start. Nothing was deployed.", ...found].join("\n"));
}

async function imageProblem(operation: Operation, image: Image, tag: string): Promise<string | undefined> {
  const fault = await imageFault(operation, image, tag);
  return fault && `${fault.what}\n  Fix: ${fault.fix}`;
}

async function roleProblem(operation: Operation, arn: string): Promise<string | undefined> {
  const RoleName = arn.split("/").at(-1);
  const found = await operation
    .client(IAMClient)
    .send(new GetRoleCommand({ RoleName }))
    .catch(undefinedFor(NoSuchEntityException));
  return found
    ? undefined
    : `The role ${RoleName} does not exist.\n  Fix: Run ${deploy(operation, "service")}`;
}

async function secretProblem(operation: Operation, arn: string): Promise<string | undefined> {
  const name = arn.split(":parameter").at(-1) ?? arn;
  // Shows that the parameter exists, without reading its value.
  const found = await operation
    .client(SSMClient)
    .send(new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: name }))
    .catch(undefinedFor(InvalidResourceId));
  if (found) return undefined;
  const isKey = name.endsWith("/APP_KEY");
  return `The secret ${name} does not exist.\n  Fix: Run ${deploy(operation, "base")}${isKey ? `\n  ${NEW_APP_KEY}` : ""}`;
}

async function settingsProblem(operation: Operation, arn: string): Promise<string | undefined> {
  const [Bucket = "", ...path] = arn.replace("arn:aws:s3:::", "").split("/");
  const key = path.join("/");
  const { Contents = [] } = await operation
    .client(S3Client)
    .send(new ListObjectsV2Command({ Bucket, Prefix: key, MaxKeys: 1 }));
  if (Contents.some(({ Key }) => Key === key)) return undefined;
  return `The settings file ${key} is not in the bucket ${Bucket}.\n  Fix: Run ${deploy(operation, "service")}`;
}

const deploy = ({ environment }: Operation, stack: "base" | "service") => applyLine(environment, stack);
