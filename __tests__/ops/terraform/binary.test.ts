import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { terraformBinary } from "../../../ops/terraform/binary";

const ROOT = join(__dirname, "../../..");
const FOLDERS = ["local", "ops", "docker", "__tests__", ".github"];

/** A call, a list of words or a line of shell that starts Terraform by its usual name. */
const STARTS_TERRAFORM = [
  /\b(?:run|succeed|spawn|spawnSync|execFile|execFileSync|exec|execSync)\(\s*["'`]terraform\b/,
  /\[\s*["'`]terraform["'`],/,
  /^\s*(?:- )?(?:run: )?(?:sudo |exec |! )?terraform [a-z]/m,
];
const SOURCES = /(?:\.(?:ts|mjs|sh|ya?ml)|Makefile)$/;

const startsTerraform = (text: string) => STARTS_TERRAFORM.some((pattern) => pattern.test(text));

describe("the binary that runs as Terraform", () => {
  it("is Terraform", () => {
    expect(terraformBinary({})).toBe("terraform");
    expect(terraformBinary({ TERRAFORM_BINARY_NAME: "" })).toBe("terraform");
  });

  it("is the one that TERRAFORM_BINARY_NAME names, as for cdktf", () => {
    expect(terraformBinary({ TERRAFORM_BINARY_NAME: "/opt/tofu" })).toBe("/opt/tofu");
  });

  it("is started by no other name anywhere", () => {
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        join(folder, name),
      ),
    ).filter((name) => SOURCES.test(name) && !__filename.endsWith(name));

    expect(files.length).toBeGreaterThan(200);
    expect(files.filter((name) => startsTerraform(readFileSync(join(ROOT, name), "utf8")))).toEqual([]);
  });

  it.each([
    'run("terraform", ["init"])',
    "await succeed(\n  'terraform',",
    'check: ["terraform", "version"]',
    "execSync(`terraform plan`)",
    "          terraform init -input=false",
    "      - run: terraform plan",
  ])("would be noticed in %j", (text) => {
    expect(startsTerraform(text)).toBe(true);
  });
});
