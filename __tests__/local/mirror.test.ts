import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AWS, findMirror, versionsIn, writeTerraformConfiguration } from "../../local/mirror";

const PLATFORM = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;

describe("the provider mirror", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "mirror-"))));
  afterEach(() => rmSync(root, { recursive: true }));

  /** A folder with the AWS provider, below the root. */
  const mirrorAt = (...path: string[]) => {
    const folder = join(root, ...path);
    mkdirSync(join(folder, "registry.terraform.io", AWS, "5.100.0", PLATFORM), { recursive: true });
    return folder;
  };
  /** The search does not leave this folder. */
  const find = (environment: NodeJS.ProcessEnv = {}) =>
    findMirror({ HOME: join(root, "home"), XDG_DATA_DIRS: join(root, "share"), ...environment }, root);

  it("is the one that the user names", () => {
    mirrorAt("opt", "found");
    const named = mirrorAt("named");

    expect(find({ TF_PLUGIN_MIRROR: named })).toEqual({ folder: named, named: true });
  });

  it("is refused if the one that the user names is empty", () => {
    expect(() => find({ TF_PLUGIN_MIRROR: "/nothing" })).toThrow(
      `TF_PLUGIN_MIRROR is /nothing, but /nothing/registry.terraform.io/hashicorp/aws has no provider for ${PLATFORM}.`,
    );
  });

  it("is otherwise one of Terraform's implied mirrors", () => {
    mirrorAt("opt", "found");
    const implied = mirrorAt("home", ".terraform.d", "plugins");

    expect(find()).toEqual({ folder: implied, named: false });
  });

  it("is otherwise one near the root", () => {
    const found = mirrorAt("opt", "plugins");

    expect(find()).toEqual({ folder: found, named: false });
  });

  it("is not found too deep in the file system", () => {
    mirrorAt("a", "b", "c", "d", "e");

    expect(find()).toBeUndefined();
  });

  it("has the versions for this machine, packed and unpacked", () => {
    const mirror = mirrorAt("mirror");
    const folder = join(mirror, "registry.terraform.io", AWS);
    mkdirSync(join(folder, "6.3.0", "plan9_amd64"), { recursive: true });
    writeFileSync(join(folder, `terraform-provider-aws_6.25.0_${PLATFORM}.zip`), "");
    writeFileSync(join(folder, "terraform-provider-aws_6.9.0_plan9_amd64.zip"), "");
    writeFileSync(join(folder, "index.json"), "");

    expect(versionsIn(mirror, AWS)).toEqual(["5.100.0", "6.25.0"]);
    expect(versionsIn(mirror, "hashicorp/archive")).toEqual([]);
  });

  it("does not exclude providers from the registry if it has none", () => {
    writeTerraformConfiguration(root, { folder: mirrorAt("mirror"), named: false }, []);

    expect(readFileSync(join(root, "terraform.rc"), "utf8")).not.toContain("provider_installation");
  });

  it("is used for what it has, and the registry for the rest", () => {
    writeTerraformConfiguration(root, { folder: mirrorAt("mirror"), named: false }, [AWS]);

    expect(readFileSync(join(root, "terraform.rc"), "utf8").replaceAll(root, "<root>"))
      .toMatchInlineSnapshot(`
"plugin_cache_dir = "<root>/providers"
provider_installation {
  filesystem_mirror {
    path    = "<root>/mirror"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
"
`);
  });
});
