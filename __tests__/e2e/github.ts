import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChildEnvironment } from "../../local/isolation";

const BEARER = "of-this-job";

/** The variables of a GitHub Actions job that can request tokens: a URL, and a token for the request. */
export class GitHubJob {
  /** The audiences of the requested tokens. */
  public readonly audiences: string[] = [];

  private constructor(private readonly server: Server) {
    server.on("request", ({ url = "/", headers }, response) => {
      const audience = new URL(url, "http://github").searchParams.get("audience") ?? "";
      this.audiences.push(audience);
      const allowed = headers.authorization === `Bearer ${BEARER}`;
      response.writeHead(allowed ? 200 : 401, { "content-type": "application/json" });
      response.end(JSON.stringify(allowed ? { value: token(audience) } : {}));
    });
  }

  public static async open(): Promise<GitHubJob> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new GitHubJob(server);
  }

  public get environment(): ChildEnvironment {
    const { port } = this.server.address() as AddressInfo;
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: BEARER,
    };
  }

  public close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** A JSON Web Token without a valid signature. */
function token(audience: string): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
  return [
    part({ alg: "none" }),
    part({ aud: audience, iss: "https://token.actions.githubusercontent.com" }),
    "unsigned",
  ].join(".");
}
