import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { LOCAL } from "../../../local/project";
import { pythonWithMoto } from "../../../local/python";
import { commandsIn } from "../../docs/commands";
import { DOCUMENTS } from "../../helpers/samples";

const ADRS = readdirSync(join(__dirname, "../../../docs/adr")).map((file) => `docs/adr/${file}`);

/** Commands that the AWS CLI makes itself, of no API ("AWS CLI Command Reference"). */
const OF_THE_CLI = ["configure", "s3", "sso"];

/** The options of every command, and those of its paginated ones. */
const GLOBAL = [
  "region",
  "query",
  "output",
  "profile",
  "max-items",
  "starting-token",
  "page-size",
  "no-paginate",
];

/** By AWS's models, as the AWS CLI makes its commands from them: what is wrong with each command. */
const CHECK = `
import json, sys
import botocore.session
from botocore import xform_name
from botocore.model import ServiceModel

loader = botocore.session.get_session().get_component("data_loader")
NAMES = {"s3api": "s3"}
kebab = lambda name: xform_name(name, "-")

def problems(command, options_of_all):
    name, operation, *rest = command
    name = NAMES.get(name, name)
    try:
        service = ServiceModel(loader.load_service_model(name, "service-2"), service_name=name)
    except botocore.exceptions.UnknownServiceError:
        return [f"{name} is not a service"]
    if operation == "wait":
        waiters = loader.load_service_model(name, "waiters-2")["waiters"]
        found = [each["operation"] for waiter, each in waiters.items() if kebab(waiter) == rest[0]]
        rest = rest[1:]
    else:
        found = [each for each in service.operation_names if kebab(each) == operation]
    if not found:
        return [f"{operation} is not an operation"]
    shape = service.operation_model(found[0]).input_shape
    members = shape.members if shape else {}
    allowed = {kebab(member): model.type_name for member, model in members.items()}
    allowed |= {f"no-{member}": kind for member, kind in allowed.items() if kind == "boolean"}
    given = [word[2:].split("=")[0] for word in rest if word.startswith("--")]
    missing = [kebab(each) for each in (shape.required_members if shape else []) if kebab(each) not in given]
    unknown = [each for each in given if each not in allowed and each not in options_of_all]
    return [f"--{each} is unknown" for each in unknown] + [f"--{each} is missing" for each in missing]

given = json.load(sys.stdin)
json.dump([[" ".join(each), problems(each, given["options"])] for each in given["commands"]], sys.stdout)
`;

describe("the commands of the AWS CLI in the documents", () => {
  const commands = [...DOCUMENTS, ...ADRS]
    .flatMap(commandsIn)
    .filter(({ words: [first, second = ""] }) => first === "aws" && !OF_THE_CLI.includes(second))
    .map(({ words }) => words.slice(1));

  async function problemsOf(given: readonly (readonly string[])[]): Promise<[string, string[]][]> {
    const python = await pythonWithMoto(LOCAL, () => undefined);
    const input = JSON.stringify({ commands: given, options: GLOBAL });
    return JSON.parse(execFileSync(python, ["-c", CHECK], { input, encoding: "utf8" })) as [
      string,
      string[],
    ][];
  }

  it("are operations of AWS's models, with options that exist and all that are required", async () => {
    expect(commands.length).toBeGreaterThan(20);
    expect((await problemsOf(commands)).filter(([, problems]) => problems.length > 0)).toEqual([]);
  });

  it("are refused when they are misspelt", async () => {
    const wrong = [
      ["rdss", "describe-db-snapshots"],
      ["rds", "describe-db-snapshot"],
      ["rds", "wait", "db-snapshot-there"],
      ["rds", "copy-db-snapshot", "--source-db-snapshot-identifier", "a", "--kms-key", "b"],
    ];
    expect((await problemsOf(wrong)).map(([, problems]) => problems)).toEqual([
      ["rdss is not a service"],
      ["describe-db-snapshot is not an operation"],
      ["wait is not an operation"],
      ["--kms-key is unknown", "--target-db-snapshot-identifier is missing"],
    ]);
  });
});
