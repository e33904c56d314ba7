import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packArchives } from "../../local/archives";
import { succeed } from "../../local/processes";
import { zipOf } from "../../local/zip";

const stack = (archives: boolean) => ({
  terraform: {
    required_providers: { ...(archives ? { archive: { source: "archive" } } : {}), aws: { source: "aws" } },
  },
  provider: { ...(archives ? { archive: [{}] } : {}), aws: [{ region: "eu-west-1" }] },
  data: {
    ...(archives
      ? {
          archive_file: {
            zip_1: {
              type: "zip",
              source_file: "assets/bundle/index.mjs",
              output_path: "function.zip",
              output_file_mode: "0644",
            },
          },
        }
      : {}),
    aws_region: { here: {} },
  },
  resource: {
    aws_lambda_function: {
      one: {
        filename: archives ? "${data.archive_file.zip_1.output_path}" : "function.zip",
        source_code_hash: "${data.archive_file.zip_1.output_base64sha256}",
      },
    },
  },
});

describe("packArchives", () => {
  let output: string;
  let folder: string;

  beforeEach(() => {
    output = mkdtempSync(join(tmpdir(), "archives-"));
    folder = join(output, "stacks", "one");
    mkdirSync(join(folder, "assets/bundle"), { recursive: true });
    writeFileSync(join(folder, "assets/bundle/index.mjs"), "export const handler = () => 'ü';\n");
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack(true)));
  });
  afterEach(() => rmSync(output, { recursive: true }));

  it("creates the zips of a stack, and changes nothing else of it", () => {
    const zips = packArchives(output);

    expect(zips).toEqual([join(folder, "function.zip")]);
    const hash = createHash("sha256").update(readFileSync(zips[0]!)).digest("base64");
    const expected = stack(false);
    expected.resource.aws_lambda_function.one.source_code_hash = hash;
    expect(JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"))).toEqual(expected);
  });

  it("does not change a stack without zips", () => {
    const text = JSON.stringify(stack(false));
    writeFileSync(join(folder, "cdk.tf.json"), text);

    expect(packArchives(output)).toEqual([]);
    expect(readFileSync(join(folder, "cdk.tf.json"), "utf8")).toBe(text);
  });

  it("creates a zip that other tools can open, with the right file mode", async () => {
    const [zip = ""] = packArchives(output);
    const python = [
      "import sys, zipfile",
      "zip = zipfile.ZipFile(sys.argv[1])",
      "assert zip.testzip() is None",
      "for each in zip.infolist(): print(each.filename, oct(each.external_attr >> 16), each.date_time[0])",
      "print(zip.read('index.mjs').decode(), end='')",
    ].join("\n");

    expect((await succeed("python3", ["-X", "utf8", "-c", python, zip])).stdout).toBe(
      "index.mjs 0o100644 1980\nexport const handler = () => 'ü';\n",
    );
  });
});

describe("zipOf", () => {
  it("creates the same bytes from the same content", () => {
    const content = Buffer.from("a".repeat(10_000));

    expect(zipOf("a", content, 0o644)).toEqual(zipOf("a", content, 0o644));
    expect(zipOf("a", content, 0o644)).not.toEqual(zipOf("a", content, 0o755));
  });
});
