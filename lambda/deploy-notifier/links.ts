import { LONGEST_NAME } from "./limits";
import { NAME, REGION } from "./settings";
import { clean } from "./text";

const part = (text: string) => encodeURIComponent(clean(text.slice(0, LONGEST_NAME)));

/** The URL of a page of the AWS console. The values are encoded. */
const page = ({ raw }: TemplateStringsArray, ...values: readonly string[]) =>
  `https://${REGION}.console.aws.amazon.com/${String.raw({ raw }, ...values.map(part))}`;

export const toService = (service: string) => ({
  Deployments: page`ecs/v2/clusters/${NAME}/services/${service}/deployments?region=${REGION}`,
});

export const toTask = (id: string) => ({ Task: page`ecs/v2/clusters/${NAME}/tasks/${id}?region=${REGION}` });

export const toAlarm = (name: string) => ({
  Alarm: page`cloudwatch/home?region=${REGION}#alarmsV2:alarm/${name}`,
});

export const toBackupJobs = (kind: string) => ({
  Jobs: page`backup/home?region=${REGION}#/jobs/${kind}`,
});

export const toScan = (account: string, repository: string, digest: string) => ({
  Findings:
    page`ecr/repositories/private/${account}/${repository}/_/image/${digest}/scan-results?region=${REGION}`.replaceAll(
      "%2F",
      "/",
    ),
});

/** In the fragment of this page the values are encoded twice, with a dollar sign for the percent sign. */
export const toLog = (group: string, stream: string) => ({
  Log: page`cloudwatch/home?region=${REGION}#logsV2:log-groups/log-group/${part(group)}/log-events/${part(stream)}`.replaceAll(
    "%",
    "$",
  ),
});
