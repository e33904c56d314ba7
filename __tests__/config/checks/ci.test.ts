import { resolve } from "../change";

describe("the CI identity", () => {
  it.each([
    ["https://github.com/example/shop.git", "Write example/shop."],
    ["git@github.com:example/shop", "Write example/shop."],
    ["example/*", "Write it as in the URL of the repository"],
    ["shop", "Write it as in the URL of the repository"],
    ["example/api:ref", "Write it as in the URL of the repository"],
    ["${aws:username}/api", "Write it as in the URL of the repository"],
  ])("is pinned to one repository, unlike %s", (repository, fix) => {
    expect(resolve({ "ci.deployRepository": repository })).toContain(fix);
    expect(resolve({ "ci.planRepository": repository })).toContain(fix);
  });

  it.each(["acme-/shop", "taylor_acme/shop", "octo@1234/shop@5678", "1a/.github"])(
    "may trust %s: which names exist is GitHub's rule",
    (repository) => {
      expect(resolve({ "ci.deployRepository": repository })).toBe("accepted");
    },
  );

  it.each([
    "*",
    "prod*",
    "a:b",
    "",
    " production",
    "${aws:username}",
    "&{aws:username}",
    "本番",
    "prod\u00aduction",
    "eu\u00a0production",
    "production\u0085",
    "p".repeat(256),
  ])("is pinned to one GitHub environment, unlike %j", (environment) => {
    expect(resolve({ "ci.deployEnvironment": environment })).toContain("the name of one GitHub environment");
  });

  it.each(["production", "a b", "$prod {eu} & %{x}"])(
    "may be of the GitHub environment %j",
    (environment) => {
      expect(resolve({ "ci.deployEnvironment": environment })).toBe("accepted");
    },
  );
});
