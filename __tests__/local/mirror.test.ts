import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findMirror, writeTerraformConfiguration } from "../../local/mirror";

describe("the provider mirror", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "mirror-"))));
  afterEach(() => rmSync(root, { recursive: true }));

  /** A folder that holds the AWS provider, somewhere under the root. */
  const mirrorAt = (...path: string[]) => {
    const folder = join(root, ...path);
    mkdirSync(join(folder, "registry.terraform.io", "hashicorp", "aws", "5.100.0"), { recursive: true });
    return folder;
  };
  /** No other folder of this machine is looked at. */
  const find = (environment: NodeJS.ProcessEnv = {}) =>
    findMirror({ HOME: join(root, "home"), XDG_DATA_DIRS: join(root, "share"), ...environment }, root);

  it("is the one the user names", () => {
    mirrorAt("opt", "found");
    const named = mirrorAt("named");

    expect(find({ TF_PLUGIN_MIRROR: named })).toBe(named);
  });

  it("is refused when the one the user names is empty", () => {
    expect(() => find({ TF_PLUGIN_MIRROR: "/nothing" })).toThrowErrorMatchingInlineSnapshot(
      `"TF_PLUGIN_MIRROR is /nothing, but there is no registry.terraform.io/hashicorp/aws in it."`,
    );
  });

  it("is else one of Terraform's own", () => {
    mirrorAt("opt", "found");
    const implied = mirrorAt("home", ".terraform.d", "plugins");

    expect(find()).toBe(implied);
  });

  it("is else one found near the root", () => {
    const found = mirrorAt("opt", "plugins");

    expect(find()).toBe(found);
  });

  it("is none when it lies too deep", () => {
    mirrorAt("a", "b", "c", "d", "e");

    expect(find()).toBeUndefined();
  });

  it("serves what it has, and the registry the rest", () => {
    writeTerraformConfiguration(root, mirrorAt("mirror"));

    expect(readFileSync(join(root, "terraform.rc"), "utf8").replaceAll(root, "<root>"))
      .toMatchInlineSnapshot(`
"provider_installation {
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
