import { CIPHERTEXT } from "../helpers/ciphertext";
import type { EnvironmentInput } from "../../config/schema/schema";
import { staging } from "../environments/staging";
import { all, only, synthesize } from "../helpers/stacks";

const ENVIRONMENTS: [string, Partial<EnvironmentInput>][] = [
  ["production", {}],
  ["staging", staging],
  [
    "ciphertexts in the environment file",
    {
      database: { instanceClass: "db.t4g.micro", password: { source: "ciphertext", ciphertext: CIPHERTEXT } },
      secrets: {
        APP_KEY: { source: "ciphertext", ciphertext: CIPHERTEXT },
        MAIL_PASSWORD: { source: "operator" },
      },
    },
  ],
];

/** Arguments whose value is a secret, if any is. */
const HOLDS_A_SECRET = /(password|secret|token|private_key|secret_string|plaintext|value)$/i;
const WRITE_ONLY = /_wo$/;

/** Every string in the JSON with the path that leads to it. */
function* strings(value: unknown, path: string[] = []): Generator<{ path: string[]; text: string }> {
  if (typeof value === "string") yield { path, text: value };
  else if (typeof value === "object" && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      if (key !== "//") yield* strings(child, [...path, key]);
    }
  }
}

describe.each(ENVIRONMENTS)("secrets of %s", (_, environment) => {
  const { base, service } = synthesize(environment);

  it("are given to write-only arguments alone", () => {
    for (const stack of [base, service]) {
      const ephemeral = [...strings(stack)].filter(({ text }) => text.includes("ephemeral."));

      for (const { path } of ephemeral) expect(path.at(-1)).toMatch(WRITE_ONLY);
    }
    expect([...strings(base)].filter(({ text }) => text.includes("ephemeral."))).not.toHaveLength(0);
  });

  it("stand in no argument of a resource that the state would keep", () => {
    for (const stack of [base, service]) {
      for (const [type, resources] of Object.entries(stack.resource)) {
        const kept = [...strings(resources)].filter(({ path }) => HOLDS_A_SECRET.test(path.at(-1) ?? ""));
        // The image tags are the only parameters with a plain value; database parameters, tags and metrics are not secrets.
        const allowed = (path: string[]) =>
          (type === "aws_ssm_parameter" && path.join(".").includes("-image_tag_")) ||
          path.includes("parameter") ||
          path.includes("metric_transformation") ||
          path.includes("tag");
        expect(kept.filter(({ path }) => !allowed(path))).toEqual([]);
      }
    }
  });

  it("leave no stack as an output", () => {
    for (const [name, { value }] of Object.entries(base.output)) {
      for (const { text } of strings(value))
        expect([name, text]).not.toEqual([name, expect.stringContaining("_wo")]);
      expect(name).not.toMatch(/(password|secret|key)$/i);
    }
  });

  it("reach containers by the ARN of their parameter, never as plain environment", () => {
    const plain = [...strings(service.locals)].filter(
      ({ path }) => path.includes("environment") && path.at(-1) === "name",
    );

    for (const { text } of plain) expect(text).not.toMatch(/PASSWORD|SECRET|TOKEN|APP_KEY/);
  });
});

describe("the database's password", () => {
  it("is read back from its parameter, so that both hold the same after any interruption", () => {
    const { base } = synthesize();
    const [parameter] = Object.keys(base.ephemeral?.aws_ssm_parameter ?? {});

    expect(only(base, "aws_db_instance").password_wo).toContain(`ephemeral.aws_ssm_parameter.${parameter}`);
    expect(only(base, "aws_db_instance").password_wo_version).toMatch(
      /aws_ssm_parameter\..*\.value_wo_version/,
    );
  });

  it("is made anew by raising its version", () => {
    const { base } = synthesize({
      database: { instanceClass: "db.t4g.micro", password: { source: "generated", version: 2 } },
    });

    expect(all(base, "aws_ssm_parameter")).toContainEqual(
      expect.objectContaining({ name: "/api-production/database/password", value_wo_version: 2 }),
    );
  });
});

describe("opening secrets", () => {
  it("can be switched off for a plan, and every ephemeral resource with it", () => {
    const { base } = synthesize();
    const ephemeral = Object.values(base.ephemeral ?? {}).flatMap((blocks) => Object.values(blocks));

    expect(ephemeral).not.toHaveLength(0);
    for (const { count } of ephemeral) expect(count).toBe("${var.open_secrets ? 1 : 0}");
  });
});

describe("a secret that an operator puts", () => {
  it("is made once with a placeholder and never written again", () => {
    const { base } = synthesize({
      secrets: { APP_KEY: { source: "generated" }, MAIL_PASSWORD: { source: "operator" } },
    });

    expect(all(base, "aws_ssm_parameter")).toContainEqual(
      expect.objectContaining({
        name: "/api-production/secret/MAIL_PASSWORD",
        type: "SecureString",
        value_wo: "not set yet",
        value_wo_version: 1,
      }),
    );
  });
});
