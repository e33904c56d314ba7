import { CIPHERTEXT } from "../helpers/ciphertext";
import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveEnvironments } from "../../config/resolve-environments";
import { production } from "../environments/production";
import type { EnvironmentInput } from "../../config/schema/schema";
import { environmentSchema } from "../../config/schema/schema";
import { isolatedEnvironment } from "../../local/isolation";
import { Terraform } from "../../local/terraform";
import { FIXTURES } from "../helpers/fixtures";
import type { Stacks } from "../helpers/stacks";
import { synthesizeEnvironment } from "../helpers/stacks";
import { stringFields, textAt, withText } from "../helpers/schema-fields";
import { verdictOn } from "../policies/made-stacks";

jest.setTimeout(300_000);

/** Several settings, as most of an environment's text is in them. */
const SETTINGS = ["A", "B", "C", "D", "E", "F", "G", "H"];

/** Production with every text of its own in it, that other examples have not. */
const wordy: EnvironmentInput = {
  ...production,
  stateBucket: "shop-state",
  hosts: { ...production.hosts, ecsAmiKernel: "6.1" },
  database: {
    ...production.database,
    engineVersion: "8.4",
    databaseName: "shop",
    username: "shop",
    applicationUser: {
      username: "reader",
      password: { source: "ciphertext", ciphertext: CIPHERTEXT },
    },
    backupWindow: "17:00-17:30",
    maintenanceWindow: "sat:18:00-sat:18:30",
  },
  env: Object.fromEntries(SETTINGS.map((name) => [name, "value"])),
  slack: { channel: "#deploys", icon: "https://example.com/whale.png", username: "whale" },
  alarms: { topic: { kind: "create", emails: ["operators@example.com"] } },
  ci: {
    identity: "github-oidc",
    deployRepository: "example/api",
    deployEnvironment: "production",
    planRepository: "example/laravel-ecs",
    defaultBranch: "trunk",
  },
  permissions: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::reports/*"] }],
};

const EXAMPLES: readonly EnvironmentInput[] = [
  wordy,
  {
    ...wordy,
    mail: { kind: "ses", from: "no-reply@example.com", identity: "existing", configurationSet: "shop" },
  },
  {
    ...wordy,
    mail: { kind: "smtp", host: "smtp.example.com", port: 587, username: "shop", from: "shop@example.com" },
    secrets: { APP_KEY: { source: "generated" }, MAIL_PASSWORD: { source: "operator" } },
  },
  ...Object.values(FIXTURES),
  {
    ...wordy,
    permissions: [{ actions: ["rekognition:DetectLabels"], resources: ["*"], reason: "It has no resource." }],
  },
  {
    ...wordy,
    alarms: { topic: { kind: "existing", arn: "arn:aws:sns:ap-northeast-1:123456789012:operators" } },
  },
  {
    ...wordy,
    network: {
      kind: "existing",
      cidr: "10.0.0.0/16",
      vpcId: "vpc-0123456789abcdef0",
      publicSubnetIds: [1, 2, 3].map((number) => `subnet-0123456789abcdef${number}`),
      hostSubnetIds: [4, 5, 6].map((number) => `subnet-0123456789abcdef${number}`),
      databaseSubnetIds: [7, 8, 9].map((number) => `subnet-0123456789abcdef${number}`),
    },
  },
];

/**
 * The fields that take text which means something to Terraform, JSON, a shell, IAM or EventBridge; each with an example in
 * `wordy`.
 */
const FREE = {
  "env.*": (text: string) => text,
  "slack.icon": (text: string) => `https://example.com/${text}`,
  "slack.username": (text: string) => text,
  "ci.deployEnvironment": (text: string) => text,
  "permissions[].resources[]": (text: string) => `arn:aws:s3:::${text}x`,
};

/** Text for people alone, which is in no stack. */
const IN_NO_STACK = ["permissions[].reason"];

const isAccepted = (environment: EnvironmentInput): boolean => {
  try {
    return resolveEnvironments([environment]).length === 1;
  } catch {
    return false;
  }
};

describe("the text fields of an environment", () => {
  const fields = stringFields(environmentSchema);
  const SPECIAL = ["${", "%{", "&{", "$", "%", "{", '"', "\\", "`", ";", "|", "<", "*", "?", "\n"];

  /** A special character alone, before, in and after a text that is accepted. */
  const takesAny = (example: EnvironmentInput, field: string) => {
    const text = textAt(example, field) ?? "";
    const middle = Math.ceil(text.length / 2);
    return SPECIAL.flatMap((special) => [
      special,
      ...[0, middle, text.length].map((at) => text.slice(0, at) + special + text.slice(at)),
    ]).some((candidate) => isAccepted(withText(example, field, () => candidate)));
  };

  /** The examples in which the option above the field differs. */
  const examplesOf = (field: string) => [
    ...new Map(
      EXAMPLES.filter((example) => textAt(example, field) !== undefined).map((example) => [
        JSON.stringify(example[field.split(/\W/)[0] as keyof EnvironmentInput]),
        example,
      ]),
    ).values(),
  ];

  it("are all in some example that is accepted", () => {
    expect(EXAMPLES.map(isAccepted)).toEqual(EXAMPLES.map(() => true));
    expect(fields.filter((field) => EXAMPLES.every((each) => textAt(each, field) === undefined))).toEqual([]);
  });

  it("take no special characters, but those that are tried with Terraform", () => {
    const free = fields.filter((field) => examplesOf(field).some((example) => takesAny(example, field)));

    expect(free.sort()).toEqual([...Object.keys(FREE), ...IN_NO_STACK].sort());
  });
});

describe("real Terraform", () => {
  const folder = mkdtempSync(join(tmpdir(), "texts-"));
  const terraform = new Terraform(folder, isolatedEnvironment("http://127.0.0.1:1", "eu-west-1", folder));

  beforeAll(async () => {
    writeFileSync(join(folder, "terraform.rc"), "");
    await terraform.init();
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  /** Strings of a stack's JSON, as Terraform reads them. */
  async function read(strings: readonly string[]): Promise<unknown> {
    const json = { locals: { strings }, output: { strings: { value: "${local.strings}" } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(json));
    await terraform.succeed("apply", "-auto-approve", "-input=false");
    return (await terraform.outputs()).strings;
  }

  it("would take text that is not escaped for its own", async () => {
    expect(await read(["${1 + 1} %{ if false }no%{ endif }", "$${1 + 1}"])).toEqual(["2 ", "${1 + 1}"]);
    await expect(read(["Price from ${ on"])).rejects.toThrow("main.tf.json");
  });

  const paths = [
    ...SETTINGS.map((name) => `env.${name}`),
    ...Object.keys(FREE).filter((field) => field !== "env.*"),
  ];
  const formOf = (path: string) => FREE[path.replace(/^env\..*/, "env.*") as keyof typeof FREE];

  const fragment = fc.oneof(
    fc.constantFrom(
      "${",
      "%{",
      "$",
      "%",
      "{",
      "}",
      "$$",
      "%%",
      "~",
      '"',
      "\\",
      "\\n",
      "'",
      "`",
      "&",
      "#",
      "=",
    ),
    fc.constantFrom("${path.cwd}", '${file("/etc/hostname")}', "${HOME:-/root}", "%{ if true }", "%{endif}"),
    fc.constantFrom("$aws_x.y", "$local.x", "&{aws:username}", "#{x}", "TfToken", "1e5", "-", "*/", "<!--"),
    fc.string({ unit: "grapheme", maxLength: 4 }),
  );
  const junk = fc.array(fragment, { minLength: 1, maxLength: 8 }).map((fragments) => fragments.join(""));
  const accepted = (path: string) =>
    junk
      .map(formOf(path))
      .map((text) => text.normalize("NFC"))
      .filter((text) => isAccepted(withText(wordy, path, () => text)));

  const withTexts = (texts: Readonly<Record<string, string>>): EnvironmentInput =>
    Object.entries(texts).reduce(
      (environment, [path, text]) => withText(environment, path, () => text),
      wordy,
    );

  /** Where each text comes to in the stacks. */
  const canaries = Object.fromEntries(paths.map((path, index) => [path, formOf(path)(`canary${index}x`)]));
  const places = stringsOf(synthesizeEnvironment(withTexts(canaries))).flatMap(({ at, string }) =>
    paths.filter((path) => string.includes(canaries[path]!)).map((path) => ({ at, path, around: string })),
  );

  it("is given every one of these texts", () => {
    expect(new Set(places.map(({ path }) => path))).toEqual(new Set(paths));
    expect(places.filter(({ around }) => around.includes("${"))).toEqual([]);
  });

  it("reads each text as it was written", async () => {
    const texts = fc.record(Object.fromEntries(paths.map((path) => [path, accepted(path)])));
    await fc.assert(
      fc.asyncProperty(texts, async (texts) => {
        const strings = new Map(
          stringsOf(synthesizeEnvironment(withTexts(texts))).map(({ at, string }) => [at, string]),
        );

        expect(await read(places.map(({ at }) => strings.get(at) ?? "nothing"))).toEqual(
          places.map(({ path, around }) => around.split(canaries[path]!).join(texts[path])),
        );
      }),
      { numRuns: 12 },
    );
  });

  it("is reached by texts that look like references, as no policy takes them for some", () => {
    const environment = withTexts({
      "env.A": "$aws_ecs_cluster.cluster.name and ${path.cwd}",
      "env.B": "costs $var.x, $data.y, $each.key",
      "slack.username": "Price from ${ on %{",
    });

    expect(verdictOn(resolveEnvironments([environment]))).toBe("accepted");
  });
});

interface Place {
  readonly at: string;
  readonly string: string;
}

/** Every string of the stacks' JSON, but the names of members. */
function stringsOf(stacks: Stacks): Place[] {
  const below = (value: unknown, at: string): Place[] => {
    if (typeof value === "string") return [{ at, string: value }];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, child]) => below(child, `${at}/${key}`));
  };
  return below(stacks, "");
}
