import { z } from "zod";

export const ci = z.discriminatedUnion("identity", [
  z.strictObject({
    identity: z.literal("github-oidc"),
    deployRepository: z
      .string()
      .describe(
        "owner/name of the Laravel repository whose workflow deploys; owner@id/name@id where GitHub's tokens name it so" +
          " (repositories made or renamed since 2026-07-15; `gh api repos/<owner>/<name> --jq '.owner.id,.id'`).",
      ),
    deployEnvironment: z
      .string()
      .describe("The GitHub environment its deploy job runs in; protect it by reviewers."),
    planRepository: z
      .string()
      .describe("This project's repository, whose pull requests are planned, in the same form."),
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
      .describe(
        "The first article's way. Its access key is made by hand, as Terraform would write it to the state.",
      ),
  }),
]);
