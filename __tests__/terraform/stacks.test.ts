import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { BucketLocationConstraint } from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../config/environment";
import { resolveEnvironments } from "../../config/resolve-environments";
import { IMAGES, namesOf } from "../../facts/names";
import { production } from "../environments/production";
import type { EnvironmentInput } from "../../config/schema/schema";
import { staging } from "../environments/staging";
import { stateLocation } from "../../stacks/environment-stack";
import type { HandMadeNetwork } from "../e2e/network";
import { makeNetworkByHand } from "../e2e/network";
import { Sandbox } from "../e2e/sandbox";
import { FIXTURES } from "../helpers/fixtures";
import { importCertificate } from "./certificate";

jest.setTimeout(300_000);

/** What the service stack reads of a base stack that was never applied. */
const PRETENDED = "pretended";

if (production.network.kind !== "create") throw new Error("production's network is a new one");
const newNetwork = production.network;

const environments: Readonly<Record<string, EnvironmentInput>> = { production, staging, ...FIXTURES };

/**
 * Real Terraform and the real provider on every stack. Plans only: that what is planned can be applied, and then
 * plans empty, is shown in `__tests__/e2e`.
 */
describe("Terraform accepts the stacks of an environment", () => {
  let sandbox: Sandbox;
  let network: HandMadeNetwork;
  /** Many variants differ in their base stack only. */
  const planned = new Set<string>();

  beforeAll(async () => {
    sandbox = await Sandbox.open();
    for (const environment of resolveEnvironments([production, staging])) {
      await sandbox.prepare(environment);
      await nameImages(sandbox, environment);
    }
    // The service stack looks at the settings that earlier revisions left there.
    await new S3Client(sandbox.clients).send(
      new CreateBucketCommand({
        Bucket: PRETENDED,
        CreateBucketConfiguration: { LocationConstraint: sandbox.region as BucketLocationConstraint },
      }),
    );
    network = await makeNetworkByHand(sandbox, newNetwork, production.availabilityZones);
    await importCertificate("api.example.com", sandbox.clients);
  });

  afterAll(() => sandbox?.close());

  it.each(Object.keys(environments))("%s", async (name) => {
    const environment = sandbox.synth(inNetwork(environments[name]!, network));
    await forgetBase(sandbox, environment);
    // Opening a ciphertext needs one made by the account's own key: that is the end-to-end test's.
    const openSecrets = name.includes("ciphertext") ? ["-var", "open_secrets=false"] : [];

    const plan = await planOf(sandbox, `${environment.environment}-base`, ...openSecrets);
    // An adopted network is its VPC, gateway and public route table, and two subnets in each of three zones.
    const imports = environment.network.kind === "adopt" ? "9 to import, " : "";
    expect(plan).toMatch(new RegExp(`Plan: ${imports}\\d+ to add, 0 to change, 0 to destroy\\.`));
    if (imports) expect(plan).not.toMatch(/aws_(vpc|internet_gateway|subnet)\.\S+ will be created/);

    const service = `${environment.environment}-service`;
    const synthesized = readFileSync(join(sandbox.stackFolder(service), "cdk.tf.json"), "utf8");
    if (planned.has(synthesized)) return;
    planned.add(synthesized);
    await pretendBaseWasApplied(sandbox, environment);
    expect(await planOf(sandbox, service)).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
  });
});

/** Where the fixture names a network made up, the one that is there. */
function inNetwork(input: EnvironmentInput, handMade: HandMadeNetwork): EnvironmentInput {
  const { network } = input;
  if (network.kind === "adopt") return { ...input, network: { ...network, ...handMade } };
  const { vpcId, publicSubnetIds, databaseSubnetIds } = handMade;
  return network.kind === "existing"
    ? { ...input, network: { ...network, vpcId, publicSubnetIds, databaseSubnetIds } }
    : input;
}

/** Plans a stack; Terraform validates it first. */
async function planOf(sandbox: Sandbox, stack: string, ...args: string[]): Promise<string> {
  const terraform = sandbox.terraform(stack);
  await terraform.init();
  return (await terraform.plan("-lock=false", ...args)).output;
}

async function nameImages(sandbox: Sandbox, environment: Environment): Promise<void> {
  for (const image of IMAGES) {
    const Name = namesOf(environment).imageParameter(image).name;
    await new SSMClient(sandbox.clients).send(new PutParameterCommand({ Name, Value: "v1", Type: "String" }));
  }
}

async function forgetBase(sandbox: Sandbox, environment: Environment): Promise<void> {
  const { bucket, key } = stateLocation(environment, "base");
  await new S3Client(sandbox.clients).send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}

/** Puts a state that has the base stack's outputs and nothing else: what the service stack reads. */
async function pretendBaseWasApplied(sandbox: Sandbox, environment: Environment): Promise<void> {
  const stack = JSON.parse(
    readFileSync(join(sandbox.stackFolder(`${environment.environment}-base`), "cdk.tf.json"), "utf8"),
  ) as { output: Record<string, { value: unknown }> };
  const outputs = Object.entries(stack.output).map(([name, { value }]) => {
    const pretended = pretend(name, value);
    const type = typeof pretended === "string" ? "string" : ["map", "string"];
    return [name, { value: pretended, type }] as const;
  });
  const { bucket, key } = stateLocation(environment, "base");
  await new S3Client(sandbox.clients).send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: JSON.stringify({
        version: 4,
        terraform_version: "1.11.4",
        serial: 1,
        lineage: PRETENDED,
        outputs: Object.fromEntries(outputs),
        resources: [],
      }),
    }),
  );
}

/** A value of the output's shape. An ARN, where the provider checks that it is one. */
function pretend(name: string, value: unknown): unknown {
  if (typeof value !== "string") {
    return Object.fromEntries(Object.keys(value as object).map((key) => [key, pretend("secretArn", "")]));
  }
  return name.endsWith("Arn") ? `arn:aws:ssm:ap-northeast-1:123456789012:parameter/${PRETENDED}` : PRETENDED;
}
