import { execFileSync } from "node:child_process";

/** owner/name of the GitHub repository that `origin` of a work tree names; undefined for another host or without a remote. */
export function githubRemote(folder: string): string | undefined {
  try {
    const url = execFileSync("git", ["-C", folder, "remote", "get-url", "origin"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [, repository] = /(?:^|[/@.])github\.com[/:]([^/\s]+\/[^/\s]+?)(?:\.git)?\/?\s*$/.exec(url) ?? [];
    return repository;
  } catch {
    return undefined;
  }
}
