import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../helpers/project-copy";

const { engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  engines: { node: string };
};
const major = Number(process.versions.node.split(".")[0]);

describe("the start of a command", () => {
  let folder: string;
  const startsWith = (node: string) => {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ engines: { node } }));
    const { status, stderr } = spawnSync(process.execPath, ["ops/ops.mjs", "--version"], {
      cwd: folder,
      encoding: "utf8",
    });
    return { status, stderr: stderr.replaceAll(folder, "/home/taylor/infrastructure") };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "prerequisites-"));
    mkdirSync(join(folder, "ops"));
    for (const file of ["ops/ops.mjs", "ops/prerequisites.mjs"]) cpSync(join(ROOT, file), join(folder, file));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is refused without the packages, with the command that installs them", () => {
    const { status, stderr } = startsWith(engines.node);

    expect(status).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
     "The commands cannot start; nothing was done.

     node_modules
       got      no packages
       allowed  the packages of package-lock.json
       fix      Run: cd /home/taylor/infrastructure && npm ci
     "
    `);
  });

  it.each([`^${major - 2}.9 || ^${major}.99`, `>=${major + 1}`, `^${major + 1}`])(
    "is refused on a Node.js outside of %s",
    (allowed) => {
      const { status, stderr } = startsWith(allowed);

      expect(status).toBe(2);
      expect(stderr.replace(process.versions.node, "<version>")).toBe(
        `The commands cannot start; nothing was done.\n\nNode.js\n  got      <version>\n  allowed  ${allowed}\n` +
          "  fix      Install Node.js 24, e.g. with nvm install in this folder.\n",
      );
    },
  );

  it("names the release of .nvmrc", () => {
    expect(startsWith(">=99").stderr).toContain(
      `Node.js ${readFileSync(join(ROOT, ".nvmrc"), "utf8").trim()},`,
    );
  });

  it.each([`>=${major}`, `>=${major - 1}`, `^${major}.0`])("accepts a Node.js of %s", (allowed) => {
    expect(startsWith(allowed).stderr).toContain("node_modules\n");
  });

  it("is what npm run ops and npx ops call", () => {
    const { scripts, bin } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: { ops: string };
      bin: { ops: string };
    };

    expect([scripts.ops, bin.ops]).toEqual(["node ops/ops.mjs", "ops/ops.mjs"]);
  });
});

it("npm run apply names the Terraform command that is missing, instead of the error of cdktf's terminal", () => {
  const { status, stderr } = spawnSync("npm", ["run", "--silent", "apply", "--", "production-base"], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, TERRAFORM_BINARY_NAME: "terraform-1.99" },
  });

  expect(status).toBe(127);
  expect(stderr).toMatch(/terraform-1\.99: (command )?not found/);
});

it("an installation runs no script of a package, and npm asks for none", () => {
  const read = (file: string) => JSON.parse(readFileSync(join(ROOT, file), "utf8")) as Record<string, object>;
  const installed = Object.entries(read("package-lock.json").packages as Record<string, object>)
    .filter(([, each]) => "hasInstallScript" in each)
    .map(([path]) => path.split("node_modules/").at(-1));

  expect(read("package.json").allowScripts).toEqual(
    Object.fromEntries(installed.map((name) => [name, false])),
  );
});
