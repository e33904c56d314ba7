import type { Environment } from "../environment";
import { show } from "../messages/show";
import type { TakenRisk } from "./taken-risk";

const diskRisks = ({ files, env: { FILESYSTEM_DISK: disk } }: Environment): TakenRisk[] =>
  // With files it is derived, and refused here.
  files === undefined && disk !== undefined && ["local", "public"].includes(disk.toLowerCase())
    ? [
        {
          risk: "container-files",
          path: "env.FILESYSTEM_DISK",
          got: `${show(disk)}, so files are lost at each deployment`,
          safe: "a disk outside the containers",
          fix: 'Remove it and write files: { kind: "create" }',
        },
      ]
    : [];

const bucketRisks = ({ files }: Environment): TakenRisk[] =>
  files?.kind !== "create" || files.deletionProtection
    ? []
    : [
        {
          risk: "no-deletion-protection",
          path: "files.deletionProtection",
          got: "false",
          safe: "true",
        },
      ];

/** The cheap choices for the files of the application. */
export const fileRisks = (environment: Environment): TakenRisk[] => [
  ...bucketRisks(environment),
  ...diskRisks(environment),
];
