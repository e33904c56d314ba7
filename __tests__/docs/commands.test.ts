import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Command } from "commander";
import { ENVIRONMENTS } from "../environments/environments";
import { DOCUMENTS } from "../helpers/samples";
import type { Shown } from "./commands";
import { commandsIn } from "./commands";

const ROOT = join(__dirname, "../..");
const ADRS = readdirSync(join(ROOT, "docs/adr")).map((file) => `docs/adr/${file}`);

/** Commands of other projects, which are not run here, and the reason. */
const OTHERS: Readonly<Record<string, string>> = {
  aws: "needs an account",
  cd: "needs the folder of a synthesized stack",
  composer: "runs in a Laravel repository",
  cp: "runs in a Laravel repository",
  docker: "runs in a Laravel repository",
  "docker/local": "runs in a Laravel repository; __tests__/docker/local.test.ts plays it",
  git: "works on the repository of the reader",
  rm: "runs in a Laravel repository",
  terraform: "needs a synthesized stack; the end-to-end tests run these commands",
};

/** Those of the project, any one, and the one that docs/recover.md writes in another region. */
const ENVIRONMENT_NAMES = [
  ...ENVIRONMENTS.map(({ environment }) => environment),
  "<environment>",
  "recovery",
];

describe("the commands in the documents", () => {
  const all = [...DOCUMENTS, ...ADRS].flatMap(commandsIn);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  let ops: Command;

  beforeAll(async () => {
    ops = await operatorCommands();
  });

  it("are of a known kind", () => {
    expect(all.length).toBeGreaterThan(80);
    const known = ["npm", "npx", "make", "ops", "cdktf", ...Object.keys(OTHERS)];
    expect(all.filter(({ words: [first = ""] }) => !known.includes(first))).toEqual([]);
  });

  it("are scripts of package.json", () => {
    const used = all.flatMap(({ words }) => npmScript(words)?.name ?? []);
    expect(used.filter((name) => !(name in scripts))).toEqual([]);
    expect(new Set(used).size).toBeGreaterThan(10);
  });

  it("are operator commands with their real arguments and options", () => {
    const shown = all.flatMap((command) => opsArguments(command) ?? []);
    expect(shown.length).toBeGreaterThan(30);
    for (const { file, args } of shown)
      expect({ file, args, problem: problemWith(ops, args) }).toEqual({ file, args });
  });

  it("include every operator command in docs/operate.md", () => {
    const shown = commandsIn("docs/operate.md").flatMap(
      (command) => opsArguments(command)?.args.join(" ") ?? [],
    );
    for (const name of namesOf(ops))
      expect(shown.filter((command) => `${command} `.startsWith(`${name} `))).not.toEqual([]);
  });

  it("are targets of the Makefiles", () => {
    for (const { file, words } of all.filter(({ words: [first] }) => first === "make")) {
      const [makefile, ...rest] = words[1] === "-f" ? words.slice(2) : ["Makefile", ...words.slice(1)];
      const targets = rest.filter((word) => /^[a-z-]+$/.test(word));
      const rules = readFileSync(join(ROOT, makefile ?? ""), "utf8");
      for (const target of targets)
        expect({ file, target, rule: new RegExp(`^${target}[ :]`, "m").test(rules) }).toEqual({
          file,
          target,
          rule: true,
        });
    }
  });

  it("are commands of cdktf with options that it knows", async () => {
    const shown = all.filter(
      ({ words: [first, second] }) => first === "cdktf" || (first === "npx" && second === "cdktf"),
    );
    const called = shown.map(({ words }) => words.slice(words.indexOf("cdktf") + 1));
    const helps = new Map<string, string>();
    await Promise.all(
      [...new Set(called.map(([name = ""]) => name))].map(async (name) =>
        helps.set(name, await helpOfCdktf(name)),
      ),
    );

    for (const [name = "", ...args] of called) {
      expect(helps.get(name)).toMatch(new RegExp(`^cdktf ${name}\\b`));
      for (const option of args.filter((word) => word.startsWith("-")))
        expect(helps.get(name)).toContain(` ${option} `);
      const stacks = ENVIRONMENTS.flatMap(({ environment }) => [
        `${environment}-base`,
        `${environment}-service`,
      ]);
      for (const stack of args.filter((word) => /^[a-z]/.test(word))) expect(stacks).toContain(stack);
    }
  });
});

/** `npm run [options] <name> [-- arguments]`. */
function npmScript([first, second, ...words]: readonly string[]) {
  if (first !== "npm" || second !== "run") return undefined;
  const prefix = words.indexOf("--prefix");
  const rest = words.filter(
    (word, index) => word !== "--silent" && !(prefix >= 0 && [prefix, prefix + 1].includes(index)),
  );
  return { name: rest[0] ?? "", args: rest.slice(rest[1] === "--" ? 2 : 1) };
}

/** The arguments of an operator command, however it is called. */
function opsArguments({ file, words }: Shown): { file: string; args: readonly string[] } | undefined {
  if (words[0] === "ops") return { file, args: words.slice(1) };
  if (words[0] === "npx" && words[1] === "ops") return { file, args: words.slice(2) };
  const script = npmScript(words);
  return script?.name === "ops" ? { file, args: script.args } : undefined;
}

/** The program of `ops/main.ts`, which parses, but does nothing. */
async function operatorCommands(): Promise<Command> {
  const parse = jest.spyOn(Command.prototype, "parseAsync").mockResolvedValue(new Command());
  await import("../../ops/main");
  const [program] = parse.mock.contexts as unknown as Command[];
  if (program === undefined) throw new Error("ops/main.ts did not parse its arguments.");
  silence(program);
  return program;
}

function silence(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  if (command.commands.length === 0) command.action(() => undefined);
  command.commands.forEach(silence);
}

const namesOf = (command: Command): string[] =>
  command.commands.flatMap((each) =>
    each.commands.length > 0 ? namesOf(each).map((name) => `${each.name()} ${name}`) : [each.name()],
  );

/** What commander reports for these arguments. A command in prose may be its name alone. */
function problemWith(program: Command, args: readonly string[]): string | undefined {
  if (args.length === 0 || namesOf(program).includes(args.join(" "))) return undefined;
  try {
    program.parse(args, { from: "user" });
    const environment = args.find((word) => ENVIRONMENT_NAMES.includes(word));
    return (environment ?? args[0] === "review") ? undefined : "no environment";
  } catch (error) {
    return (error as Error).message;
  }
}

async function helpOfCdktf(name: string): Promise<string> {
  const cdktf = join(ROOT, "node_modules/cdktf-cli/bundle/bin/cdktf");
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", DISABLE_VERSION_CHECK: "1" };
  const { stdout } = await promisify(execFile)(process.execPath, [cdktf, name, "--help"], { cwd: ROOT, env });
  return stdout;
}
