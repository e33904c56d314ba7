import { Refusal } from "../cli/refusal";
import { MARKER } from "./acceptance";

/** Variables that GitHub Actions sets, and that another CI can set too. */
export interface GitHubVariables {
  readonly GITHUB_TOKEN?: string;
  readonly GITHUB_REPOSITORY?: string;

  /** `refs/pull/<number>/merge` in the run of a pull request. */
  readonly GITHUB_REF?: string;
  readonly GITHUB_API_URL?: string;
  readonly GITHUB_GRAPHQL_URL?: string;
  readonly GITHUB_SERVER_URL?: string;
  readonly GITHUB_RUN_ID?: string;
}

/** A comment with an earlier review. */
export interface PostedComment {
  readonly id: number;
  readonly body: string;
}

const TIMEOUT_MS = 30_000;

const FIND = `query ($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(first: 100, after: $after) {
        nodes { databaseId viewerDidAuthor body }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

interface Found {
  readonly errors?: readonly { readonly message: string }[];
  readonly data?: {
    readonly repository?: {
      readonly pullRequest?: {
        readonly comments: {
          readonly nodes: readonly { databaseId: number; viewerDidAuthor: boolean; body: string }[];
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        };
      } | null;
    } | null;
  } | null;
}

/** The URL of the workflow run, with its artifacts. */
export const runLink = (variables: GitHubVariables): string | undefined =>
  variables.GITHUB_SERVER_URL && variables.GITHUB_REPOSITORY && variables.GITHUB_RUN_ID
    ? `${variables.GITHUB_SERVER_URL}/${variables.GITHUB_REPOSITORY}/actions/runs/${variables.GITHUB_RUN_ID}`
    : undefined;

/**
 * The comment with the earlier review. Only a comment by the same author counts, so that another user's comment is never taken
 * for it.
 */
export async function findComment(variables: GitHubVariables): Promise<PostedComment | undefined> {
  const { repository, number, graphql } = settings(variables);
  const [owner, name] = repository.split("/");

  const find = async (after: string | null): Promise<PostedComment | undefined> => {
    const content = { query: FIND, variables: { owner, name, number, after } };
    const response = await ask(variables, graphql, "POST", content);
    if (!response.ok) throw await refused(response);
    const { data, errors } = (await response.json()) as Found;
    const comments = data?.repository?.pullRequest?.comments;
    if (!comments)
      throw new Refusal(
        `GitHub does not show pull request ${number} of ${repository}: ${errors?.[0]?.message}.`,
      );
    const mine = comments.nodes.find((each) => each.viewerDidAuthor && each.body.startsWith(MARKER));
    const { hasNextPage, endCursor } = comments.pageInfo;
    if (mine) return { id: mine.databaseId, body: mine.body };
    return hasNextPage ? find(endCursor) : undefined;
  };
  return find(null);
}

/**
 * Creates the comment on the pull request, or replaces the earlier one.
 *
 * @returns false when GitHub denied it: the token of a fork's pull request can only read
 */
export async function postComment(
  body: string,
  variables: GitHubVariables,
  earlier: PostedComment | undefined,
): Promise<boolean> {
  const { api, repository, number } = settings(variables);
  const response = await (earlier === undefined
    ? ask(variables, `${api}/repos/${repository}/issues/${number}/comments`, "POST", { body })
    : ask(variables, `${api}/repos/${repository}/issues/comments/${earlier.id}`, "PATCH", { body }));
  if (response.ok) return true;
  if (response.status === 403) return false;
  throw await refused(response);
}

const ask = (variables: GitHubVariables, url: string, method: string, content: object) =>
  fetch(url, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${settings(variables).token}`,
      "content-type": "application/json",
      "user-agent": "laravel-ecs",
      "x-github-api-version": "2022-11-28",
    },
    body: JSON.stringify(content),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });

function settings(variables: GitHubVariables) {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_REF: ref } = variables;
  const number = Number(/^refs\/pull\/(\d+)\//.exec(ref ?? "")?.[1]);
  if (!token || !repository || !number) {
    throw new Refusal(
      "--post needs a pull request.\n" +
        "Fix: Set GITHUB_TOKEN, GITHUB_REPOSITORY (owner/name) and GITHUB_REF (refs/pull/<number>/merge), or omit --post.",
    );
  }
  const api = variables.GITHUB_API_URL ?? "https://api.github.com";
  return { token, repository, number, api, graphql: variables.GITHUB_GRAPHQL_URL ?? `${api}/graphql` };
}

/** GitHub's reason, without the request, which contains the token. */
async function refused(response: Response): Promise<Error> {
  const body = (await response.json().catch(() => ({}))) as { message?: string };
  return new Error(
    `GitHub rejected the comment with ${response.status}: ${body.message ?? response.statusText}`,
  );
}
