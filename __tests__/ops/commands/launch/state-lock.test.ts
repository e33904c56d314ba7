import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { RunRecord } from "../../../../ops/commands/launch/run-record";
import type { Child } from "../../../../ops/commands/launch/run-record";
import { requireUnlocked } from "../../../../ops/commands/launch/state-lock";
import { processes } from "../../../../ops/terraform/process-group";
import { eventually } from "../../../../local/processes";
import { registerWith } from "../../../helpers/tools";
import { environment, healthy } from "../../diagnosis/observed";
import { Played } from "../../played/played";
import { AwsError } from "../../played/protocols";

jest.mock("../../../../ops/terraform/process-group", () => {
  const actual = jest.requireActual<typeof import("../../../../ops/terraform/process-group")>(
    "../../../../ops/terraform/process-group",
  );
  return { ...actual, processes: jest.fn(actual.processes) };
});

const ME = `${userInfo().username}@${hostname()}`;
const LOCK = {
  ID: "6b2c3a10-7f0e-4d0c-9a55-0d4c3f6f1a11",
  Operation: "OperationTypeApply",
  Who: ME,
  Created: "2026-11-24T03:01:00Z",
};
const KILLED: Child = {
  pid: 2 ** 22,
  start: "long ago",
  line: "npm run apply -- test-base --auto-approve",
  since: "2026-11-24T03:00:00Z",
};

describe("the state lock that a launch finds", () => {
  const { TERRAFORM_BINARY_NAME } = process.env;
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "locked-"));
    mkdirSync(join(root, "cdktf.out/stacks/test-base/.terraform"), { recursive: true });
    process.env.TERRAFORM_BINARY_NAME = join(root, "terraform-that-records");
    writeFileSync(process.env.TERRAFORM_BINARY_NAME, `#!/bin/sh\necho "$@" >> ${root}/called\n`, {
      mode: 0o755,
    });
  });
  afterEach(() => {
    process.env.TERRAFORM_BINARY_NAME = TERRAFORM_BINARY_NAME;
    if (TERRAFORM_BINARY_NAME === undefined) delete process.env.TERRAFORM_BINARY_NAME;
    rmSync(root, { recursive: true });
  });

  const meet = async (lock: object | undefined, killed?: Child) => {
    const played = await Played.open(environment(), healthy, {
      s3: {
        GetObject() {
          if (!lock) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
          return { status: 200, headers: {}, body: JSON.stringify(lock) };
        },
      },
    });
    try {
      return await played.run(async (operation) => {
        await requireUnlocked(operation, new RunRecord(join(root, ".launch"), "test"), {
          part: "base",
          root,
          killed,
        });
        return {};
      });
    } finally {
      await played.close();
    }
  };

  it("is none as a rule", async () => {
    expect(await meet(undefined)).toMatchObject({ exitCode: 0, said: "" });
  });

  it("is removed if the Terraform of the last launch was killed", async () => {
    const { exitCode, said } = await meet(LOCK, KILLED);

    expect({ exitCode, said }).toMatchObject({ exitCode: 0 });
    expect(said).toContain(`and has left its lock (${ME}, 2026-11-24T03:01:00Z).`);
    expect(readFileSync(join(root, "called"), "utf8")).toBe(
      `-chdir=cdktf.out/stacks/test-base force-unlock -force ${LOCK.ID}\n`,
    );
  });

  registerWith(
    it,
    existsSync("/proc/self") ? [] : ["/proc"],
    "run it on Linux",
    "is removed although another Terraform of this machine ends at that moment",
    async () => {
      // Its parent does not notice that it has ended.
      const parent = spawn("sh", ["-c", "true & echo $!; exec sleep 60"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      const [output] = (await once(parent.stdout, "data")) as [Buffer];
      const pid = Number(output);
      await eventually(() => !existsSync(`/proc/${pid}/cwd/.`), 10);
      jest
        .mocked(processes)
        .mockResolvedValueOnce([{ pid, parent: parent.pid ?? 0, group: 0, command: "terraform plan" }]);

      expect(await meet(LOCK, KILLED)).toMatchObject({ exitCode: 0 });
      parent.kill();
    },
  );

  it.each([
    ["of another user", { ...LOCK, Who: "taylor@laptop" }, KILLED],
    ["older than the command of the last launch", { ...LOCK, Created: "2026-11-24T02:59:00Z" }, KILLED],
    ["of another stack's command", LOCK, { ...KILLED, line: "npm run apply -- test-service" }],
    ["without a launch before", LOCK, undefined],
  ])("is left to the operator if it is %s", async (_, lock, killed) => {
    const { exitCode, warned } = await meet(lock, killed);

    expect(exitCode).toBe(2);
    expect(warned.replaceAll(join(root, "terraform-that-records"), "terraform")).toBe(
      `The state of test-base is locked by ${lock.Who} since ${lock.Created} (OperationTypeApply).\n` +
        "Fix: If that Terraform is still running, wait until it has ended. If it was killed, remove its lock:\n" +
        "  npm run ops -- state unlock test base\n",
    );
  });
});
