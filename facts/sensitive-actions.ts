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
