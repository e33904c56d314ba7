import type { Mistake } from "../../../config/messages/problem";
import { inFourParts } from "../../../config/messages/problem";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { EXIT, Failure } from "../../cli/outcome";
import { Refusal } from "../../cli/refusal";
import { good } from "../../cli/style";
import { examineAccount } from "./account/account-checks";
import { examineCredentials } from "./account/credentials";
import { encryptionKey } from "./account/encryption-key";
import { interrupted } from "./account/interrupted";
import { examineApplication } from "./application/application-checks";
import type { Examined } from "./examine";
import { examine, notChecked } from "./examine";
import { printReport } from "./report";

export interface DoctorOptions {
  /** The folder of the Laravel repository. @default none, only the account is checked */
  readonly app?: string;
}

/**
 * Checks everything that would otherwise fail minutes into a deployment. It reads only. The checks of the application need no
 * credentials, so without valid ones the account is one problem among the others.
 *
 * @throws Failure with exit code 2 that lists every problem
 */
export async function doctor(operation: Operation, { app }: DoctorOptions): Promise<Facts> {
  const credentials = await examineCredentials(operation);
  const account =
    credentials.result === "passed"
      ? [...(await examineAccount(operation)), ...(await examineLeft(operation))]
      : [notChecked("the account", "It needs credentials of the account.")];
  const sections = [
    {
      title: `Account ${operation.environment.accountId}, ${operation.environment.region}`,
      checks: [credentials, ...account],
    },
    ...(app === undefined
      ? []
      : [{ title: `Application in ${app}`, checks: await examineApplication(operation.environment, app) }]),
  ];
  printReport(operation.output, sections);

  const checks = sections.flatMap((section) => section.checks);
  const [problems, advice] = [problemsOf(checks), adviceOf(checks)];
  const facts = {
    checks: checks.map(({ subject, result, seen }) => ({ subject, result, seen })),
    problems: problems.map(({ environment: where, ...problem }) => ({ in: where, ...problem })),
    advice,
  };
  if (problems.length > 0) throw new Failure(listed(problems), facts, EXIT.refused);
  operation.output.print(["\n", good("No problems found.")]);
  return facts;
}

/**
 * The checks of `ops doctor` for a command that changes something next, whose credentials were checked.
 *
 * @returns advice, among it the checks that AWS denied
 * @throws Refusal that lists every problem
 */
export async function requireHealthy(operation: Operation, { app }: DoctorOptions = {}): Promise<string[]> {
  const checks = [
    ...(await examineAccount(operation)),
    ...(app === undefined ? [] : await examineApplication(operation.environment, app)),
  ];
  const problems = problemsOf(checks);
  if (problems.length > 0) throw new Refusal(listed(problems));
  return adviceOf(checks);
}

/**
 * What an earlier deployment has left, which `ops launch` puts right by itself, so that it does not refuse it; and the key, which
 * no one but an operator changes.
 */
const examineLeft = (operation: Operation) =>
  examine([interrupted, encryptionKey], operation, operation.environmentName);

const problemsOf = (checks: readonly Examined[]) => checks.flatMap(({ problems }) => problems);
const adviceOf = (checks: readonly Examined[]) => checks.flatMap(({ advice }) => advice);

function listed(problems: readonly Mistake[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${count} to fix before a deployment. Nothing was changed.`, ...problems.map(inFourParts)].join(
    "\n\n",
  );
}
