import { join } from "node:path";

/** The project's root folder. */
export const ROOT = join(__dirname, "..");

/** All files of the embedded AWS. Not in git. */
export const LOCAL = join(ROOT, ".local");

/** The record, the log, the Terraform configuration and the synthesized stacks of `make up`. */
export const AWS_FOLDER = join(LOCAL, "aws");

export const CDKTF = join(ROOT, "node_modules", ".bin", "cdktf");
