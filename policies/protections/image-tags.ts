import { containersOf, nameOf, titleOf } from "../containers";
import type { Policy } from "../policy";
import { blocks, found, isTrue, text, unless } from "../values";

export const imageTags: Policy = {
  name: "image-tags",
  reason:
    "A tag that can be moved makes a rollback start something else than what ran, and nobody scanned it.",
  source: 'AWS: "Preventing image tags from being overwritten in Amazon ECR", Amazon ECR User Guide',
  types: ["aws_ecr_repository", "aws_ecs_task_definition"],
  check: (block, stack) => {
    if (block.type === "aws_ecs_task_definition") {
      return containersOf(block, stack).flatMap((container) => {
        const image = text(container.image) ?? "known:later";
        const pinned = image.includes("@sha256:") || (/:[^/]+$/.test(image) && !image.endsWith(":latest"));
        return unless(
          pinned,
          found(
            "moving-tag",
            `${titleOf(container)} runs ${image}: name a tag that is never moved`,
            nameOf(container),
          ),
        );
      });
    }
    return [
      ...unless(
        block.body.image_tag_mutability === "IMMUTABLE",
        found("mutable", "image_tag_mutability is not IMMUTABLE: set it to IMMUTABLE"),
      ),
      ...unless(
        blocks(block.body.image_scanning_configuration).some(({ scan_on_push }) => isTrue(scan_on_push)),
        found("no-scan", "image_scanning_configuration.scan_on_push is not true: set it to true"),
      ),
    ];
  },
};
