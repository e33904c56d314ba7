import { z } from "zod";

export const ci = z.discriminatedUnion("identity", [
  z.strictObject({
    identity: z.literal("github-oidc"),
    deployRepository: z
      .string()
      .describe(
        "owner/name of the Laravel repository whose workflow deploys. If the repository was created or renamed since 2026-07-15, GitHub's tokens have ids:" +
          " write owner@id/name@id (`gh api repos/<owner>/<name> --jq '.owner.id,.id'` prints both ids).",
      ),
    deployEnvironment: z
      .string()
      .describe("The GitHub environment of its deploy job. Protect it with required reviewers."),
    planRepository: z
      .string()
      .describe("The repository of this project, where `plan` runs on pull requests, in the same form."),
    defaultBranch: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._\/-]{0,99}$/, "one branch, like main, without a wildcard")
      .default("main")
      .describe("The default branch of `planRepository`: drift detection runs on it with the plan role."),
    provider: z
      .enum(["create", "existing"])
      .default("create")
      .describe(
        "An account has one GitHub OIDC provider: one environment creates it, the others say `existing`.",
      ),
  }),
  z.strictObject({
    identity: z
      .literal("iam-user")
      .describe("An IAM user for CI. Create its access key by hand: Terraform would write it to the state."),
  }),
]);
