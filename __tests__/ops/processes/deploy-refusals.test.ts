import { DeleteRoleCommand } from "@aws-sdk/client-iam";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { IMAGES } from "../../../facts/names";
import { NEW } from "../stage/account";
import { AwsError } from "../played/protocols";
import type { Stage } from "../stage/stage";
import { useStage } from "../stage/use-stage";

jest.setTimeout(60_000);

const DEPLOY = ["deploy", "production", "--tag", NEW];

const CHANGES = /^(ecs:(Register|Deregister|Update|Run|Stop)|ssm:Put|ecr:Put)/;

/** The real command as a process, where a release cannot succeed. */
describe("deploy refuses before it touches anything, with 2 and what to do,", () => {
  let stage: Stage;
  useStage((opened) => (stage = opened));

  const changes = () => stage.aws.actions.filter((action) => CHANGES.test(action));

  it.each<[string, (stage: Stage) => unknown, RegExp]>([
    [
      "an image that was never pushed",
      ({ account }) => account.deleteImage("nginx", NEW),
      /The repository api-production\/nginx has no image with the tag 5d6e7f8\.\n {2}Fix: Build and push it/,
    ],
    [
      "an image for the other processor",
      ({ account }) => account.pushImage("app", NEW, "arm64"),
      /app:5d6e7f8 is built for arm64, but the hosts \(t3\.small\) are amd64/,
    ],
    [
      "a list of images without the hosts' processor",
      ({ account }) => account.pushImageIndex("app", NEW, ["arm64", "unknown"]),
      /app:5d6e7f8 is built for arm64, but/,
    ],
    [
      "a role that is gone",
      ({ account: { iam, names } }) =>
        iam.send(new DeleteRoleCommand({ RoleName: names.executionRole.name })),
      /The role api-production-task-execution does not exist/,
    ],
    [
      "a secret that is gone",
      ({ account }) => account.deleteParameter("/api-production/secret/APP_KEY"),
      /The secret \/api-production\/secret\/APP_KEY does not exist\.\n  Fix: Run .*\n  A lost APP_KEY gets a new value/,
    ],
    [
      "settings that are gone",
      ({ account: { s3, names } }) =>
        s3.send(new DeleteObjectCommand({ Bucket: names.settingsBucket.name, Key: "env/first.env" })),
      /The settings file env\/first\.env is not in the bucket api-production-settings-123456789012/,
    ],
    [
      "another account's credentials",
      ({ aws }) => {
        const Arn = "arn:aws:sts::999999999999:assumed-role/operator/taylor";
        aws.services = { sts: { GetCallerIdentity: () => ({ Account: "999999999999", Arn }) } };
      },
      /production is in account 123456789012, but your credentials are for account 999999999999/,
    ],
    [
      "credentials that have expired",
      ({ aws }) => {
        aws.trouble = () =>
          new AwsError("ExpiredToken", "The security token included in the request is expired", 403);
      },
      /Your AWS credentials have expired\.\nFix: Log in again/,
    ],
  ])("%s", async (_, arrange, reason) => {
    await arrange(stage);
    const { code, stderr } = await stage.ops(DEPLOY);

    expect({ code, changes: changes() }).toEqual({ code: 2, changes: [] });
    expect(stderr).toMatch(reason);
  });

  it("everything that is missing at once", async () => {
    for (const image of IMAGES) await stage.account.deleteImage(image, NEW);
    await stage.account.deleteParameter("/api-production/secret/APP_KEY");
    const { stderr } = await stage.ops(DEPLOY);

    expect(stderr.match(/Fix: /g)).toHaveLength(3);
  });

  it.each([[[]], [["--tag", "no such:tag"]], [["--tag", NEW, "--timeout", "soon"]], [["--tagg", NEW]]])(
    "a command line that says too little or too much: %j",
    async (options) => {
      const { code, stderr } = await stage.ops(["deploy", "production", ...options]);

      expect({ code, changes: changes() }).toEqual({ code: 2, changes: [] });
      expect(stderr).not.toBe("");
    },
  );
});
