import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fitStacks } from "../../local/fit-stacks";
import { lockedProviders } from "../../ops/terraform/lock-file";
import { pinnedProviders } from "../../ops/terraform/pinned-providers";

const { aws: AWS } = pinnedProviders();
const OLD = "5.100.0";

const block = (source: string, version: string) =>
  `provider "registry.terraform.io/${source}" {\n  version     = "${version}"\n  constraints = "${version}"\n` +
  `  hashes = [\n    "h1:good",\n  ]\n}\n`;

describe("stacks on the providers of this machine", () => {
  let output: string;
  let folder: string;
  beforeEach(() => {
    output = mkdtempSync(join(tmpdir(), "stacks-"));
    folder = join(output, "stacks", "one");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack(AWS.version, "nodejs24.x")));
  });
  afterEach(() => rmSync(output, { recursive: true }));

  const stack = (version: string, runtime: string) => ({
    terraform: { required_providers: { aws: { source: "aws", version } } },
    resource: { aws_lambda_function: { one: { runtime }, other: { runtime: "python3.13" } } },
  });
  const fit = (version: string) =>
    fitStacks(output, {
      aws: { wanted: AWS.version, version },
      archive: true,
      locked: lockedProviders(`${block("hashicorp/aws", version)}\n${block("hashicorp/archive", "2.7.1")}`),
    });
  const read = (file: string) => readFileSync(join(folder, file), "utf8");

  it("are not changed if the pinned provider is available", () => {
    const before = read("cdk.tf.json");

    expect(fit(AWS.version)).toEqual([]);
    expect(read("cdk.tf.json")).toBe(before);
  });

  it("get an older version, and below 6.20 an older Lambda runtime, with a line for each", () => {
    expect(fit(OLD)).toEqual([
      `hashicorp/aws ${AWS.version} is not available: 5.100.0 is used.`,
      "hashicorp/aws 5.100.0 does not support nodejs24.x: the Lambda function uses nodejs22.x.",
    ]);
    expect(JSON.parse(read("cdk.tf.json"))).toEqual(stack(OLD, "nodejs22.x"));
  });

  it("keep the Lambda runtime from 6.20 on", () => {
    expect(fit("6.20.0")).toHaveLength(1);
    expect(JSON.parse(read("cdk.tf.json"))).toEqual(stack("6.20.0", "nodejs24.x"));
  });

  it("get the hashes of the providers that they require, and of no other", () => {
    fit(OLD);

    expect(read(".terraform.lock.hcl")).toBe(block("hashicorp/aws", OLD));
  });
});
