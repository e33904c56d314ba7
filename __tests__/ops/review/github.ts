import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Comment {
  readonly id: number;
  readonly author: string;
  body: string;
}

/** A GitHub that has one pull request, on the loopback interface. It refuses what GitHub refuses. */
export class FakeGitHub {
  public readonly comments: Comment[] = [];
  private readonly server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const author = this.tokens.get(request.headers.authorization?.replace("Bearer ", "") ?? "");
      const [status, answer] = author
        ? this.answer(`${request.method} ${request.url}`, body, author)
        : UNAUTHORIZED;
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });

  /** @param tokens whose token each is; a reader's may not write */
  constructor(private readonly tokens: ReadonlyMap<string, string>) {}

  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(call: string, text: string, author: string): [number, object] {
    const content = JSON.parse(text) as {
      body?: string;
      variables?: { number: number; after: string | null };
    };
    if (call === "POST /graphql") return [200, this.page(content.variables, author)];
    if (author === "reader") return [403, { message: "Resource not accessible by integration" }];
    if ((content.body?.length ?? 0) > 65_536) return [422, { message: "Validation Failed" }];
    const edited = /^PATCH \/repos\/example\/api\/issues\/comments\/(\d+)$/.exec(call)?.[1];
    const comment = this.comments.find(({ id }) => id === Number(edited));
    if (comment) {
      comment.body = content.body ?? "";
      return [200, {}];
    }
    if (call !== "POST /repos/example/api/issues/7/comments") return [404, { message: "Not Found" }];
    this.comments.push({ id: this.comments.length + 1, author, body: content.body ?? "" });
    return [201, {}];
  }

  private page(variables: { number: number; after: string | null } | undefined, author: string): object {
    if (variables?.number !== 7) {
      return {
        data: { repository: { pullRequest: null } },
        errors: [{ message: "Could not resolve to a PullRequest" }],
      };
    }
    const from = Number(variables.after ?? 0);
    const nodes = this.comments.slice(from, from + 100).map(({ id, author: by, body }) => ({
      databaseId: id,
      viewerDidAuthor: by === author,
      body,
    }));
    const pageInfo = { hasNextPage: from + 100 < this.comments.length, endCursor: `${from + 100}` };
    return { data: { repository: { pullRequest: { comments: { nodes, pageInfo } } } } };
  }
}

const UNAUTHORIZED: [number, object] = [401, { message: "Bad credentials" }];
