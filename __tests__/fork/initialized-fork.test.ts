import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENVIRONMENTS } from "../environments/environments";
import { Fork } from "./fork";
import { Template } from "./template";

jest.setTimeout(300_000);

/** No credentials, no profile, no metadata service. */
const NO_ACCOUNT = {
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_REGION: "eu-west-1",
};

/** What a new team does first, in a clone without an account. */
describe("ops init in a clone", () => {
  let template: Template;
  let fork: Fork;
  const init = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "ops/main.ts", "init", ...args],
      { cwd: fork.folder, encoding: "utf8", env: NO_ACCOUNT, stdio: ["ignore", "pipe", "pipe"] },
    );
    return { status, output: stdout + stderr };
  };
  const file = (name: string) => readFileSync(join(fork.folder, "environments", name), "utf8");
  const FLAGS = ["--application", "shop", "--account", "111122223333", "--repository", "acme/infrastructure"];
  const PRODUCTION = [...FLAGS, "--domain", "api.shop.example", "--app-repository", "acme/shop"];

  beforeAll(() => {
    template = new Template();
    fork = new Fork(template, template.newest, ENVIRONMENTS);
  });
  afterAll(() => {
    fork?.remove();
    template?.remove();
  });

  it("asks nothing without a terminal, and writes nothing", () => {
    expect(init()).toEqual({
      status: 2,
      output:
        "Standard input is not a terminal, so no question can be asked.\nFix: Give --yes, which takes the flags and the defaults.\n",
    });
  });

  it("replaces the examples with the team's environment", () => {
    const { status, output } = init("production", "--yes", ...PRODUCTION);

    expect({ status, output }).toMatchObject({ status: 0 });
    expect(output).toMatch(/^ +\d+\.\d\d {2}total$/m);
    expect(output).toContain("npm run ops -- launch production --app <your Laravel repository>");
    expect(readdirSync(join(fork.folder, "environments")).sort()).toEqual([
      "environments.ts",
      "production.ts",
    ]);
    expect(file("environments.ts") + file("production.ts")).not.toMatch(
      /123456789012|example\.com|example\//,
    );
  });

  it("adds a second environment, which shares the account with the first", () => {
    const domain = ["--domain", "staging.shop.example", "--app-repository", "acme/shop"];
    const { status, output } = init("staging", "--yes", ...FLAGS, ...domain, "--slack", "#deploy");

    expect({ status, output }).toMatchObject({ status: 0 });
    expect(file("staging.ts")).toContain('provider: "existing"');
    expect(file("staging.ts")).toContain('cidr: "10.1.0.0/16"');
  });

  it("writes code that is formatted, has the right types and synthesizes", () => {
    const prettier = join(fork.folder, "node_modules/.bin/prettier");
    expect(spawnSync(prettier, ["--check", "environments"], { cwd: fork.folder }).status).toBe(0);
    // Of the environments and what they import. The other files do not depend on what is in an environment.
    writeFileSync(
      join(fork.folder, "tsconfig.environments.json"),
      JSON.stringify({ extends: "./tsconfig.json", include: ["environments"] }),
    );
    fork.run("npx", "tsc", "--noEmit", "--project", "tsconfig.environments.json");
    const synth = spawnSync(process.execPath, ["stacks/synth.mjs"], {
      cwd: fork.folder,
      encoding: "utf8",
      env: { ...process.env, CDKTF_OUTDIR: "cdktf.out" },
    });
    expect({ status: synth.status, errors: synth.stderr }).toMatchObject({ status: 0 });
    expect(readdirSync(join(fork.folder, "cdktf.out/stacks")).sort()).toEqual([
      "production-base",
      "production-service",
      "staging-base",
      "staging-service",
    ]);
  });

  it("changes nothing when it is run again, and then only the fields of its flags", () => {
    const before = file("production.ts");
    expect(init("production", "--yes", ...PRODUCTION)).toMatchObject({ status: 0 });
    expect(file("production.ts")).toBe(before);

    const { status, output } = init("production", "--yes", "--instance-type", "t3.medium");
    expect({ status, output }).toMatchObject({ status: 0 });
    expect(output).toContain('-  hosts: { instanceType: "t3.small"');
    expect(file("production.ts")).toBe(before.replace("t3.small", "t3.medium"));
  });

  it("refuses a change that the file cannot take, or that is a mistake", () => {
    const before = file("production.ts");
    const cannot = init("production", "--yes", "--slack", "#deploy");
    expect(cannot.status).toBe(2);
    expect(cannot.output).toContain('Fix: Edit them by hand:\n  --slack: slack.channel = "#deploy"');

    const mistake = init("production", "--yes", "--instance-type", "t3.nano");
    expect(mistake.status).toBe(2);
    expect(mistake.output).toContain("nothing was done");
    expect(file("production.ts")).toBe(before);
  });
});
