import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { registerWith } from "../../helpers/tools";

const PROJECT = join(__dirname, "..", "..", "..");
const JUDGE = join(__dirname, "twins", "judge.py");
/** Prints the path of a Python that has moto, installed if need be: as the end-to-end tests get theirs. */
const INSTALL = `import { pythonWithMoto } from "./local/python";
void pythonWithMoto(".local", console.error).then(console.log);`;

/** What the judge reports of a rule or of a negative twin. */
interface Verdict {
  readonly name: string;
  readonly wrong: string[];
}

const judge = (python: string) => spawnSync(python, ["-B", JUDGE], { encoding: "utf8" });
const lacksMoto = ({ error, stderr }: ReturnType<typeof judge>) =>
  Boolean(error) || /No module named '(moto|botocore)/.test(stderr);

function judgedWithMoto(): ReturnType<typeof judge> {
  const judged = judge("python3");
  if (!lacksMoto(judged)) return judged;
  const installed = spawnSync("npx", ["tsx", "-e", INSTALL], { cwd: PROJECT, encoding: "utf8" });
  return installed.status === 0 ? judge(installed.stdout.trim()) : judged;
}

const judged = judgedWithMoto();
const verdicts = (judged.stdout ?? "")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Verdict);

registerWith(
  describe,
  lacksMoto(judged) ? ["moto"] : [],
  "pip install -r local/moto/requirements.txt",
  "the documented rules of the embedded AWS",
  () => {
    it("are all judged", () => {
      expect(judged).toMatchObject({ status: 0, stderr: "" });
      expect(verdicts.length).toBeGreaterThan(600);
    });

    it.each(verdicts)("$name", ({ wrong }) => {
      expect(wrong).toEqual([]);
    });
  },
);
