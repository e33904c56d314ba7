import type { Change } from "../change";
import type { ReviewFinding, ReviewRule } from "../finding";
import { SEVERITIES } from "../finding";
import { withNoun } from "../nouns";
import { cache } from "./cache";
import { containers } from "./containers";
import { dataLoss } from "./data-loss";
import { database } from "./database";
import { elsewhere } from "./elsewhere";
import { entry } from "./entry";
import { functions } from "./functions";
import { hidden } from "./hidden";
import { hosts } from "./hosts";
import { iam } from "./iam";
import { identity } from "./identity";
import { network, publicAccess } from "./network";
import { protection } from "./protection";
import { services } from "./services";
import { toKnow } from "./to-know";
import { unknownType } from "./unknown-type";

const RULES: readonly ReviewRule[] = [
  dataLoss,
  database,
  cache,
  entry,
  elsewhere,
  hosts,
  services,
  containers,
  functions,
  network,
  publicAccess,
  iam,
  identity,
  hidden,
  protection,
  toKnow,
  unknownType,
];

/** The findings about the changes of a stack, the most serious first. */
export function findingsOf(changes: readonly Change[]): ReviewFinding[] {
  const findings = changes.flatMap((change) =>
    RULES.flatMap((rule) => rule(change, changes) ?? []).map((finding) => ({
      ...finding,
      what: withNoun(finding.what, change),
    })),
  );
  const rank = Object.keys(SEVERITIES);
  return findings.sort((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity));
}
