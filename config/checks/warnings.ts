import { given } from "../../facts/given";
import { isPatch } from "../../facts/mysql";
import { DOCKER_RANGE } from "../../facts/special-ranges";
import { isDockers } from "./network";
import type { Environment } from "../environment";
import { ownStatesOf } from "../own-state";
import { usesHorizon, workerGroupsOf } from "../worker-groups";

/** "Spot Instance interruption notices", Amazon EC2 User Guide. */
const SPOT_NOTICE_SECONDS = 120;

/** "Restriction on email sent using port 25", Amazon EC2 User Guide. AWS removes it from an account on request. */
const BLOCKED_MAIL_PORT = 25;

/** Allowed values that the operator should know about. */
export function warningsOf(values: Environment): string[] {
  const { environment, network, domain, database, env, hosts, scheduler, shell, ci, production, mail } =
    values;
  const longestJob = Math.max(0, ...workerGroupsOf(values).map(({ timeoutSeconds }) => timeoutSeconds));
  const warnings = given(
    !domain &&
      "domain is not set, so the API uses plain HTTP, and passwords and tokens are sent unencrypted. Fix: set domain.",
    network.kind !== "existing" &&
      network.privateSubnets?.hosts === false &&
      "NAT gateways cost money and no host uses them. Fix: remove network.privateSubnets once no host is left there.",
    network.kind !== "create" &&
      isDockers(values) &&
      `network.cidr is in ${DOCKER_RANGE}, which Docker uses on hosts outside that range: containers there could not connect to the network. Fix: place hosts only in subnets of network.cidr.`,
    isPatch(database.engineVersion) &&
      'database.engineVersion names one patch, so RDS installs no security fixes. Fix: Write "8.4", or raise it for each fix.',
    shell &&
      "shell is true, so the root file system of every container is writable." +
        (production ? " Fix: set it to false when you no longer need the shell." : ""),
    mail?.kind === "smtp" &&
      mail.port === BLOCKED_MAIL_PORT &&
      `mail.port is ${BLOCKED_MAIL_PORT}, which EC2 blocks unless AWS has opened it for the account. Fix: Write 587 or 465, if the server has it.`,
    usesHorizon(values) &&
      values.cache.kind === "valkey" &&
      !values.cache.multiAz &&
      "worker.runs is horizon and cache.multiAz is false, so the jobs that wait are lost when the node of the cache fails. Fix: set cache.multiAz to true.",
    ...ownStatesOf(values).map(
      ({ setting, value, stored, fix }) =>
        `env.${setting} is ${value}, so a container loses ${stored} when it stops, at the latest at the next deployment. Fix: ${fix}`,
    ),
    ...Object.entries(env).map(
      ([name, value]) =>
        /\s#/.test(value) &&
        `env.${name} has " #" in its value. ECS knows no comments there. Fix: If it is a comment, remove it.`,
    ),
    hosts.purchase === "spot" &&
      longestJob > SPOT_NOTICE_SECONDS &&
      `a job may run for ${longestJob} s, but a spot host stops ${SPOT_NOTICE_SECONDS} s after its notice: the job is then started again. Fix: make jobs shorter or safe to repeat, or use on-demand hosts.`,
    hosts.purchase === "spot" &&
      scheduler.runs !== "none" &&
      scheduler.stopTimeoutSeconds > SPOT_NOTICE_SECONDS &&
      `a run of the schedule may take ${scheduler.stopTimeoutSeconds} s to finish, but a spot host stops ${SPOT_NOTICE_SECONDS} s after its notice. Fix: make scheduled commands shorter or safe to repeat, or use on-demand hosts.`,
    ci.identity === "iam-user" &&
      "CI deploys as an IAM user, and anyone who gets its access key can deploy. Fix: set ci.identity to github-oidc.",
  );
  return warnings.map((warning) => `${environment}: ${warning}`);
}
