import { parseArgs } from "node:util";
import { clientsOf } from "./account";
import { runningAws } from "./aws";
import { environmentToRun } from "./environment-to-run";
import { buildRelease, cacheImage, databaseImage, pushRelease } from "./images/release";
import { AWS_FOLDER } from "./project";

const USAGE = "Usage: make push TAG=<tag> [APP=<Laravel repository>]";

/** `make push TAG=v2`: builds the images of an application and pushes them to the embedded AWS, as CI does. */
async function push(tag: string, repository: string | undefined, buildOnly: boolean): Promise<void> {
  const start = Date.now();
  const passed = () => `${((Date.now() - start) / 1_000).toFixed(1)} s`;
  buildRelease(tag, repository);
  process.stdout.write(`built ${repository ?? "the example application"} (${passed()})\n`);
  const environment = environmentToRun();
  if (buildOnly) {
    databaseImage();
    if (environment.cache.kind === "valkey") cacheImage();
    return;
  }

  const aws = await runningAws(AWS_FOLDER);
  if (!aws) throw new Error("The embedded AWS is not running.\n  Fix: make up");
  await pushRelease(environment, tag, clientsOf(aws.endpoint, environment.region));
  process.stdout.write(
    `pushed ${tag} (${passed()})\nNext: npm run ops -- deploy ${environment.environment} --tag ${tag}\n`,
  );
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { app: { type: "string" }, "build-only": { type: "boolean", default: false } },
});
const [tag, ...others] = positionals;
if (tag && others.length === 0) {
  push(tag, values.app, values["build-only"]).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 64;
}
