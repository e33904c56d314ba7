import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { ROOT } from "../../local/project";
import { commandsIn } from "../docs/commands";
import { DOCUMENTS } from "../helpers/samples";
import { missingOf, registerWith } from "../helpers/tools";

jest.setTimeout(300_000);

/** What stands for a value that is not in the text: a placeholder, a variable of the shell or of the code. */
const VALUE = "value-1";

/** The arguments of every call of `awsLine` in the code. */
function printed(): string[][] {
  const files = ["config", "ops"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(ROOT, folder, file)),
  );
  return files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return text.includes("awsLine(")
      ? callsIn(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
      : [];
  });
}

const textOf = (word?: ts.Node) => (word && ts.isStringLiteral(word) ? word.text : undefined);

/** Whether it is an option that takes a number. */
const isCount = (word?: ts.Node) => textOf(word)?.endsWith("-count") === true;

function callsIn(node: ts.Node): string[][] {
  const inner = node.getChildren().flatMap(callsIn);
  if (!ts.isCallExpression(node) || node.expression.getText() !== "awsLine") return inner;
  const [, ...words] = node.arguments;
  return [
    ...inner,
    [
      ...words.map((word, at) => textOf(word) ?? (isCount(words[at - 1]) ? "1" : VALUE)),
      "--region",
      "eu-west-1",
    ],
  ];
}

/** The commands of the AWS CLI in the documents. */
const documented = (): string[][] =>
  DOCUMENTS.flatMap(commandsIn)
    .filter(({ words: [first] }) => first === "aws")
    .map(({ words }) => words.slice(1).map((word) => (/[<$]|^file:/.test(word) ? VALUE : word)));

registerWith(
  describe,
  missingOf(["aws"]),
  "run __tests__/e2e/prepare.sh as root on Debian",
  "commands of the AWS CLI",
  () => {
    /** Commands that the CLI adds to those of the API have no skeleton. */
    const ADDED = ["wait", "get-login-password"];

    /** What the CLI says against a command and its options. It makes no request. */
    const problemWith = async (args: readonly string[]) => {
      const isAdded = args[0] === "s3" || ADDED.includes(args[1] ?? "");
      const name = args.slice(0, args[1] === "wait" ? 3 : 2);
      const offline = isAdded ? [...name, "help"] : [...args, "--generate-cli-skeleton", "output"];
      const env = { PATH: process.env.PATH ?? "", PAGER: "cat", AWS_CONFIG_FILE: "/dev/null" };
      const said = await promisify(execFile)("aws", offline, { env }).then(
        () => "",
        (error: Error & { stderr: string }) => error.stderr,
      );
      // The CLI also checks the sample of an answer that it makes itself, and finds zeros where AWS has none.
      return said.includes("Parameter validation failed") ? "" : said;
    };

    it.each([...printed(), ...documented()].map((args) => [args.join(" "), args] as const))(
      "aws %s",
      async (_, args) => {
        expect(await problemWith(args)).toBe("");
      },
    );

    it("are refused with an option that does not exist, or without one that is required", async () => {
      expect(await problemWith(["sqs", "list-queues", "--queue-nmae", "x"])).toContain("Unknown options");
      expect(await problemWith(["sqs", "get-queue-url"])).toContain("--queue-name");
    });
  },
);
