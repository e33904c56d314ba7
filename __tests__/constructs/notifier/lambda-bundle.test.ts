import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../../../constructs/notifier/lambda-bundle";
import { zipOf } from "../../../local/zip";

const ROOT = join(__dirname, "../../..");

describe("the notifier's bundle", () => {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is the same, and so is its zip, in every folder that has the same source", () => {
    const hashes = ["", "a folder", "another/one"].map((path) => {
      const root = path ? join(folder, path) : ROOT;
      if (path) {
        mkdirSync(root, { recursive: true });
        for (const part of ["lambda", "facts"])
          cpSync(join(ROOT, part), join(root, part), { recursive: true });
      }
      const zip = zipOf("index.mjs", Buffer.from(bundle("deploy-notifier", root)), 0o644);
      return createHash("sha256").update(zip).digest("hex");
    });

    expect(new Set(hashes).size).toBe(1);
  });

  it("is under 23,000 bytes, so that a cold start does not wait for it", () => {
    expect(bundle("deploy-notifier").length).toBeLessThan(23_000);
  });

  it("has no library in it and names no folder", () => {
    const code = Buffer.from(bundle("deploy-notifier"));

    expect(code.toString()).not.toMatch(/node_modules|aws-sdk|\/lambda\//);
    expect(code.toString()).not.toContain(ROOT);
  });
});
