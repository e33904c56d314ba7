import { MARKER } from "../../../ops/review/acceptance";
import { findComment, postComment, runLink } from "../../../ops/review/pull-request";
import { FakeGitHub } from "./github";

describe("the comment on a pull request", () => {
  let gitHub: FakeGitHub;
  let api: string;

  beforeEach(async () => {
    gitHub = new FakeGitHub(
      new Map([
        ["secret-1", "ci"],
        ["secret-2", "reader"],
      ]),
    );
    api = await gitHub.start();
  });
  afterEach(() => gitHub.stop());

  const post = async (text: string, more: object = {}) => {
    const variables = {
      GITHUB_TOKEN: "secret-1",
      GITHUB_REPOSITORY: "example/api",
      GITHUB_REF: "refs/pull/7/merge",
      GITHUB_API_URL: api,
      ...more,
    };
    return postComment(`${MARKER}\n${text}`, variables, await findComment(variables));
  };
  const bodies = () => gitHub.comments.map(({ body }) => body.replace(`${MARKER}\n`, ""));

  it("is put once, and then replaced", async () => {
    expect(await post("first")).toBe(true);
    expect(await post("second")).toBe(true);
    expect(bodies()).toEqual(["second"]);
  });

  it("is found among hundreds of others", async () => {
    for (let id = 1; id <= 250; id++) gitHub.comments.push({ id, author: "another", body: "LGTM" });
    await post("first");
    await post("second");
    expect(bodies().filter((body) => body !== "LGTM")).toEqual(["second"]);
  });

  it("is not a comment of another author with the same mark", async () => {
    gitHub.comments.push({ id: 1, author: "another", body: `${MARKER}\nall is well` });
    await post("first");
    expect(bodies()).toEqual(["all is well", "first"]);
  });

  it("is left out, with a message, where the token can only read", async () => {
    expect(await post("first", { GITHUB_TOKEN: "secret-2" })).toBe(false);
    expect(bodies()).toEqual([]);
  });

  it("fails with GitHub's reason, and without the token", async () => {
    await expect(post("first", { GITHUB_TOKEN: "secret-3" })).rejects.toThrow(
      /^GitHub rejected the comment with 401: Bad credentials$/,
    );
    await expect(post("x".repeat(70_000))).rejects.toThrow(
      "GitHub rejected the comment with 422: Validation Failed",
    );
    await expect(post("first", { GITHUB_REF: "refs/pull/8/merge" })).rejects.toThrow(
      "GitHub does not show pull request 8 of example/api: Could not resolve to a PullRequest.",
    );
  });

  it("needs a pull request", async () => {
    await expect(post("first", { GITHUB_REF: "refs/heads/main" })).rejects.toThrow(
      "--post needs a pull request.\n" +
        "Fix: Set GITHUB_TOKEN, GITHUB_REPOSITORY (owner/name) and GITHUB_REF (refs/pull/<number>/merge), or omit --post.",
    );
  });

  it("leads to the run", () => {
    expect(
      runLink({
        GITHUB_SERVER_URL: "https://github.com",
        GITHUB_REPOSITORY: "example/api",
        GITHUB_RUN_ID: "5",
      }),
    ).toBe("https://github.com/example/api/actions/runs/5");
    expect(runLink({})).toBeUndefined();
  });
});
