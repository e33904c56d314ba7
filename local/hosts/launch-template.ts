import { DescribeLaunchTemplateVersionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { clientsOf } from "../account";

/** The script that a host launched from the default version of a launch template runs. */
export async function userDataOf(
  launchTemplateName: string,
  clients: ReturnType<typeof clientsOf>,
): Promise<string> {
  const { LaunchTemplateVersions: versions = [] } = await new EC2Client(clients).send(
    new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateName: launchTemplateName,
      Versions: ["$Default"],
    }),
  );
  const encoded = versions[0]?.LaunchTemplateData?.UserData;
  if (encoded === undefined) throw new Error(`the launch template ${launchTemplateName} has no user data`);
  return Buffer.from(encoded, "base64").toString();
}
