/**
 * Actions of IAM whose resource does not limit them enough: a statement that allows one needs a condition ("Actions, resources, and
 * condition keys for AWS services", Service Authorization Reference).
 */
export const CONDITIONAL_ACTIONS = {
  "any-use": /^kms:(Decrypt|Encrypt|GenerateDataKey|ReEncrypt)/i,
  "any-grant": /^kms:CreateGrant$/i,
  "any-cluster":
    /^ecs:(ListTasks|Poll|RunTask|StartTask|StartTelemetrySession|UpdateContainerInstancesState)$/i,
  "any-capacity": /^ecs:RunTask$/i,
  "no-capacity": /^ecs:RunTask$/i,
  "any-tagging": /^ecs:TagResource$/i,
} as const;

/** The actions that read a secret. */
export const SECRET_READS = /^(ssm:GetParameter(s|sByPath)?|secretsmanager:GetSecretValue)$/i;

/**
 * A pattern that names nothing: `*`, `arn:aws:s3:::*`, or every resource of a type, e.g. `arn:aws:iam::*:role/*`. The name of a
 * bucket has no type before it.
 */
const NAMES_NOTHING =
  /^[*?:]+$|^arn:[^:]*:(s3:[^:]*:[^:]*:|(?!s3:)[^:]*:[^:]*:[^:]*:([A-Za-z-]+[/:])?)[*?][*?/:]*$/;

/** Whether the resource of a statement names nothing, so that it needs a reason. */
export const namesNothing = (resource: string): boolean => NAMES_NOTHING.test(resource);
