import type { Policy } from "../policy";
import { blocks, found, number, unless } from "../values";

export const instanceMetadata: Policy = {
  name: "instance-metadata",
  reason: "A request that a container was tricked into making reads the credentials of the host.",
  source: 'AWS: "Configure the Instance Metadata Service options", Amazon EC2 User Guide',
  types: ["aws_launch_template", "aws_instance"],
  check: ({ body }, stack) => {
    const [options = {}] = blocks(body.metadata_options);
    const script = stack.scriptOf(body.user_data);
    return [
      ...unless(
        options.http_tokens === "required",
        found("imds-v1", 'metadata_options.http_tokens is not "required": set it to "required" (IMDSv2)'),
      ),
      ...unless(
        number(options.http_put_response_hop_limit) === 1,
        found(
          "hop-limit",
          "metadata_options.http_put_response_hop_limit is not 1, so containers reach it too: set it to 1",
        ),
      ),
      ...unless(
        /DOCKER-USER [^\\\n]*169\.254\.169\.254[^\\\n]*--jump DROP/.test(script),
        found(
          "container-access",
          "user_data does not drop what containers send to 169.254.169.254: add the rule of hostUserData",
        ),
      ),
    ];
  },
};
