import type { StackJson } from "../helpers/stacks";
import { NOT_CONVERTED } from "./not-converted";

/** CloudFormation's names are letters and digits. */
export const logicalId = (address: string) => address.replaceAll(/[^A-Za-z0-9]/g, "");

const WHOLE_REFERENCE = /^\$\{(aws_\w+\.[\w-]+)\.(\w+)\}$/;
const WHOLE_CALL = /^\$\{(?:base64encode|jsonencode)\(([^]*)\)\}$/;
/** A desired count. */
const AFTER_THE_FIRST_RELEASE = /^\$\{[^{}]* \? (\d+) : 0\}$/;
const ANY_EXPRESSION = /\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g;

const BUCKET_ARN = /\$\{aws_s3_bucket\.([\w-]+)\.arn\}/g;

/** The value that replaces one that is known only later. */
const LATER = "known-later";

/**
 * A value of a stack as CloudFormation writes it: a reference to a resource of the stack as `Ref` or `Fn::GetAtt`, and a
 * plausible text for what is known only later.
 */
export function resolve(value: unknown, stack: StackJson): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, stack));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, resolve(child, stack)]));
  }
  if (typeof value !== "string") return value;

  const written = value.replaceAll(
    BUCKET_ARN,
    (expression, id: string) => bucketArn(id, stack) ?? expression,
  );
  if (written !== value) return resolve(written, stack);

  const [, address, attribute] = WHOLE_REFERENCE.exec(value) ?? [];
  if (address !== undefined && isThere(address, stack)) {
    return attribute === "arn" ? { "Fn::GetAtt": [logicalId(address), "Arn"] } : { Ref: logicalId(address) };
  }
  const local = /^\$\{jsonencode\(local\.([\w-]+)\)\}$/.exec(value)?.[1];
  if (local !== undefined) return resolve(stack.locals?.[local], stack);
  const released = AFTER_THE_FIRST_RELEASE.exec(value)?.[1];
  if (released !== undefined) return Number(released);
  if (WHOLE_CALL.test(value)) return LATER;
  return value.replaceAll(ANY_EXPRESSION, LATER);
}

/** A bucket's ARN follows from its name, and the rules about buckets' policies want to read it. */
function bucketArn(id: string, stack: StackJson): string | undefined {
  const bucket = stack.resource.aws_s3_bucket?.[id]?.bucket;
  return typeof bucket === "string" ? `arn:aws:s3:::${bucket}` : undefined;
}

function isThere(address: string, stack: StackJson): boolean {
  const [type = "", id = ""] = address.split(".");
  return !NOT_CONVERTED.includes(type) && stack.resource[type]?.[id] !== undefined;
}
