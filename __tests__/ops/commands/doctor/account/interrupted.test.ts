import { inFourParts } from "../../../../../config/messages/problem";
import { interrupted } from "../../../../../ops/commands/doctor/account/interrupted";
import { AwsError } from "../../../played/protocols";
import { check } from "./fitting-account";

const PROTECTED = { "database.deletionProtection": true };

const resource = (type: string, name: string, status?: string) => ({
  mode: "managed",
  type,
  name,
  instances: [status === undefined ? {} : { status }],
});

/** The state of the base stack. That of the service stack does not exist yet. */
const stateOf = (...resources: unknown[]) => ({
  s3: {
    GetObject({ Key }: { Key: string }) {
      if (!Key.endsWith("/base.tfstate")) throw new AwsError("NoSuchKey", "no such key", 404);
      return { status: 200, headers: {}, body: JSON.stringify({ version: 4, resources }) };
    },
  },
});

const failing = (code: string, status: number) => ({
  s3: {
    GetObject() {
      throw new AwsError(code, code, status);
    },
  },
});

describe("a resource whose creation was interrupted", () => {
  it("is a problem if it is protected, with the commands that keep it", async () => {
    const state = stateOf(
      resource("aws_db_instance", "database", "tainted"),
      resource("aws_kms_key", "key"),
      resource("aws_lb", "load_balancer", "tainted"),
    );
    const { problems, actions } = await check(interrupted, PROTECTED, {}, state);

    expect(problems.map(inFourParts).join()).toMatchInlineSnapshot(`
      "test: the state of test-base
        got      aws_db_instance.database is tainted: its creation was interrupted
        allowed  a resource that was created: Terraform would replace this one, which is protected, so every plan fails
        fix      Keep it. Terraform then compares it with the code, and changes what is missing:
                 $ npx cdktf synth
                 $ terraform -chdir=cdktf.out/stacks/test-base init
                 $ terraform -chdir=cdktf.out/stacks/test-base untaint aws_db_instance.database"
    `);
    expect(new Set(actions)).toEqual(new Set(["sts:GetCallerIdentity", ...interrupted.reads]));
  });

  it.each([
    ["of no state", failing("NoSuchKey", 404)],
    ["of no bucket", failing("NoSuchBucket", 404)],
    ["of a bucket elsewhere", failing("PermanentRedirect", 301)],
    ["of none that is tainted", stateOf(resource("aws_kms_key", "key"))],
    ["of one that Terraform replaces", stateOf(resource("aws_lb", "load_balancer", "tainted"))],
  ])("is none %s", async (_state, answers) => {
    expect(await check(interrupted, PROTECTED, {}, answers)).toMatchObject({
      result: "passed",
      seen: "none",
    });
  });

  it("is not looked for where nothing is protected, and not found without the permission", async () => {
    const state = stateOf(resource("aws_db_instance", "database", "tainted"));
    expect(await check(interrupted, { "database.deletionProtection": false }, {}, state)).toMatchObject({
      result: "passed",
      seen: "none is protected",
    });
    expect(await check(interrupted, PROTECTED, {}, failing("AccessDenied", 403))).toMatchObject({
      result: "not checked",
      advice: [expect.stringContaining("Your credentials lack s3:GetObject.")],
    });
  });
});
