import { isObject, listOf } from "../../facts/terraform-json";
import type { Change } from "./change";
import { documentOf, isWhole } from "./data-document";
import type { TerraformPlan } from "./plan";
import { equivalent, permissionsOf } from "./policy-document";
import type { Secrets } from "./secrets";
import { UNKNOWN } from "./values";

/** Policy documents that Terraform renders only at apply, by resource and argument, e.g. `aws_iam_role_policy.hosts`, `policy`. */
export type PlannedDocuments = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Renders the documents that Terraform renders only at apply, as far as their values are known. */
export function plannedDocuments(
  { configuration, resource_changes = [] }: TerraformPlan,
  secrets: Secrets,
): PlannedDocuments {
  const made = new Map(
    resource_changes
      .filter(({ type }) => type === "aws_iam_policy_document")
      .map(({ address, change: { after, after_sensitive, after_unknown } }) => ({
        address,
        data: secrets.mask(after, after_sensitive, after_unknown),
      }))
      .filter(({ data }) => isWhole(data))
      .map(({ address, data }) => [`${address}.json`, documentOf(data)]),
  );
  const resources = configuration?.root_module?.resources ?? [];
  return new Map(
    resources.map(({ type, name, expressions }) => {
      const used = Object.entries(isObject(expressions) ? expressions : {}).flatMap(
        ([argument, expression]) => {
          const reference = isObject(expression) ? listOf(expression.references)[0] : undefined;
          const document = made.get(String(reference));
          return document === undefined ? [] : [[argument, document] as const];
        },
      );
      return [`${type}.${name}`, new Map(used)];
    }),
  );
}

/** Replaces unknown values by the rendered documents. An argument with an equivalent document is not changed. */
export function withDocuments(change: Change, documents: PlannedDocuments): Change {
  const { type, name, before, after, changed } = change;
  const unknown = [...(documents.get(`${type}.${name}`) ?? [])].filter(
    ([argument]) => after[argument] === UNKNOWN,
  );
  if (unknown.length === 0) return change;

  const settled = unknown
    .filter(([argument, document]) => equivalent(permissionsOf(before[argument]), permissionsOf(document)))
    .map(([argument]) => argument);
  return {
    ...change,
    changed: changed.filter((argument) => !settled.includes(argument)),
    after: { ...after, ...Object.fromEntries(unknown) },
  };
}
