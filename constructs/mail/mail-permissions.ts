import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Environment } from "../../config/environment";
import { senderOf } from "../../config/sender";
import type { Names } from "../../facts/names";
import { equals } from "../aws/conditions";

/**
 * The right to send from one address, with the identity of its domain and the configuration set that SES takes for it. Laravel calls
 * SendRawEmail; SendEmail with a raw message is authorized as SendRawEmail too ("Actions, resources, and condition keys for Amazon SES").
 */
export function mailPermissions(mail: Environment["mail"], names: Names): Statement[] {
  if (mail?.kind !== "ses") return [];
  const { address, domain } = senderOf(mail.from);
  const configurationSets =
    mail.identity === "create"
      ? [names.configurationSet()]
      : mail.configurationSet === undefined
        ? []
        : [names.configurationSet(mail.configurationSet)];
  return [
    {
      sid: "SendMail",
      actions: ["ses:SendEmail", "ses:SendRawEmail"],
      resources: [names.mailIdentity(domain), ...configurationSets].map(({ arn }) => arn),
      condition: [equals("ses:FromAddress", address)],
    },
  ];
}
