import type { Environment } from "../environment";
import { show } from "../messages/show";
import type { RISKS } from "../schema/schema";
import type { Check } from "./check";

type Risk = (typeof RISKS)[number];

interface TakenRisk {
  readonly risk: Risk;
  readonly path: string;
  readonly got: string;
  readonly safe: string;
}

const hostRisks = ({ hosts }: Environment): TakenRisk[] =>
  hosts.purchase === "spot"
    ? [{ risk: "spot-hosts", path: "hosts.purchase", got: show("spot"), safe: '"on-demand"' }]
    : [];

const databaseRisks = ({ database }: Environment): TakenRisk[] => [
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

const acceptedBy =
  (risksOf: (environment: Environment) => TakenRisk[]): Check =>
  (environment) =>
    risksOf(environment).flatMap(({ risk, path, got, safe }) =>
      !environment.production || environment.acceptedRisks.includes(risk)
        ? []
        : [
            {
              path,
              got,
              allowed: `${safe} in production, unless acceptedRisks names ${risk}`,
              fix: `Set it to ${safe}, or add "${risk}" to acceptedRisks with the reason in a comment.`,
            },
          ],
    );

/** An acceptance that is not needed hides a later change that takes the risk. */
const acceptancesAreNeeded: Check = (environment) => {
  const taken = [hostRisks, databaseRisks, loadBalancerRisks].flatMap((risksOf) => risksOf(environment));
  return environment.acceptedRisks.flatMap((risk, index) =>
    taken.some((other) => other.risk === risk)
      ? []
      : [
          {
            path: `acceptedRisks[${index}]`,
            got: show(risk),
            allowed: "risks that this environment takes",
            fix: "Remove it: it would hide a later change that takes the risk.",
          },
        ],
  );
};

export const riskChecks = [
  acceptedBy(hostRisks),
  acceptedBy(databaseRisks),
  acceptedBy(loadBalancerRisks),
  acceptancesAreNeeded,
];
