import { join } from "node:path";

/** The project's root folder. */
export const ROOT = join(__dirname, "..");

/** All files of the embedded AWS. Not in git. */
export const LOCAL = join(ROOT, ".local");

/** The record, the log, the Terraform configuration and the synthesized stacks of `make up`. */
export const AWS_FOLDER = join(LOCAL, "aws");

/** The layers of pushed images, an OCI layout. Every embedded AWS reads the same: a blob is named by its content. */
export const REGISTRY = join(LOCAL, "registry");

/** The layers and unpacked file systems of built images. The image tests reuse them. */
export const IMAGES_FOLDER = join(LOCAL, "images");

export const CDKTF = join(ROOT, "node_modules", ".bin", "cdktf");
