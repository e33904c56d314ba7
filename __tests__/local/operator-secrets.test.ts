import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { resolveEnvironments } from "../../config/resolve-environments";
import { namesOf } from "../../facts/names";
import { setStandIns } from "../../local/operator-secrets";
import { production } from "../environments/production";
import { TestAccount } from "./test-account";

describe("the stand-ins of make up", () => {
  const [environment] = resolveEnvironments([
    {
      ...production,
      secrets: {
        APP_KEY: { source: "operator" },
        STRIPE_SECRET: { source: "operator" },
        HASH_KEY: { source: "generated" },
      },
    },
  ]);
  let account: TestAccount;
  let ssm: SSMClient;
  const nameOf = (variable: string) => namesOf(environment!).secret(variable).name;
  const put = (variable: string, Value: string) =>
    ssm.send(
      new PutParameterCommand({ Name: nameOf(variable), Value, Type: "SecureString", Overwrite: true }),
    );
  const valueOf = async (variable: string) =>
    (await ssm.send(new GetParameterCommand({ Name: nameOf(variable), WithDecryption: true }))).Parameter
      ?.Value;

  beforeAll(async () => {
    account = await TestAccount.open();
    ssm = new SSMClient(account.clients);
    for (const variable of Object.keys(environment!.secrets)) await put(variable, "created by Terraform");
  }, 60_000);
  afterAll(() => account.close());

  it("are for the secrets of an operator alone, and APP_KEY is a key", async () => {
    expect(await setStandIns(environment!, account.clients)).toEqual(["STRIPE_SECRET"]);
    expect(await valueOf("STRIPE_SECRET")).toBe("stand-in-for-STRIPE_SECRET");
    expect(await valueOf("APP_KEY")).toMatch(/^base64:[\w+/]{43}=$/);
    expect(await valueOf("HASH_KEY")).toBe("created by Terraform");
  });

  it("leave a value that was set alone", async () => {
    await put("STRIPE_SECRET", "of the operator");

    expect(await setStandIns(environment!, account.clients)).toEqual([]);
    expect(await valueOf("STRIPE_SECRET")).toBe("of the operator");
  });
});
