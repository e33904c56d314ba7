import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { githubRemote } from "../../../../ops/commands/init/remotes";

describe("the GitHub repository of a work tree", () => {
  it.each([
    ["https://github.com/acme/shop.git", "acme/shop"],
    ["git@github.com:acme/shop.git", "acme/shop"],
    ["ssh://git@github.com/acme/shop/", "acme/shop"],
    ["https://evilgithub.com/acme/shop", undefined],
    ["https://github.com.evil.example/acme/shop", undefined],
    ["git@gitlab.com:acme/shop.git", undefined],
  ])("with the remote %s is %s", (url, repository) => {
    const folder = mkdtempSync(join(tmpdir(), "remote-"));
    execFileSync("git", ["-C", folder, "init", "--quiet"]);
    execFileSync("git", ["-C", folder, "remote", "add", "origin", url]);
    expect(githubRemote(folder)).toBe(repository);
  });
});
