import { readdirSync } from "node:fs";
import { join } from "node:path";
import { otherCircumstances, whichOfThem } from "./circumstances";
import { Fork } from "./fork";
import { teamOf } from "./team";
import { Template } from "./template";

jest.setTimeout(1_800_000);

const seed = Number(process.env.FORK_SEED ?? Date.now() % 2 ** 31);

describe(`A team's fork, with names and sizes of its own (FORK_SEED=${seed})`, () => {
  const team = teamOf(seed);
  let template: Template;
  let fork: Fork;
  let report: string;

  beforeAll(() => {
    process.stdout.write(
      `FORK_SEED=${seed} gives ${team.map(({ environment }) => environment).join(", ")}\n`,
    );
    template = new Template();
    fork = new Fork(template, template.oldest, team);
    fork.run("npm", "run", "--silent", "golden");
    fork.git("add", "--all");
    fork.git("commit", "--quiet", "--message", "Our environments");
  });
  afterAll(() => {
    fork?.remove();
    template?.remove();
  });

  it("takes the newest version without a conflict, and passes its types, synth and tests, in other circumstances", () => {
    try {
      report = fork.runWith(otherCircumstances(), "npx", "tsx", join(__dirname, "../../ops/upgrade/main.ts"));
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${whichOfThem(seed)}`);
    }

    expect(report).toContain(`==> Merging ${template.newest} on the branch upgrade-${template.newest}`);
    expect(fork.git("status", "--porcelain")).toBe("");
    expect(fork.git("rev-parse", "HEAD^2")).toBe(fork.git("rev-parse", `${template.newest}^{commit}`));
  });

  it("reads what is new: the changelog, the fields, and what changes in its stacks", () => {
    expect(report).toMatch(/==> New in \d/);
    expect(report).toContain("## 0.2.0");
    expect(report).not.toContain("## 0.1.0");
    expect(report).toContain("==> New fields of an environment");
    for (const { environment } of team) expect(report).toContain(`${environment}-service`);
  });

  it("keeps its environments, and has golden files of these alone", () => {
    expect(fork.git("diff", "--stat", "HEAD^1", "HEAD", "--", "environments")).toBe("");

    const goldens = readdirSync(join(fork.folder, "__tests__/golden")).filter((file) =>
      file.endsWith(".json"),
    );
    expect(goldens.sort()).toEqual(
      team
        .flatMap(({ environment }) => [
          `${environment}-base.tf.json`,
          `${environment}-service.tf.json`,
          `${environment}.cost.json`,
        ])
        .sort(),
    );
  });

  it("has nothing to do the second time", () => {
    expect(fork.run("npm", "run", "--silent", "upgrade")).toBe(`${template.newest} is merged already.\n`);
  });
});
