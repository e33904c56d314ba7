import { spawnSync } from "node:child_process";
import { ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { imageArchitectureOf } from "../../../facts/instance-types";
import { IMAGES } from "../../../facts/names";
import { awsLine, inShell } from "../../../facts/shell-words";
import type { Operation } from "../../cli/operation";
import { Failure } from "../../cli/outcome";
import { imageFault } from "../../release/image";
import type { Application } from "./application";
import { runChild } from "./child";
import type { RunRecord } from "./run-record";

/**
 * Builds both images with the Makefile of the Laravel repository and pushes them, unless the repositories of the environment
 * have them already.
 */
export async function pushImages(
  operation: Operation,
  record: RunRecord,
  { folder, path, tag, builder }: Application,
): Promise<void> {
  const { environment, output } = operation;
  const problems = await Promise.all(IMAGES.map((image) => imageFault(operation, image, tag)));
  if (problems.every((problem) => problem === undefined)) {
    output.print(`  Both images ${tag} are in the repositories.`);
    return;
  }
  const { accountId, region, hosts, name } = environment;
  const registry = `${accountId}.dkr.ecr.${region}.amazonaws.com`;
  const make = (where: string) => [
    ...["make", "-C", where, "-f", "docker/Makefile", "build", "push"],
    ...[`BUILDER=${builder}`, `REGISTRY=${registry}`, `NAME=${name}`, `TAG=${tag}`],
    `PLATFORM=linux/${imageArchitectureOf(hosts.instanceType)}`,
    // The Makefile logs in to this region by the AWS CLI, which is not needed here.
    "ECR_REGION=",
  ];

  const login = [builder, "login", "--username", "AWS", "--password-stdin", registry];
  output.print(`  $ ${awsLine({ region }, "ecr", "get-login-password")} | ${inShell(login)}`);
  await logIn(operation, login);
  output.print(`  $ ${inShell(make(path))}`);
  await runChild(operation, record, { words: make(folder), cwd: folder });
}

/** The password is only on standard input, so no other process sees it. */
async function logIn(operation: Operation, [program = "", ...args]: readonly string[]): Promise<void> {
  const { authorizationData: [data] = [] } = await operation
    .client(ECRClient)
    .send(new GetAuthorizationTokenCommand({}));
  const [, password = ""] = Buffer.from(data?.authorizationToken ?? "", "base64")
    .toString("utf8")
    .split(":");
  const { status, stderr } = spawnSync(program, args, { input: password, encoding: "utf8" });
  if (status !== 0) throw new Failure(`${inShell([program, ...args])} failed:\n${stderr}`);
}
