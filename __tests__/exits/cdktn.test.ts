import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { INSTALLED, MovedProject } from "./moved-project";

/** CDKTF is archived, CDK Terrain (cdktn) is its living fork: docs/adr/0022. */

const project = new MovedProject();
afterAll(() => project.remove());

/** What the bindings of CDK Terrain require, as they say themselves. */
const requiredBy = (name: string) => {
  const { cdktn } = JSON.parse(readFileSync(join(INSTALLED, "@cdktf", name, "package.json"), "utf8")) as {
    cdktn: { provider: { name: string; version: string } };
  };
  return {
    source: cdktn.provider.name.replace("registry.terraform.io/", ""),
    version: cdktn.provider.version,
  };
};

interface Golden {
  terraform: { required_providers: Record<string, object> };
}

/** The goldens as they are, except for the source and version of each provider. */
function expectOtherProviders(): void {
  const folder = "__tests__/golden";
  const paths = readdirSync(project.path(folder), { recursive: true, encoding: "utf8" });
  for (const path of paths.filter((each) => each.endsWith(".tf.json"))) {
    const golden = JSON.parse(project.read(`${folder}/${path}`)) as Golden;
    const { required_providers } = golden.terraform;
    for (const name of Object.keys(required_providers))
      required_providers[name] = requiredBy(`provider-${name}`);
    project.write(`${folder}/${path}`, `${JSON.stringify(golden, null, 2)}\n`);
  }
}

describe("the project on CDK Terrain", () => {
  it("has the same types: the only error is in a file that has a wrong one", () => {
    project.write(
      "wrong.ts",
      'import { App } from "cdktf";\nexport const wrong: number = new App().outdir;\n',
    );

    expect(project.types()).toEqual({
      code: 2,
      output: "wrong.ts(2,14): error TS2322: Type 'string' is not assignable to type 'number'.\n",
    });
    project.write("wrong.ts", "");
  });

  it("synthesizes every golden file, apart from the source and version of the providers", () => {
    project.replace("facts/database.ts", 'engine: "mysql"', 'engine: "mariadb"');
    const changed = project.goldens("-t", "production-base");
    expect(changed).toMatchObject({ code: 1 });
    expect(changed.output).toContain('-         "version": "6.');
    expect(changed.output).toContain('-         "engine": "mariadb"');
    project.replace("facts/database.ts", 'engine: "mariadb"', 'engine: "mysql"');

    expectOtherProviders();
    expect(project.goldens()).toMatchObject({ code: 0 });
  });

  it("is refused without the versions of Terraform that stacks/app.ts names", () => {
    project.replace("stacks/app.ts", "context: { targetVersions: TARGET_VERSIONS }", "context: {}");
    expect(project.synth()).toMatchObject({
      code: 1,
      output: expect.stringContaining(
        "write-only attributes requires terraform >=1.11.0, but the project targets terraform >=1.5.7",
      ) as string,
    });
  });
});
