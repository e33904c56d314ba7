import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import type { RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from "@aws-sdk/client-ecs";
import { isDeepStrictEqual } from "node:util";
import type { Image } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import type { Operation } from "../cli/operation";

/** A revision of a task definition. */
export interface Revision {
  readonly arn: string;
  /** E.g. `api-production-web:12`. */
  readonly name: string;
  readonly active: boolean;
  readonly registeredAt: Date | undefined;
  /** The input that would register it again. */
  readonly content: RegisterTaskDefinitionCommandInput;
}

/** The tag of each image. */
export type Tags = Readonly<Record<Image, string>>;

/** The revision with this ARN or name, or the newest active revision of a family. Undefined when there is none. */
export async function findRevision(operation: Operation, name: string): Promise<Revision | undefined> {
  try {
    const { taskDefinition = {}, tags = [] } = await operation
      .client(ECSClient)
      .send(new DescribeTaskDefinitionCommand({ taskDefinition: name, include: ["TAGS"] }));
    return revisionOf(taskDefinition, tags);
  } catch (error) {
    if ((error as Error).name === "ClientException") return undefined;
    throw error;
  }
}

/** Registers the content as the newest revision of its family. */
export async function register(
  operation: Operation,
  content: RegisterTaskDefinitionCommandInput,
): Promise<Revision> {
  const { taskDefinition = {}, tags = [] } = await operation
    .client(ECSClient)
    .send(new RegisterTaskDefinitionCommand(content));
  return revisionOf(taskDefinition, tags);
}

/** Deregisters a revision, so that neither Terraform nor EventBridge uses it as the newest. */
export async function deregister(operation: Operation, { arn }: Revision): Promise<void> {
  await operation.client(ECSClient).send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn }));
}

/** The same content with other image tags. */
export function withImages(
  operation: Operation,
  content: Revision["content"],
  tags: Tags,
): Revision["content"] {
  return {
    ...content,
    containerDefinitions: content.containerDefinitions?.map((container) => {
      const image = imageOf(operation, container.image);
      const [repository] = container.image?.split(/[:@](?=[^/]*$)/) ?? [];
      return image ? { ...container, image: `${repository}:${tags[image]}` } : container;
    }),
  };
}

/** The same content with another settings file. */
export function withSettings(content: Revision["content"], file: string): Revision["content"] {
  return {
    ...content,
    containerDefinitions: content.containerDefinitions?.map((container) =>
      container.environmentFiles?.length
        ? { ...container, environmentFiles: [{ type: "s3" as const, value: file }] }
        : container,
    ),
  };
}

/** The image tags of a revision, for the images that it uses. */
export function tagsOf(operation: Operation, { content }: Revision): Partial<Tags> {
  const tags = content.containerDefinitions?.flatMap(({ image }) => {
    const kind = imageOf(operation, image);
    const tag = image?.split(/:(?=[^/]*$)/)[1];
    return kind && tag ? [[kind, tag] as const] : [];
  });
  return Object.fromEntries(tags ?? []);
}

/** The ARN of the settings file that a revision reads. */
export function settingsOf({ content }: Revision): string | undefined {
  return content.containerDefinitions?.flatMap(({ environmentFiles = [] }) => environmentFiles)[0]?.value;
}

/** The ARNs of the parameters that a revision reads its secrets from. */
export function secretsOf({ content }: Revision): string[] {
  const secrets = content.containerDefinitions?.flatMap((container) => container.secrets ?? []) ?? [];
  return [...new Set(secrets.flatMap(({ valueFrom }) => valueFrom ?? []))];
}

export function sameContent(one: Revision["content"], other: Revision["content"]): boolean {
  return isDeepStrictEqual(one, other);
}

function imageOf({ names }: Operation, image = ""): Image | undefined {
  return IMAGES.find((each) => new RegExp(`/${names.repository(each).name}[:@]`).test(image));
}

/** Fields that ECS adds to a task definition, and RegisterTaskDefinition does not accept. */
const ADDED = new Set([
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
  "deleteRequestedAt",
]);

function revisionOf(described: TaskDefinition, tags: Tag[]): Revision {
  const {
    taskDefinitionArn: arn = "",
    family,
    revision,
    status,
    registeredAt,
    containerDefinitions,
  } = described;
  const given = Object.fromEntries(Object.entries(described).filter(([field]) => !ADDED.has(field)));
  return {
    arn,
    name: `${family}:${revision}`,
    active: status === "ACTIVE",
    registeredAt,
    content: {
      ...given,
      family,
      containerDefinitions: containerDefinitions ?? [],
      ...(tags.length > 0 ? { tags } : {}),
    },
  };
}
