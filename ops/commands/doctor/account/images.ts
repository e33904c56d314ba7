import { RepositoryNotFoundException } from "@aws-sdk/client-ecr";
import type { Found } from "../../../../config/messages/problem";
import { problemsIn } from "../../../../config/messages/problem";
import type { Image } from "../../../../facts/names";
import { IMAGES, NO_IMAGE } from "../../../../facts/names";
import { applyLine, commandLine } from "../../../cli/command-line";
import type { Operation } from "../../../cli/operation";
import { lookAtImages } from "../../../ecs/surroundings";
import { imageFault } from "../../../release/image";
import type { AccountCheck } from "../check";

/** New tasks, e.g. of a host that replaces another, need the images in the image parameters. Before the first release there are none. */
export const images: AccountCheck = {
  subject: "the released images",
  reads: ["ssm:GetParameters", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
  look: async (operation) => {
    const released = await lookAtImages(operation);
    const tags = IMAGES.map((image) => ({ image, tag: released[image] })).filter(
      ({ tag }) => tag !== "" && tag !== NO_IMAGE,
    );
    const problems = await Promise.all(tags.map(({ image, tag }) => problemsWith(operation, image, tag)));
    return {
      seen: tags.map(({ image, tag }) => `${image} ${tag}`).join(", ") || "none before the first release",
      problems: problems.flatMap(problemsIn),
    };
  },
};

async function problemsWith(operation: Operation, image: Image, tag: string): Promise<Found> {
  const path = operation.names.imageParameter(image).name;
  try {
    const fault = await imageFault(operation, image, tag);
    return (
      fault && {
        path,
        got: `"${tag}". ${fault.what}`,
        allowed: "the tag of an image for the hosts",
        fix: `${fault.fix}\nThen release it: ${commandLine(operation.environment, "deploy", "--tag <commit>")}`,
      }
    );
  } catch (error) {
    if (!(error instanceof RepositoryNotFoundException)) throw error;
    return {
      path,
      got: `"${tag}", but the repository ${operation.names.repository(image).name} does not exist`,
      allowed: "the tag of an image for the hosts",
      fix: `Run: ${applyLine(operation.environment, "base")}`,
    };
  }
}
