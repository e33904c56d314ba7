import type { ApplicationCheck } from "./application-check";
import { COMES_WITH_DOCKER } from "./application-check";

const FOLDER = ".github/workflows";
const CALL = /\buses:\s*['"]?([\w.-]+\/[\w.-]+)\/\.github\/workflows\/application\.yml@/;

/** The workflow of the Laravel repository that deploys calls one of the infrastructure's repository. */
export const workflow: ApplicationCheck = {
  subject: "the workflow that deploys",
  look: (application) => {
    const { ci, environment } = application.environment;
    if (ci.identity !== "github-oidc") return { seen: "none needed for an IAM user" };

    const files = [...application.files(FOLDER, ".yml"), ...application.files(FOLDER, ".yaml")];
    const calling = files.flatMap((file) => {
      const text = application.text(file) ?? "";
      const [, repository] = CALL.exec(text) ?? [];
      return repository === undefined ? [] : [{ file, text, repository }];
    });
    if (calling.length === 0) {
      if (!application.hasContainers) return COMES_WITH_DOCKER;
      return {
        advice: `No workflow deploys from GitHub. Run in the Laravel repository: cp -R ${application.fromProject("docker/laravel/.github")} .`,
      };
    }
    // A repository may be written with ids: owner@1/name@2.
    const expected = ci.planRepository.replace(/@\d+/g, "");
    const known = calling.some(({ text }) =>
      new RegExp(`\\benvironment:\\s*['"]?${environment}\\b`).test(text),
    );
    return {
      seen: calling.map(({ file }) => file).join(", "),
      problems: calling
        .filter(({ repository }) => repository !== expected)
        .map(({ file, repository }) => ({
          path: file,
          got: `a workflow of ${repository}`,
          allowed: `one of ${expected}, the repository in ci.planRepository`,
          fix: `Write uses: ${expected}/.github/workflows/application.yml@main`,
        })),
      advice: !known && `No workflow deploys ${environment}: add a job with environment: ${environment}.`,
    };
  },
};
