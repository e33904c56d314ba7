import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Output } from "../../../../ops/cli/output";
import { copyDocker } from "../../../../ops/commands/copy-docker/copy-docker";
import { ROOT } from "../../../helpers/project-copy";

describe("ops copy-docker", () => {
  let folder: string;
  let shown: string;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const read = (path: string) => readFileSync(join(folder, path), "utf8");
  const ours = (path: string) => readFileSync(join(ROOT, path), "utf8");
  const copy = (answer?: boolean, yes = false) => {
    const output = new Output(false);
    const keep = (text: unknown) => void (shown += `${String(text)}\n`);
    jest.spyOn(output, "print").mockImplementation(keep);
    jest.spyOn(output, "verbatim").mockImplementation(keep);
    const agrees = (question: string) => {
      keep(question);
      return Promise.resolve(answer === true);
    };
    return copyDocker({ app: folder, yes }, { output, agrees: answer === undefined ? undefined : agrees });
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "copy-docker-"));
    shown = "";
    write("artisan", "");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("copies every file where there is none, each with its mode", async () => {
    expect(await copy(true)).toMatchObject({ replaced: [], kept: [], others: [] });

    expect(read("docker/app/Dockerfile")).toBe(ours("docker/app/Dockerfile"));
    expect(read(".dockerignore")).toBe(ours("docker/laravel/.dockerignore"));
    expect(statSync(join(folder, "docker/app/bin/entrypoint")).mode & 0o111).not.toBe(0);
    expect(shown).toMatch(/^Write \d+ new files, and replace 0 files as shown above\?$/m);
    shown = "";
    await copy(undefined);
    expect(shown).toBe("All files are there already. Nothing was changed.\n");
  });

  it("shows how a file changes before it asks, and changes nothing without consent", async () => {
    write("config/logging.php", "<?php\n\nreturn ['default' => 'mine'];\n");

    await expect(copy(false)).rejects.toThrow("Nothing was changed.");
    expect(shown).toMatch(/^--- config\/logging\.php\n\+\+\+ config\/logging\.php$/m);
    expect(shown.indexOf("-return ['default' => 'mine'];")).toBeLessThan(
      shown.indexOf("and replace 1 file "),
    );
    expect(read("config/logging.php")).toContain("mine");
    expect(() => read("docker/app/Dockerfile")).toThrow("ENOENT");

    await expect(copy(undefined)).rejects.toThrow(
      "Standard input is not a terminal, so nothing was changed.\nFix: Give --yes once you have read the differences.",
    );
    await copy(undefined, true);
    expect(read("config/logging.php")).toBe(ours("docker/laravel/config/logging.php"));
  });

  it("keeps the packages and the workflow of the repository, and names files of an older version", async () => {
    write("docker/packages.txt", "php8.4-gd\n");
    write(".github/workflows/deploy.yml", "name: mine\n");
    write("docker/nginx/Dockerfile", "FROM scratch\n");
    await copy(undefined, true);

    expect(read("docker/packages.txt")).toBe("php8.4-gd\n");
    expect(read(".github/workflows/deploy.yml")).toBe("name: mine\n");
    expect(shown).toContain("docker/packages.txt: kept as it is.");
    expect(shown).toContain(
      "docker/nginx/Dockerfile: not part of this version. Remove it unless you added it.",
    );
    expect(read("docker/nginx/Dockerfile")).toBe("FROM scratch\n");
  });

  it("refuses links, which may lead out of the repository, and shows nothing of what they lead to", async () => {
    const outside = mkdtempSync(join(tmpdir(), "outside-"));
    writeFileSync(join(outside, "key"), "private");
    mkdirSync(join(folder, "docker/app/Dockerfile"), { recursive: true });
    symlinkSync(join(outside, "key"), join(folder, ".dockerignore"));
    symlinkSync(outside, join(folder, "config"));
    symlinkSync(join(outside, "missing"), join(folder, "docker/packages.txt"));
    await expect(copy(undefined, true)).rejects.toThrow(
      "docker/app/Dockerfile is not a file.\n.dockerignore is a link.\nconfig is a link.\ndocker/packages.txt is a link.\n" +
        "Fix: Remove it, or replace a link by what it leads to. Nothing was changed.",
    );
    expect([shown, ...readdirSync(outside)]).toEqual(["", "key"]);
    expect(readFileSync(join(outside, "key"), "utf8")).toBe("private");
    rmSync(outside, { recursive: true });
  });

  it("refuses a folder that is not a Laravel repository", async () => {
    rmSync(join(folder, "artisan"));
    await expect(copy(true)).rejects.toThrow(
      "is not a Laravel repository: it has no artisan.\nFix: Give the path to it, e.g. --app ../api.",
    );
  });
});
