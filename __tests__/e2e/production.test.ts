import { join } from "node:path";
import { DescribeServicesCommand, ECSClient, ListClustersCommand } from "@aws-sdk/client-ecs";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Environment } from "../../config/environment";
import { resolveEnvironments } from "../../config/resolve-environments";
import { namesOf } from "../../facts/names";
import { production } from "../environments/production";
import { pushPlaceholders } from "../../local/account";
import { FirstBoot, missingForFirstBoot } from "../../local/hosts/first-boot";
import { userDataOf } from "../../local/hosts/launch-template";
import { eventually } from "../../local/processes";
import type { Part } from "../../stacks/environment-stack";
import { stateLocation } from "../../stacks/environment-stack";
import { OTHER_ENVIRONMENTS, RULES_OF, SAMPLES, sample, sampleOf } from "../lambda/deploy-notifier/samples";
import { registerWith } from "../helpers/tools";
import { killedWhen, lockedFor } from "./broken-rebuild";
import { Sandbox } from "./sandbox";
import { databasePasswords, findSecrets, planAndKeep, secretParameter } from "./secrets";
import { loseBucket, loseState, managedResources } from "./state";

jest.setTimeout(900_000);

const STACKS = ["production-base", "production-service"] as const;
const [BASE, SERVICE] = STACKS;
const PARTS = ["base", "service"] as const;

/** From an empty account to a changed secret: the tests are the steps of one deployment, in this order. */
describe("production, deployed by the real cdktf", () => {
  const [environment] = resolveEnvironments([production]) as [Environment];
  const names = namesOf(environment);
  let sandbox: Sandbox;
  const secrets: string[] = [];
  let beforeCiphertexts: Date;

  /** Runs `ops database ...`, and returns its facts. */
  const database = async (command: string, ...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, output } = await sandbox.ops(
      ["database", command, environment.environment, ...args, "--json"],
      { env: { OPS_PACE: "0.2" } },
    );
    expect({ code, output }).toMatchObject({ code: 0 });
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  /** What `ops state unlock` does. It refuses while a Terraform runs on this machine, as other tests do. */
  const unlock = async (part: Part) => {
    const { bucket, key } = stateLocation(environment, part);
    const lock = { Bucket: bucket, Key: `${key}.tflock` };
    await new S3Client(sandbox.clients).send(new DeleteObjectCommand(lock));
  };

  const synthesized = () => ["--output", join(sandbox.stackFolder(BASE), "../..")];

  beforeAll(async () => {
    sandbox = await Sandbox.open();
    await sandbox.prepare(environment);
    await sandbox.cdktfSynth();
  });

  afterAll(() => sandbox?.close());

  it("deploys the base stack", async () => {
    await sandbox.cdktf.deploy(BASE);

    const { parameter, database } = await databasePasswords(sandbox, environment);
    expect(parameter).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(database).toBe(parameter);
    const appKey = await secretParameter(sandbox, names.secret("APP_KEY").name);
    expect(appKey).toMatch(/^base64:/);
    expect(Buffer.from(appKey.slice("base64:".length), "base64")).toHaveLength(32);
    secrets.push(parameter, appKey.slice("base64:".length));
  });

  registerWith(
    it,
    missingForFirstBoot(),
    "run it on Linux",
    "launches hosts that join the cluster of the account",
    async () => {
      const { clusterArns } = await new ECSClient(sandbox.clients).send(new ListClustersCommand({}));
      const boot = new FirstBoot(await userDataOf(environment.name, sandbox.clients));
      try {
        await boot.run();

        expect(clusterArns).toEqual([names.cluster.arn]);
        expect(boot.agentSettings.ECS_CLUSTER).toBe(clusterArns?.[0]?.split("/").at(-1));
      } finally {
        boot.remove();
      }
    },
  );

  it("deploys the service stack before the first image: services without tasks", async () => {
    await sandbox.cdktf.deploy(SERVICE);

    const { cluster, service } = names;
    const { services = [] } = await new ECSClient(sandbox.clients).send(
      new DescribeServicesCommand({
        cluster: cluster.name,
        services: [service("web").name, service("scheduler").name],
      }),
    );
    expect(services.map(({ desiredCount }) => desiredCount)).toEqual([0, 0]);
  });

  it("plans their tasks once a release has set the image parameters", async () => {
    await pushPlaceholders(environment, sandbox.clients);
    await sandbox.cdktf.deploy(SERVICE);
  });

  it.each(STACKS)("has an empty second plan for %s", async (stack) => {
    expect(await planAndKeep(sandbox, stack)).toMatchObject({ changes: false });
  });

  it("deploys both stacks by one command, in their order", async () => {
    await sandbox.cdktf.deploy(SERVICE, BASE);
  });

  it("has written no secret to any state, plan, log or synthesized file", async () => {
    expect(await findSecrets(sandbox, environment, secrets)).toEqual([]);
    // Proves that the search finds secrets.
    expect(await findSecrets(sandbox, environment, [names.databasePassword.name])).not.toEqual([]);
  });

  it.each(SAMPLES)(
    "takes the event %s of this environment to the notifier, and of no other",
    async (name) => {
      // It has no copies in another region.
      const rules = (RULES_OF[name] ?? []).filter((rule) => rule !== "copies");
      expect(await sandbox.controls.matchingRules(sample(name))).toEqual(
        rules.map((rule) => `api-production-notify-${rule}`),
      );

      for (const other of OTHER_ENVIRONMENTS) {
        expect(await sandbox.controls.matchingRules(sampleOf(other, name))).toEqual([]);
      }
    },
  );

  it("reports the owner of the state lock", async () => {
    const { bucket, key } = stateLocation(environment, "service");
    const lock = { Bucket: bucket, Key: `${key}.tflock` };
    const info = {
      ID: "1f3c",
      Operation: "OperationTypeApply",
      Who: "taylor@laptop",
      Version: "1.11.4",
      Path: key,
    };
    const s3 = new S3Client(sandbox.clients);
    await s3.send(new PutObjectCommand({ ...lock, Body: JSON.stringify(info) }));

    await expect(sandbox.cdktf.deploy(SERVICE)).rejects.toThrow(
      /Error acquiring the state lock[^]*taylor@laptop/,
    );

    await s3.send(new DeleteObjectCommand(lock));
  });

  it("refuses to destroy resources with data", async () => {
    await expect(sandbox.terraform(BASE).plan("-destroy")).rejects.toThrow(
      /Instance cannot be destroyed[^]*prevent_destroy/,
    );
  });

  it("takes secrets from ciphertexts in git instead", async () => {
    beforeCiphertexts = new Date();
    const [password, appKey] = [
      "Correct-Horse-Battery-Staple",
      `base64:${Buffer.alloc(32, 7).toString("base64")}`,
    ];
    secrets.push(password, appKey.slice("base64:".length));
    const encrypt = async (input: string) => {
      const { code, stdout, output } = await sandbox.ops(["encrypt", "production"], { input: `${input}\n` });
      expect({ code, output }).toMatchObject({ code: 0 });
      return { source: "ciphertext" as const, ciphertext: stdout.trim(), version: 2 };
    };
    sandbox.synth({
      ...production,
      database: { ...production.database, password: await encrypt(password) },
      secrets: { APP_KEY: await encrypt(appKey) },
    });

    for (const stack of STACKS) {
      const terraform = sandbox.terraform(stack);
      await terraform.init();
      const { output } = await terraform.plan();
      if (stack === BASE) expect(output).toContain("Plan: 0 to add, 3 to change, 0 to destroy.");
      await terraform.succeed("apply", "-auto-approve", "-input=false");
    }

    expect(await databasePasswords(sandbox, environment)).toEqual({
      parameter: password,
      database: password,
    });
    expect(await secretParameter(sandbox, names.secret("APP_KEY").name)).toBe(appKey);
  });

  it("restores the database of before that, puts it in place, and drops the old one", async () => {
    const restored = await database("restore", "--at", beforeCiphertexts.toISOString());
    const swapped = await database("restore", "--swap", String(restored.instance), "--yes");
    expect(swapped).toMatchObject({
      database: environment.name,
      interruptionSeconds: expect.any(Number) as number,
    });
    expect(swapped.oldStateVersion).toBeTruthy();
    for (const stack of STACKS)
      expect(await sandbox.terraform(stack).plan()).toMatchObject({ changes: false });

    // The restored database had the password of its time.
    const { parameter, database: now } = await databasePasswords(sandbox, environment);
    expect(now).toBe(parameter);
    const replaced = String(swapped.replaced);
    await database("drop", replaced, "--yes", replaced);
    expect(await database("backups")).toMatchObject({ copies: [], warnings: [] });
  });

  it("brings an older version of a lost state back", async () => {
    const [version] = await loseState(sandbox, environment, "service");
    const again = await sandbox.ops(["state", "rebuild", "production", "service", ...synthesized()]);
    expect(again.code).toBe(2);
    expect(again.output).toContain(`npm run ops -- state rebuild production service --restore ${version}`);

    const args = ["--restore", String(version), "--yes", "production", "--json"];
    const { code, stdout } = await sandbox.ops(["state", "rebuild", "production", "service", ...args]);
    expect({ code, facts: JSON.parse(stdout) as unknown }).toMatchObject({ code: 0, facts: { version } });
  });

  it("rebuilds the states of a lost bucket from what exists in AWS, also after kill -9 and another loss, and reads no secret", async () => {
    const known = (part: Part) => managedResources(sandbox, environment, part);
    const args = (part: Part) => [
      ...["state", "rebuild", "production", part, "--from-aws", "--yes", "production", "--json"],
      ...synthesized(),
    ];
    const rebuilt = async (part: Part) => {
      const { code, stdout, output } = await sandbox.ops(args(part));
      expect({ code, output }).toMatchObject({ code: 0 });
      return JSON.parse(stdout) as unknown;
    };
    const nothingLeft = { missing: [], waiting: [], changes: [] };
    const before = await Promise.all(PARTS.map(known));
    expect(before.map(({ length }) => length)).toEqual([95, 49]);
    await loseBucket(sandbox, environment);
    expect(await sandbox.ops(["bootstrap", "production"])).toMatchObject({ code: 0 });

    // When the secrets are in the state, and while Terraform imports the others. A killed Terraform leaves its lock.
    await killedWhen(sandbox, args("base"), async () => (await known("base")).length >= 3);
    await unlock("base");
    const locked = () => lockedFor(sandbox, environment, "base");
    await killedWhen(sandbox, args("base"), async () => (await locked()) === "OperationTypeApply");
    expect((await sandbox.ops(args("base"))).output).toContain("state unlock production base");
    await unlock("base");
    expect(await rebuilt("base")).toMatchObject({ base: { imported: 90, secrets: 0, ...nothingLeft } });

    // When the state has all resources, it is lost once more.
    const running = sandbox.ops(args("service"));
    expect(await eventually(async () => (await known("service")).length > 40, 240)).toBe(true);
    await loseState(sandbox, environment, "service");
    await running;
    expect(await rebuilt("service")).toMatchObject({ service: { imported: 48, secrets: 0, ...nothingLeft } });

    const after = await Promise.all(PARTS.map(known));
    expect(after.map((types) => types.sort())).toEqual(before.map((types) => types.sort()));
    const { parameter, database: now } = await databasePasswords(sandbox, environment);
    expect(now).toBe(parameter);
  });

  it.each(STACKS)("plans nothing for %s after that", async (stack) => {
    expect(await planAndKeep(sandbox, stack)).toMatchObject({ changes: false });
  });

  it("has not written these secrets either", async () => {
    expect(secrets).toHaveLength(4);
    expect(await findSecrets(sandbox, environment, secrets)).toEqual([]);
  });
});
