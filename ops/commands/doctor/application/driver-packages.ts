import type { Problem } from "../../../../config/messages/problem";
import type { Application } from "./application";
import type { ApplicationCheck } from "./application-check";
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

/** A container does not start without the packages of the drivers that it uses, so the first release would fail in its migration. */
export const driverPackages: ApplicationCheck = {
  subject: "the packages of the drivers",
  look: (application) => {
    const used = (Object.keys(DRIVER_SETTINGS) as (keyof typeof DRIVER_SETTINGS)[]).flatMap(
      (kind) => usedDriver(application, kind) ?? [],
    );
    const problems = used.flatMap(({ setting, name, driver }): Problem[] => {
      const needed = driver === "redis" && usesPredis(application) ? PREDIS : NEEDED[driver];
      if (
        !needed ||
        application.composer.has(needed.name) ||
        application.composer.autoloads(needed.namespace)
      )
        return [];
      const development = application.composer.developmentPackages.includes(needed.name);
      return [
        {
          path: "composer.lock",
          got: `${development ? `${needed.name} only for development` : `no ${needed.name}`}, but ${setting} is ${name}`,
          allowed: "the packages of all drivers in use: a container does not start without them",
          fix: `Run ${needed.command}, and commit composer.json and composer.lock.`,
        },
      ];
    });
    return {
      seen: used.map(({ setting, name }) => `${setting} ${name}`).join(", "),
      problems: unique(problems),
      advice: used.some(({ driver }) => driver === "redis") ? extensionOfRedis(application) : [],
    };
  },
};

/** One package is one problem, also with several drivers that need it. */
const unique = (problems: readonly Problem[]) =>
  problems.filter(({ fix }, index) => problems.findIndex((other) => other.fix === fix) === index);

const usesPredis = (application: Application) => {
  const choice = choiceOf(entryOf(application.code("config/database.php") ?? "", "redis"), "client");
  const client = application.settings[choice?.variable ?? "REDIS_CLIENT"] ?? choice?.fallback;
  return client === "predis";
};

const extensionOfRedis = (application: Application): string[] =>
  usesPredis(application) || hasExtension(application, "redis")
    ? []
    : [
        `Redis needs an extension of PHP. Add php${imagePhp(application) ?? "8.4"}-redis to ${PACKAGES_FILE}` +
          ", or run composer require predis/predis and set REDIS_CLIENT to predis.",
      ];
