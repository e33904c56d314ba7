import { GetPolicyCommand, GetPolicyVersionCommand } from "@aws-sdk/client-iam";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientsOf, furnishAccount } from "../../../local/account";
import { startAws, stopAws } from "../../../local/aws";
import { copyExample } from "../../../local/images/application";
import { isolatedEnvironment } from "../../../local/isolation";
import { run } from "../../../local/processes";
import { LOCAL } from "../../../local/project";
import { ACCOUNT_CHECKS } from "../../../ops/commands/doctor/account/account-checks";
import { Bundle } from "../stage/bundle";
import type { Stage } from "../stage/stage";
import { useStage } from "../stage/use-stage";

jest.setTimeout(120_000);

interface Document {
  readonly ok: boolean;
  readonly checks: readonly { readonly subject: string; readonly result: string; readonly seen: string }[];
  readonly problems: readonly { readonly in: string; readonly path: string; readonly fix: string }[];
  readonly advice: readonly string[];
}

/** An application that follows the documents. */
let application: string;
beforeAll(() => {
  application = mkdtempSync(join(tmpdir(), "laravel-ecs-example-"));
  copyExample(application);
});
afterAll(() => rmSync(application, { recursive: true }));

describe("doctor, in an account where production runs", () => {
  let stage: Stage;
  useStage((opened) => {
    stage = opened;
    return furnishAccount(stage.account.environment, stage.account.clients);
  });

  it("finds nothing, and changes nothing", async () => {
    const { code, stdout, stderr } = await stage.ops(["doctor", "production", "--app", application]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("ok       the released images: app 1a2b3c4, nginx 1a2b3c4\n");
    expect(stdout).toContain("ok       the vCPU quota of the hosts: 4 of 256 vCPUs");
    expect(stdout).toMatch(/\nNo problems found\.\n$/);
    expect(stage.aws.actions.length).toBeGreaterThan(15);
    for (const action of stage.aws.actions)
      expect(action).toMatch(/:(Get|List|Describe|BatchGet|HeadBucket$)/);
  });

  it("needs no more than the managed policy ReadOnlyAccess", async () => {
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const { iam } = stage.account;
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
    );
    const { Statement } = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? "")) as {
      Statement: { Action: string | string[] }[];
    };
    const granted = Statement.flatMap(({ Action }) => Action).map(
      (action) => new RegExp(`^${action.replaceAll("*", ".*")}$`, "i"),
    );
    const missing = ACCOUNT_CHECKS.flatMap(({ reads }) => reads).filter(
      (action) => !granted.some((pattern) => pattern.test(action)),
    );
    expect(granted.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it("names what would break the next release", async () => {
    await stage.account.pushImage("app", "armed", "arm64");
    await stage.account.setParameter(stage.account.names.imageParameter("app").name, "armed");
    rmSync(join(application, ".dockerignore"));
    const { code, stdout } = await stage.ops(["doctor", "production", "--app", application, "--json"]);
    const { ok, checks, problems } = JSON.parse(stdout) as Document;

    expect({ code, ok }).toEqual({ code: 2, ok: false });
    expect(checks).toContainEqual({
      subject: "the credentials",
      result: "passed",
      seen: expect.any(String) as string,
    });
    expect(problems).toMatchObject([
      {
        in: "production",
        path: "/api-production/image/app",
        fix: expect.stringContaining("--platform linux/amd64") as string,
      },
      { in: application, path: ".dockerignore" },
    ]);
  });
});

describe("doctor, in a new account", () => {
  let bundle: Bundle;
  let folder: string;
  beforeAll(async () => {
    bundle = await Bundle.make();
    folder = mkdtempSync(join(tmpdir(), "laravel-ecs-fresh-"));
  });
  afterAll(async () => {
    await stopAws(folder);
    rmSync(folder, { recursive: true });
    bundle.remove();
  });

  it("names everything that a first deployment would fail at", async () => {
    const { environment } = bundle;
    const aws = await startAws({ folder, pythonFolder: LOCAL, forTests: true, profile: "fresh" });
    const ops = async () => {
      const { code, output } = await run(process.execPath, [bundle.file, "doctor", "production", "--json"], {
        env: isolatedEnvironment(aws.endpoint, environment.region, "/nonexistent"),
      });
      return {
        code,
        document: JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}\n") + 1)) as Document,
      };
    };

    const first = await ops();
    expect(first.code).toBe(2);
    expect(first.document.problems.map(({ path }) => path)).toEqual(["domain.hostedZone", "ci.provider"]);
    expect(first.document.checks).toContainEqual({
      subject: "the vCPU quota of the hosts",
      result: "passed",
      seen: "4 of 5 vCPUs, others use 0",
    });
    expect(first.document.checks).toContainEqual({
      subject: "the service-linked roles",
      result: "passed",
      seen: expect.stringMatching(
        /^bootstrap creates AWSServiceRoleForAutoScaling, AWSServiceRoleForECS/,
      ) as string,
    });

    await furnishAccount(environment, clientsOf(aws.endpoint, environment.region));
    expect((await ops()).document.problems.map(({ path }) => path)).toEqual(["ci.provider"]);
  });
});
