import type { Problem } from "../../../../config/messages/problem";
import type { Application } from "./application";
import type { ApplicationCheck } from "./application-check";
import type { UsedDriver } from "./drivers";
import { DRIVER_SETTINGS, usedDriver } from "./drivers";
import { hasExtension, imagePhp, PACKAGES_FILE } from "./image-php";
import { choiceOf, entryOf } from "./php";

interface Needed {
  readonly name: string;

  /** Of its classes, which the application may also have itself. */
  readonly namespace: string;
  readonly command: string;
}

const SDK: Needed = {
  name: "aws/aws-sdk-php",
  namespace: "Aws\\",
  command: "composer require aws/aws-sdk-php",
};
const FLYSYSTEM: Needed = {
  name: "league/flysystem-aws-s3-v3",
  namespace: "League\\Flysystem\\AwsS3V3\\",
  command: 'composer require league/flysystem-aws-s3-v3 "^3.0"',
};
const PREDIS: Needed = {
  name: "predis/predis",
  namespace: "Predis\\",
  command: "composer require predis/predis",
};

/** The same as docker/app/bin/preflight, which refuses to start a container ("Queues", "File Storage", "Mail", Laravel documentation). */
const NEEDED: Readonly<Record<string, Needed>> = {
  sqs: SDK,
  dynamodb: SDK,
  ses: SDK,
  "ses-v2": SDK,
  s3: FLYSYSTEM,
};

/**
 * A container does not start without the packages of the drivers that it uses, so the first release would fail in its migration. The
 * extension of Redis counts if a file of the repository names it: a build argument is not part of every build.
 */
export const driverPackages: ApplicationCheck = {
  subject: "the packages of the drivers",
  look: (application) => {
    const used = (Object.keys(DRIVER_SETTINGS) as (keyof typeof DRIVER_SETTINGS)[]).flatMap(
      (kind) => usedDriver(application, kind) ?? [],
    );
    return {
      seen: used.map(({ setting, name }) => `${setting} ${name}`).join(", "),
      problems: unique(used.flatMap((each) => problemOf(application, each) ?? [])),
    };
  },
};

function problemOf(application: Application, used: UsedDriver): Problem | undefined {
  if (used.driver !== "redis") return missingPackage(application, used, NEEDED[used.driver]);
  return usesPredis(application)
    ? missingPackage(application, used, PREDIS)
    : missingExtension(application, used);
}

function missingPackage(
  { composer }: Application,
  { setting, name }: UsedDriver,
  needed: Needed | undefined,
): Problem | undefined {
  if (!needed || composer.has(needed.name) || composer.autoloads(needed.namespace)) return undefined;
  const development = composer.developmentPackages.includes(needed.name);
  return {
    path: "composer.lock",
    got: `${development ? `${needed.name} only for development` : `no ${needed.name}`}, but ${setting} is ${name}`,
    allowed: "the packages of all drivers in use: a container does not start without them",
    fix: `Run ${needed.command}, and commit composer.json and composer.lock.`,
  };
}

function missingExtension(application: Application, { setting, name }: UsedDriver): Problem | undefined {
  if (hasExtension(application, "redis")) return undefined;
  const extension = `php${imagePhp(application) ?? "8.4"}-redis`;
  return {
    path: PACKAGES_FILE,
    got: `no ${extension}, but ${setting} is ${name}`,
    allowed: "the extension of PHP for Redis: a container does not start without it",
    fix: `Add the line ${extension}. Or run ${PREDIS.command}, and set REDIS_CLIENT to predis in env.`,
  };
}

/** One package is one problem, also with several drivers that need it. */
const unique = (problems: readonly Problem[]) =>
  problems.filter(({ fix }, index) => problems.findIndex((other) => other.fix === fix) === index);

const usesPredis = (application: Application) => {
  const choice = choiceOf(entryOf(application.code("config/database.php") ?? "", "redis"), "client");
  const client = application.settings[choice?.variable ?? "REDIS_CLIENT"] ?? choice?.fallback;
  return client === "predis";
};
