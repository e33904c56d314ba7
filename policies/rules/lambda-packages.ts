import { existsSync } from "node:fs";
import type { Policy } from "../policy";
import { text } from "../values";

/** Where CDKTF will copy an asset to: its source was looked for when it was declared. */
const ASSETS = "assets/";

export const lambdaPackages: Policy = {
  name: "lambda-packages",
  reason: "Terraform looks for the file only when it applies.",
  source: 'Terraform: "aws_lambda_function", AWS provider, and "archive_file", Archive provider',
  types: ["aws_lambda_function", "data.archive_file"],
  check: ({ type, body }) => {
    const inputs = type === "data.archive_file" ? ["source_file", "source_dir"] : ["filename"];
    const missing = inputs.flatMap((argument) => {
      const path = text(body[argument]);
      if (path === undefined || path.startsWith(ASSETS) || existsSync(path)) return [];
      return [`${argument} is "${path}", which does not exist: build it first, or correct the path`];
    });
    const hasCode = ["filename", "s3_bucket", "image_uri"].some((argument) => body[argument] !== undefined);
    return type === "data.archive_file" || hasCode ? missing : ["it has no code: set filename"];
  },
};
