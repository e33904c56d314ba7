import type { Environment } from "../environment";
import { domainNamesOf } from "../domain-names";
import { filesBucketOf } from "../files-bucket";
import type { Found, Mistake, Problem } from "../messages/problem";
import { problemsIn } from "../messages/problem";
import { ifReadable } from "../schema/readable";
import { senderOf } from "../sender";
import { show } from "../messages/show";
import { REGIONS } from "../../facts/regions";
import { stateBucketIsNotOneOf } from "./names";

export interface ReadEnvironment {
  readonly label: string;
  /** Undefined if the input is not an object. */
  readonly environment: Environment | undefined;
}

/** A rule for two environments that are each valid alone. The mistake is reported for the later one. */
type PairCheck = (earlier: Environment, later: Environment) => Found;

const physicalNamesDiffer: PairCheck = (earlier, later) =>
  earlier.environment !== later.environment &&
  earlier.name === later.name &&
  earlier.accountId === later.accountId && {
    path: "application, environment",
    got: `${show(later.name)}, the same as ${earlier.environment} of ${earlier.application}`,
    allowed: "a different <application>-<environment> in the same account",
    fix: "Rename one of them, or use another account.",
  };

/** What follows the name of an environment in those of its copies, which its roles may delete by the beginning of a name. */
const OF_COPIES = ["drill", "release", "replaced", "restored"];

const beginnings = ({ name }: Environment) => OF_COPIES.map((word) => `${name}-${word}-`);

/** Otherwise the drills of `api-prod` could delete the database of `api-prod-drill-eu`. */
const isNoCopy: PairCheck = (earlier, later) => {
  if (earlier.accountId !== later.accountId || earlier.region !== later.region) return undefined;
  const looksLikeCopyOf = (owner: Environment, name: string) =>
    beginnings(owner).some((beginning) => name.startsWith(beginning));
  const [owner, copy] = looksLikeCopyOf(earlier, later.name) ? [earlier, later] : [later, earlier];
  if (!looksLikeCopyOf(owner, copy.name)) return undefined;
  return {
    path: "application, environment",
    got: `${show(copy.name)}, which begins like the copies of ${owner.environment}`,
    allowed: `a name that begins with none of ${beginnings(owner).join(", ")}: the roles of ${owner.environment} may delete such databases or snapshots`,
    fix: "Rename one of them, or use another account.",
  };
};

const oneCreatesTheProvider: PairCheck = (earlier, later) =>
  earlier.accountId === later.accountId &&
  [earlier.ci, later.ci].every((ci) => ci.identity === "github-oidc" && ci.provider === "create") && {
    path: "ci.provider",
    got: `"create", as in ${earlier.environment}`,
    allowed: "one `create` per account, because an account has one GitHub OIDC provider",
    fix: 'Write provider: "existing" here.',
  };

/**
 * GitHub ignores case in the names of owners, repositories and environments, and a repository is the same with and without the
 * ids of its tokens ("Managing environments for deployment", GitHub Docs).
 */
const sameAtGitHub = (one: string, other: string) => plainName(one) === plainName(other);
const plainName = (name: string) => name.replace(/@\d+(?=\/|$)/g, "").toLowerCase();

/** One GitHub environment has one set of reviewers, and its token would be trusted by the deploy roles of both. */
const deployEnvironmentsDiffer: PairCheck = (
  { environment, ci: earlier },
  { environment: other, ci: later },
) =>
  environment !== other &&
  earlier.identity === "github-oidc" &&
  later.identity === "github-oidc" &&
  sameAtGitHub(earlier.deployRepository, later.deployRepository) &&
  sameAtGitHub(earlier.deployEnvironment, later.deployEnvironment) && {
    path: "ci.deployEnvironment",
    got: `${show(later.deployEnvironment)} of ${later.deployRepository}, as in ${environment}`,
    allowed: "a GitHub environment that no other environment trusts: its jobs could deploy to both",
    fix: "Create a GitHub environment for each, and name it here.",
  };

const domainsDiffer: PairCheck = (earlier, later) => {
  const taken = domainNamesOf(earlier).map(({ name }) => name);
  return domainNamesOf(later)
    .filter(({ name }) => taken.includes(name))
    .map(({ path, name }) => ({
      path,
      got: `${show(name)}, as in ${earlier.environment}`,
      allowed: "a host name that no other environment has",
      fix: "Change one of the two: both would create the same DNS record.",
    }));
};

/** Staging must not overwrite or delete production's files. */
const filesDiffer: PairCheck = (earlier, later) => {
  const bucket = filesBucketOf(later);
  if (bucket === undefined || filesBucketOf(earlier) !== bucket) return undefined;
  return {
    path: later.files?.kind === "existing" ? "files.bucket" : "files",
    got: `${show(bucket)}, as in ${earlier.environment}`,
    allowed:
      "a bucket that no other environment uses: each could overwrite and delete the files of the other",
    fix: 'Write files: { kind: "create" } in one of the two. To read files of another environment, use permissions.',
  };
};

/** A domain is one identity in SES, and its records in the hosted zone have one value. */
const mailDomainsDiffer: PairCheck = ({ environment, mail: earlier }, { mail: later }) => {
  if (earlier?.kind !== "ses" || later?.kind !== "ses") return undefined;
  const created = [earlier, later].every(({ identity }) => identity === "create");
  const { domain } = senderOf(later.from);
  if (!created || senderOf(earlier.from).domain !== domain) return undefined;
  return {
    path: "mail.identity",
    got: `"create" for ${domain}, as in ${environment}`,
    allowed: "one environment that creates the identity and the records of a domain",
    fix: `Write identity: "existing" here, with the other's configurationSet, or send from a domain of its own, e.g. a subdomain.`,
  };
};

/** An S3 bucket belongs to one account and is in one region ("Buckets overview", Amazon S3 User Guide). */
const stateBucketHasOnePlace: PairCheck = (earlier, later) =>
  earlier.stateBucket === later.stateBucket &&
  // A region that does not exist is another mistake.
  [earlier, later].every(({ region }) => REGIONS.includes(region)) &&
  (earlier.accountId !== later.accountId || earlier.region !== later.region) && {
    path: "stateBucket",
    got: `${show(later.stateBucket)} in account ${later.accountId} and ${later.region}; ${earlier.environment} uses it in account ${earlier.accountId} and ${earlier.region}`,
    allowed: "one bucket for each account and region",
    fix: "Set stateBucket to another name in one of the two.",
  };

const PAIR_CHECKS = [
  physicalNamesDiffer,
  isNoCopy,
  oneCreatesTheProvider,
  deployEnvironmentsDiffer,
  domainsDiffer,
  filesDiffer,
  mailDomainsDiffer,
  stateBucketHasOnePlace,
];

export function mistakesBetween(all: readonly ReadEnvironment[]): Mistake[] {
  return all.flatMap((later, index) =>
    all
      .slice(0, index)
      .flatMap((earlier) => [
        ...of(later, problemsIn(namesDiffer(earlier, later))),
        ...of(later, problemsOfPair(earlier.environment, later.environment)),
        ...of(earlier, stateBucketIsNotIn(earlier, later)),
        ...of(later, stateBucketIsNotIn(later, earlier)),
      ]),
  );
}

const of = ({ label }: ReadEnvironment, problems: readonly Problem[]): Mistake[] =>
  problems.map((problem) => ({ environment: label, ...problem }));

/** The mistake is reported for the environment that names the bucket, whichever of the two comes first. */
function stateBucketIsNotIn(one: ReadEnvironment, other: ReadEnvironment): Problem[] {
  const [mine, theirs] = [one.environment, other.environment];
  if (!mine || !theirs) return [];
  return (
    ifReadable(() => {
      // The same buckets follow from the same names, which is another mistake.
      const sameBuckets = mine.name === theirs.name && mine.accountId === theirs.accountId;
      return sameBuckets ? [] : stateBucketIsNotOneOf(theirs.environment, mine, theirs);
    }) ?? []
  );
}

/** By label, to find names that differ only by case, although one of them is a mistake anyway. */
function namesDiffer(earlier: ReadEnvironment, later: ReadEnvironment): Found {
  if (earlier.label.toLowerCase() !== later.label.toLowerCase()) return undefined;
  return {
    path: "environment",
    got: `${show(later.label)}, the same as ${show(earlier.label)}`,
    allowed: "a name that no other environment has, ignoring case: stacks and state are named by it",
    fix: "Rename one of the two.",
  };
}

function problemsOfPair(earlier: Environment | undefined, later: Environment | undefined): Problem[] {
  if (!earlier || !later) return [];
  return PAIR_CHECKS.flatMap((check) => ifReadable(() => problemsIn(check(earlier, later))) ?? []);
}
