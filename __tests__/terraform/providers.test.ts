import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ChildEnvironment } from "../../local/isolation";
import { isolatedEnvironment } from "../../local/isolation";
import { AWS, findMirror, versionsIn } from "../../local/mirror";
import { run } from "../../local/processes";
import { providersHere } from "../../local/providers";
import { zipOf } from "../../local/zip";
import { terraformBinary } from "../../ops/terraform/binary";
import { lockProviders } from "../../ops/terraform/lock";
import { LOCK_FILE, lockFileOf } from "../../ops/terraform/lock-file";
import { pinnedProviders } from "../../ops/terraform/pinned-providers";

jest.setTimeout(60_000);

const PLATFORM = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const { aws: PINNED } = pinnedProviders();

/** Real Terraform, installing packages that are made up: `init` looks at their names and hashes, and starts none. */
describe("Terraform on mirrors", () => {
  let root: string;
  let environment: ChildEnvironment;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "mirrors-"));
    environment = isolatedEnvironment("http://127.0.0.1:1", "eu-west-1", join(root, "work"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const program = `terraform-provider-aws_v${PINNED.version}`;
  const layouts: Readonly<Record<string, (content: string) => void>> = {
    unpacked: (content) => write(`${PINNED.version}/${PLATFORM}/${program}`, content),
    packed: (content) =>
      write(
        `terraform-provider-aws_${PINNED.version}_${PLATFORM}.zip`,
        zipOf(program, Buffer.from(content), 0o755),
      ),
  };
  const write = (name: string, content: string | Buffer) => {
    const file = join(root, "mirror", "registry.terraform.io", AWS, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, 0o755);
  };
  const here = () =>
    providersHere(join(root, "work"), environment, {
      mirror: { folder: join(root, "mirror"), named: false },
      project: join(root, "project"),
    });

  it.each(Object.keys(layouts))("takes the pinned provider from one that is %s", async (layout) => {
    layouts[layout]?.("the provider");

    const { aws, locked } = await here();
    expect(aws.version).toBe(PINNED.version);
    expect(locked[0]?.block).toMatch(/"h1:\S+="/);
  });

  it.each(Object.keys(layouts))("refuses another package of the same version, %s", async (layout) => {
    layouts[layout]?.("the provider");
    await here();
    await here();

    layouts[layout]?.("something else");
    // What was unpacked from the first zip may still be used.
    rmSync(join(root, "work", "providers"), { recursive: true });
    await expect(here()).rejects.toThrow("differs from the one that was used before: its hash has changed");
  });

  it("holds a stack to its lock file, and accepts none that is missing, changed or names more", async () => {
    layouts.unpacked?.("the provider");
    const { locked } = await here();
    const stack = join(root, "stack");
    const lock = lockFileOf([PINNED], locked) ?? "";
    const init = async (text?: string) => {
      rmSync(stack, { recursive: true, force: true });
      mkdirSync(stack);
      const configuration = { terraform: { required_providers: { aws: PINNED } } };
      writeFileSync(join(stack, "main.tf.json"), JSON.stringify(configuration));
      if (text !== undefined) writeFileSync(join(stack, LOCK_FILE), text);
      const how = { cwd: stack, env: environment };
      return run(
        terraformBinary(environment),
        ["init", "-input=false", "-no-color", "-lockfile=readonly"],
        how,
      );
    };

    expect((await init(lock)).code).toBe(0);
    expect((await init()).output).toContain("the lock\nfile is read-only");
    expect((await init(lock.replace(/h1:..../, "h1:AAAA"))).output).toContain("doesn't match any of the");
    expect((await init(lock + lock.replace(AWS, "hashicorp/archive"))).output).toContain("file is read-only");
  });

  it("gives the hashes of the pinned provider to the project's lock file", async () => {
    layouts.unpacked?.("the provider");

    const text = await lockProviders({
      required: [PINNED],
      platforms: [PLATFORM],
      mirror: join(root, "mirror"),
    });
    expect(text).toBe(lockFileOf([PINNED], (await here()).locked));
  });

  it("is asked for hashes in vain where there are no packages", async () => {
    const nothing = { required: [PINNED], platforms: [PLATFORM], mirror: join(root, "mirror") };

    await expect(lockProviders(nothing)).rejects.toThrow("Fix: Run `npm run lock` where");
  });
});

describe("the AWS provider of this machine", () => {
  it("is one of the mirror's, if there is a mirror", async () => {
    const folder = mkdtempSync(join(tmpdir(), "providers-"));
    const mirror = findMirror();
    const { aws, locked } = await providersHere(
      folder,
      isolatedEnvironment("http://127.0.0.1:1", "x", folder),
    );
    rmSync(folder, { recursive: true });

    expect([...(mirror ? versionsIn(mirror.folder, AWS) : []), aws.wanted]).toContain(aws.version);
    expect(locked[0]).toMatchObject({ source: AWS, version: aws.version });
  });
});
