import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mirror } from "../../local/mirror";
import type { Providers } from "../../local/providers";
import { providersHere } from "../../local/providers";
import { pinnedProviders } from "../../ops/terraform/pinned-providers";

const PLATFORM = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const { aws: AWS, archive: ARCHIVE } = pinnedProviders();
const OLD = "5.100.0";

const block = (source: string, version: string, hash = "h1:good") =>
  `provider "registry.terraform.io/${source}" {\n  version     = "${version}"\n  constraints = "${version}"\n` +
  `  hashes = [\n    "${hash}",\n  ]\n}\n`;

/**
 * Simulates `terraform init`: installs a provider that the registry has (a line `aws 6.25.0` in the file `registry`) or that the
 * CLI configuration takes from a mirror, with the hash in the file `hash`, and refuses one with another hash in its lock.
 */
const TERRAFORM = `#!/bin/sh
set -eu
here=$(dirname "$0")
source=$(sed -n 's/.*"source":"\\([^"]*\\)".*/\\1/p' main.tf.json)
source=\${source##*/}
version=$(sed -n 's/.*"version":"\\([^"]*\\)".*/\\1/p' main.tf.json)
echo "$source $version" >> "$here/asked"
hash=$(cat "$here/hash")
if grep -q "exclude.*/$source\\"" "$TF_CLI_CONFIG_FILE"; then
  ls "$here/mirror/registry.terraform.io/hashicorp/$source" | grep -q "$version" || { echo "not in the mirror"; exit 1; }
else
  grep -q "^$source $version$" "$here/registry" || { echo "no such host"; exit 1; }
fi
if [ -f .terraform.lock.hcl ]; then
  grep -q "$hash" .terraform.lock.hcl || { echo "does not match any of the checksums"; exit 1; }
fi
printf 'provider "registry.terraform.io/hashicorp/%s" {\\n  version = "%s"\\n  hashes = [\\n    "%s",\\n  ]\\n}\\n' \\
  "$source" "$version" "$hash" > .terraform.lock.hcl
`;

describe("the providers of this machine", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "providers-"));
    writeFileSync(join(root, "terraform"), TERRAFORM);
    chmodSync(join(root, "terraform"), 0o755);
    registryHas();
    packageHash("h1:good");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const registryHas = (...providers: string[]) =>
    writeFileSync(join(root, "registry"), [...providers, ""].join("\n"));
  const packageHash = (hash: string) => writeFileSync(join(root, "hash"), hash);
  const mirrorHas = (versions: string[], { named = false, packed = false } = {}): Mirror => {
    const folder = join(root, "mirror", "registry.terraform.io", "hashicorp", "aws");
    mkdirSync(folder, { recursive: true });
    for (const version of versions) {
      if (packed) writeFileSync(join(folder, `terraform-provider-aws_${version}_${PLATFORM}.zip`), "");
      else mkdirSync(join(folder, version, PLATFORM), { recursive: true });
    }
    return { folder: join(root, "mirror"), named };
  };
  const here = (mirror: Mirror | null): Promise<Providers> =>
    providersHere(
      join(root, "work"),
      {
        PATH: process.env.PATH ?? "",
        TERRAFORM_BINARY_NAME: join(root, "terraform"),
        TF_CLI_CONFIG_FILE: join(root, "work", "terraform.rc"),
      },
      { mirror, project: join(root, "project") },
    );
  const configuration = () => readFileSync(join(root, "work", "terraform.rc"), "utf8");

  it("are the pinned ones, from the registry", async () => {
    registryHas(`aws ${AWS.version}`, `archive ${ARCHIVE.version}`);

    expect(await here(null)).toMatchObject({
      aws: { wanted: AWS.version, version: AWS.version },
      archive: true,
      locked: [
        { source: "hashicorp/aws", version: AWS.version },
        { source: "hashicorp/archive", version: ARCHIVE.version },
      ],
    });
    expect(configuration()).not.toContain("filesystem_mirror");
  });

  it.each([{ packed: false }, { packed: true }])("are the pinned ones of a mirror: %j", async (layout) => {
    const { aws, archive } = await here(mirrorHas([OLD, AWS.version], layout));

    expect([aws.version, archive]).toEqual([AWS.version, false]);
    expect(configuration()).toContain("filesystem_mirror");
  });

  it("are those of the registry if a found mirror has only an older version", async () => {
    registryHas(`aws ${AWS.version}`);

    expect((await here(mirrorHas([OLD]))).aws.version).toBe(AWS.version);
    expect(configuration()).not.toContain("exclude");
  });

  it("are those of the mirror if the registry does not answer", async () => {
    expect((await here(mirrorHas(["5.99.0", OLD]))).aws).toEqual({ wanted: AWS.version, version: OLD });
    expect(configuration()).toContain(`exclude = ["registry.terraform.io/hashicorp/aws"]`);
  });

  it("are those of a mirror that the user names, whatever the registry has", async () => {
    registryHas(`aws ${AWS.version}`);

    expect((await here(mirrorHas([OLD], { named: true }))).aws.version).toBe(OLD);
  });

  it("are the newest of the mirror, but not of a later major version", async () => {
    expect((await here(mirrorHas([OLD, "6.3.0", "6.21.0", "7.0.0"]))).aws.version).toBe("6.21.0");
  });

  it.each([
    ["no mirror", () => null, "found    no mirror"],
    ["a mirror with useless versions", () => mirrorHas(["4.67.0", "7.0.0"]), "found    4.67.0, 7.0.0 in "],
  ])("are refused with %s", async (_name, mirror, found) => {
    await expect(here(mirror())).rejects.toThrow(found);
  });

  it("are refused with a message about what is allowed", async () => {
    await expect(here(null)).rejects.toThrow(
      [
        "No AWS provider can be installed.",
        `  wanted   hashicorp/aws ${AWS.version}, from the registry or a mirror`,
        "  found    no mirror",
        "  allowed  5.100.0 or newer, before 7.0.0",
        "  fix      connect to the registry, or put an allowed version into a mirror and set TF_PLUGIN_MIRROR to its folder",
        "The output of Terraform:",
        "no such host",
      ].join("\n"),
    );
  });

  it("must be the same package again", async () => {
    await here(mirrorHas([OLD]));
    expect((await here(mirrorHas([OLD]))).aws.version).toBe(OLD);

    packageHash("h1:other");
    await expect(here(mirrorHas([OLD]))).rejects.toThrow(
      "The package of the provider aws 5.100.0 differs from the one that was used before",
    );
  });

  it("must be the package that the project's lock file names", async () => {
    registryHas(`aws ${AWS.version}`);
    mkdirSync(join(root, "project"));
    const lock = join(root, "project", ".terraform.lock.hcl");

    writeFileSync(lock, block("hashicorp/aws", AWS.version));
    await here(null);
    writeFileSync(lock, block("hashicorp/aws", AWS.version, "h1:other"));
    await expect(here(null)).rejects.toThrow("differs from the one that was used before");
  });
});
