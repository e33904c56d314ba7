import { admits, GITHUB_PROVIDER, trustOf } from "../../helpers/iam";
import { synthesize } from "../../helpers/stacks";

const { base } = synthesize();
const DEPLOY = "api-production-deploy";
const PLAN = "api-production-plan";
const AUDIENCE = "sts.amazonaws.com";

const admitted = (role: string, sub: string, aud = AUDIENCE, provider = GITHUB_PROVIDER) =>
  admits(trustOf(base, role), role, { sub, aud }, provider);

describe("who may deploy", () => {
  it("is a job of the pinned repository in the pinned GitHub environment", () => {
    expect(admitted(DEPLOY, "repo:example/api:environment:production")).toBe(true);
  });

  it.each([
    ["a fork", "repo:mallory/api:environment:production"],
    ["another repository of the same owner", "repo:example/website:environment:production"],
    ["this project's own repository", "repo:example/laravel-ecs:environment:production"],
    ["a repository whose name begins alike", "repo:example/api-tools:environment:production"],
    ["an owner whose name ends alike", "repo:my-example/api:environment:production"],
    ["another GitHub environment", "repo:example/api:environment:staging"],
    ["an environment whose name begins alike", "repo:example/api:environment:production-eu"],
    ["a branch, without the environment", "repo:example/api:ref:refs/heads/main"],
    ["a branch named like the environment", "repo:example/api:ref:refs/heads/environment:production"],
    ["a tag", "repo:example/api:ref:refs/tags/v1.0.0"],
    ["a pull request", "repo:example/api:pull_request"],
    ["an upper-case repository", "repo:Example/API:environment:production"],
    ["an upper-case environment", "repo:example/api:environment:Production"],
    ["a wildcard that was taken for a name", "repo:example/*:environment:production"],
    ["everything at once", "*"],
    ["the form with ids, unless it is pinned", "repo:example@1/api@2:environment:production"],
    ["a trailing space", "repo:example/api:environment:production "],
    ["an empty subject", ""],
  ])("is not %s", (_, sub) => {
    expect(admitted(DEPLOY, sub)).toBe(false);
  });

  it("shows a token that was made for AWS, by GitHub", () => {
    const sub = "repo:example/api:environment:production";

    expect(admitted(DEPLOY, sub, "https://github.com/example")).toBe(false);
    expect(admitted(DEPLOY, sub, "sts.amazonaws.com.evil.example")).toBe(false);
    expect(
      admitted(
        DEPLOY,
        sub,
        AUDIENCE,
        GITHUB_PROVIDER.replace("token.actions.githubusercontent.com", "gitlab.com"),
      ),
    ).toBe(false);
  });

  it("names both, the audience and the subject: none alone is enough", () => {
    const trust = trustOf(base, DEPLOY);

    expect(admits(trust, DEPLOY, { sub: "repo:example/api:environment:production" })).toBe(false);
    expect(admits(trust, DEPLOY, { aud: AUDIENCE })).toBe(false);
  });

  it("is pinned by its ids where the environment names them", () => {
    const withIds = synthesize({
      ci: {
        identity: "github-oidc",
        deployRepository: "example@1/api@2",
        deployEnvironment: "production",
        planRepository: "example@1/laravel-ecs@3",
      },
    }).base;
    const trust = trustOf(withIds, DEPLOY);
    const admittedAs = (sub: string) => admits(trust, DEPLOY, { sub, aud: AUDIENCE });

    expect(admittedAs("repo:example@1/api@2:environment:production")).toBe(true);
    // Another owner registered the name after it was released.
    expect(admittedAs("repo:example@7/api@8:environment:production")).toBe(false);
    expect(admittedAs("repo:example/api:environment:production")).toBe(false);
  });
});

describe("who may plan", () => {
  it.each([
    ["a pull request of this project's repository", "repo:example/laravel-ecs:pull_request"],
    ["its main branch", "repo:example/laravel-ecs:ref:refs/heads/main"],
  ])("is %s", (_, sub) => {
    expect(admitted(PLAN, sub)).toBe(true);
  });

  it.each([
    ["a fork", "repo:mallory/laravel-ecs:pull_request"],
    ["the Laravel repository", "repo:example/api:pull_request"],
    ["the Laravel repository's deploy", "repo:example/api:environment:production"],
    ["another branch", "repo:example/laravel-ecs:ref:refs/heads/topic"],
    ["a branch whose name begins alike", "repo:example/laravel-ecs:ref:refs/heads/main2"],
    ["a tag named like the branch", "repo:example/laravel-ecs:ref:refs/tags/main"],
    ["an upper-case owner", "repo:EXAMPLE/laravel-ecs:pull_request"],
    ["a wildcard", "repo:example/laravel-ecs:*"],
  ])("is not %s", (_, sub) => {
    expect(admitted(PLAN, sub)).toBe(false);
  });
});
