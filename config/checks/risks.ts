import type { Environment } from "../environment";
import { show } from "../messages/show";
import type { Check } from "./check";
import { fileRisks } from "./file-risks";
import type { Risk, TakenRisk } from "./taken-risk";

/** Both are a week: a mistake of Friday is found on Monday, and its cause is looked for after that. */
const LEAST_BACKUP_DAYS = 7;
const LEAST_LOG_DAYS = 7;

const domainRisks = ({ domain }: Environment): TakenRisk[] =>
  domain ? [] : [{ risk: "plain-http", path: "domain", got: "nothing", safe: "a domain, which gives HTTPS" }];

const logRisks = ({ logs: { retentionDays } }: Environment): TakenRisk[] =>
  retentionDays >= LEAST_LOG_DAYS
    ? []
    : [
        {
          risk: "short-logs",
          path: "logs.retentionDays",
          got: show(retentionDays),
          safe: `${LEAST_LOG_DAYS} or more`,
        },
      ];

const alarmRisks = ({ alarms, slack }: Environment): TakenRisk[] => {
  if (!alarms.enabled) return [{ risk: "no-alarms", path: "alarms.enabled", got: "false", safe: "true" }];
  if (alarms.topic || slack) return [];
  return [
    {
      risk: "no-alarms",
      path: "alarms.topic",
      got: "nothing, and no slack, so alarms reach no one",
      safe: "a topic (or slack)",
    },
  ];
};

const shellRisks = ({ shell }: Environment): TakenRisk[] =>
  shell ? [{ risk: "shell-access", path: "shell", got: "true", safe: "false" }] : [];

const hostRisks = ({ hosts }: Environment): TakenRisk[] =>
  hosts.purchase === "spot"
    ? [{ risk: "spot-hosts", path: "hosts.purchase", got: show("spot"), safe: '"on-demand"' }]
    : [];

const databaseRisks = ({ database }: Environment): TakenRisk[] => [
  ...(database.backupRetentionDays >= LEAST_BACKUP_DAYS
    ? []
    : [
        {
          risk: "short-backups",
          path: "database.backupRetentionDays",
          got: show(database.backupRetentionDays),
          safe: `${LEAST_BACKUP_DAYS} or more`,
        } as const,
      ]),
  ...(database.multiAz
    ? []
    : [{ risk: "single-az-database", path: "database.multiAz", got: "false", safe: "true" } as const]),
  ...(database.deletionProtection
    ? []
    : [
        {
          risk: "no-deletion-protection",
          path: "database.deletionProtection",
          got: "false",
          safe: "true",
        } as const,
      ]),
  ...(database.finalSnapshot
    ? []
    : [{ risk: "no-final-snapshot", path: "database.finalSnapshot", got: "false", safe: "true" } as const]),
];

const cacheRisks = ({ cache }: Environment): TakenRisk[] =>
  cache.kind === "valkey" && !cache.multiAz
    ? [{ risk: "single-az-cache", path: "cache.multiAz", got: "false", safe: "true" }]
    : [];

const loadBalancerRisks = ({ loadBalancer }: Environment): TakenRisk[] =>
  loadBalancer.deletionProtection
    ? []
    : [
        {
          risk: "no-deletion-protection",
          path: "loadBalancer.deletionProtection",
          got: "false",
          safe: "true",
        },
      ];

const RISKS_OF = [
  domainRisks,
  hostRisks,
  databaseRisks,
  cacheRisks,
  loadBalancerRisks,
  fileRisks,
  logRisks,
  alarmRisks,
  shellRisks,
];

/** The cheap choices of an environment. */
export const risksOf = (environment: Environment): Risk[] =>
  RISKS_OF.flatMap((risks) => risks(environment)).map(({ risk }) => risk);

const acceptedBy =
  (risks: (environment: Environment) => TakenRisk[]): Check =>
  (environment) =>
    risks(environment).flatMap(({ risk, path, got, safe, fix = `Set it to ${safe}` }) =>
      !environment.production || environment.acceptedRisks.includes(risk)
        ? []
        : [
            {
              path,
              got,
              allowed: `${safe} in production, unless acceptedRisks names ${risk}`,
              fix: `${fix}, or add "${risk}" to acceptedRisks with the reason in a comment.`,
            },
          ],
    );

/** Names that say that customers depend on the environment. */
const PRODUCTION_NAMES = ["production", "prod", "live"];

const productionIsMarked: Check = ({ environment, production }) =>
  production || !PRODUCTION_NAMES.includes(environment)
    ? undefined
    : {
        path: "production",
        got: `false, in an environment with the name ${show(environment)}`,
        allowed: "true, so that cheap choices must be named in acceptedRisks",
        fix: "Write true, or rename the environment.",
      };

/** An acceptance that is not needed hides a later change that takes the risk. */
const acceptancesAreNeeded: Check = (environment) => {
  const taken = risksOf(environment);
  return environment.acceptedRisks.flatMap((risk, index) =>
    taken.includes(risk)
      ? undefined
      : {
          path: `acceptedRisks[${index}]`,
          got: show(risk),
          allowed: "risks that this environment takes",
          fix: "Remove it: it would hide a later change that takes the risk.",
        },
  );
};

export const riskChecks = [...RISKS_OF.map(acceptedBy), productionIsMarked, acceptancesAreNeeded];
