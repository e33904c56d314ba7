import { KMSClient } from "@aws-sdk/client-kms";
import { lookAtCache } from "../../ecs/cache";
import { lookAtKey } from "../../ecs/key";
import { lookAtMail } from "../../ecs/mail";
import { PermittedReads } from "../../diagnosis/permitted-reads";
import { observe } from "../../diagnosis/observe";
import type { Operation } from "../../cli/operation";
import type { Facts } from "../../cli/outcome";
import { Failure } from "../../cli/outcome";
import { good } from "../../cli/style";
import { findingLines } from "../../diagnosis/finding";
import { statusLines } from "./lines";
import { reportOn } from "./report";

/**
 * Prints what is running, at which commit, and the problems. It changes nothing.
 *
 * @throws Failure when there is a problem
 */
export async function status(operation: Operation): Promise<Facts> {
  const { environment, output } = operation;
  const reads = new PermittedReads();
  const [{ seen, unseen }, cache, mail, key] = await Promise.all([
    observe(operation),
    // Not part of what a deployment observes: its role reads nothing of ElastiCache and SES, and no key.
    reads.attempt("cache", () => lookAtCache(operation)),
    reads.attempt("mail", () => lookAtMail(operation)),
    reads.attempt("KMS key", () => lookAtKey(operation.client(KMSClient), environment)),
  ]);
  const all = {
    ...seen,
    ...(cache ? { cache } : {}),
    ...(mail ? { mail } : {}),
    ...(key ? { key } : {}),
  };
  const report = reportOn(environment, all, [...unseen, ...reads.denied]);
  const verdict = findingLines(report.findings).join("\n");

  output.print(statusLines(environment, report));
  if (!report.healthy) throw new Failure(verdict, { ...report });
  output.print(good(verdict));
  return { ...report };
}
