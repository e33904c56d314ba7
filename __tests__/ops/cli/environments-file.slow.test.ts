import { spawnSync } from "node:child_process";
import { SourceCopy } from "../../helpers/source-copy";

const FILE = "environments/staging.ts";
const FIX = "Fix: Correct this file, then run npm run types, which finds more mistakes.\n";

/** The real command and the real synth, on a copy of the project. */
describe("a file of environments/ that cannot be executed", () => {
  let project: SourceCopy;
  let file: string;
  // One copy for all tests: tsx has then compiled the other files.
  beforeAll(() => {
    project = new SourceCopy();
    file = project.read(FILE);
  });
  afterEach(() => project.write(FILE, file));
  afterAll(() => project.remove());

  const ops = (...args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "ops/main.ts", ...args], {
      cwd: project.folder,
      encoding: "utf8",
    });
    return { status, stderr };
  };

  it("is named with the line of a syntax error, by commands and by synth", () => {
    project.replace(FILE, 'application: "api",', 'application: "api"');

    expect(ops("cost", "production")).toEqual({
      status: 2,
      stderr: expect.stringMatching(
        /^environments\/staging\.ts, line \d+: Expected "}" but found "environment"\nFix: /,
      ) as string,
    });
    const message = project.synth();
    expect(message).toMatch(/Expected "}" but found "environment"[^]*environments\/staging\.ts:\d+:\d+/);
    expect(message).not.toMatch(/\n {4}at |node:internal/);
  });

  it("is named with the line of a name that does not exist", () => {
    project.replace(FILE, 'region: "ap-northeast-1"', "region: REGION");

    const { status, stderr } = ops("cost", "production");
    expect(status).toBe(2);
    expect(stderr).toMatch(/^environments\/staging\.ts, line \d+: REGION is not defined\n/);
    expect(stderr).toContain(FIX);
  });

  it("is named with the line of a TypeError, by commands and by synth", () => {
    project.replace(FILE, 'region: "ap-northeast-1"', "region: ({} as { of: { region: string } }).of.region");

    const message = expect.stringMatching(
      /^environments\/staging\.ts, line \d+: Cannot read properties of undefined \(reading 'region'\)\nFix: Correct this file/,
    ) as string;
    const { status, stderr } = ops("cost", "production");
    expect([status, stderr]).toEqual([2, message]);
    // In the same words, with the same line.
    expect(project.synth()).toBe(stderr);
  });

  it("is named when it imports a file that does not exist", () => {
    project.append(FILE, 'import { x } from "./shared";\nexport const y = x;');

    expect(ops("cost", "production")).toEqual({
      status: 2,
      stderr: `environments/staging.ts imports ./shared, which does not exist.\n${FIX}`,
    });
  });

  it("is left out of the list when its export was renamed, and a missing environment lists the others", () => {
    project.replace(FILE, "export const staging", "export const renamed");

    expect(ops("cost", "staging")).toEqual({
      status: 2,
      stderr: 'The environment "staging" does not exist.\nFix: Use one of: production.\n',
    });
    expect(ops("cost")).toEqual({
      status: 2,
      stderr: "error: missing required argument 'environment'\nFix: Use one of: production.\n",
    });
  });
});
