import type { Environment } from "./environment";

/** What is allowed, and what whoever deploys should know about it. */
export function warningsOf({ environment, domain, shell, ci, production }: Environment): string[] {
  return [
    ...(domain
      ? []
      : [
          `${environment}: no domain, so the API answers on plain HTTP: passwords and tokens travel readable. Set domain.`,
        ]),
    ...(shell
      ? [
          `${environment}: shell is true, so the root file system of every container is writable.` +
            (production ? " Set it to false once you are done." : ""),
        ]
      : []),
    ...(ci.identity === "iam-user"
      ? [
          `${environment}: CI deploys as an IAM user, whose access key works for whoever has it. Prefer ci.identity github-oidc.`,
        ]
      : []),
  ];
}
