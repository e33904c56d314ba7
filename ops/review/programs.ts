import { isDeepStrictEqual } from "node:util";
import { isObject, membersOf } from "../../facts/terraform-json";
import type { ReviewFinding } from "./finding";
import type { Sentence } from "./sentence";
import { list, plain, sentence } from "./sentence";
import type { StackJson } from "./stack-json";
import { resourcesOf } from "./stack-json";

/** Types of this project's providers, which only look things up. `terraform_` is Terraform itself. */
const HARMLESS_TYPE = /^(?:aws|archive|terraform)_(?!lambda_invocation$)/;

const FIX = plain("Merge it only if you know what it does: Terraform deploys with nearly all permissions.");

/**
 * What a change of the stack lets Terraform execute, load or send, on the machine that plans or deploys. No plan lists it among the
 * changes of resources, so it is read from the synthesized stacks.
 */
export function programsOf(before: StackJson, after: StackJson): ReviewFinding[] {
  return [
    ...provisioners(before, after),
    ...types(before, after),
    ...modules(before, after),
    ...files(before, after),
    ...places(before, after),
  ].map((what) => ({ severity: "exposure", what, fix: FIX }));
}

function provisioners(before: StackJson, after: StackJson): Sentence[] {
  const was = new Map(resourcesOf(before).map((each) => [each.address, each.written.provisioner]));
  return resourcesOf(after)
    .filter(
      ({ address, written: { provisioner } }) =>
        provisioner !== undefined && !isDeepStrictEqual(provisioner, was.get(address)),
    )
    .map(({ address }) => sentence`${address} runs a program where Terraform runs (${"provisioner"}).`);
}

/** Data sources and resources of types that were not there and do more than look something up. A data source runs in every plan. */
function types(before: StackJson, after: StackJson): Sentence[] {
  return ["data", "ephemeral", "resource"].flatMap((kind) => {
    const was = namesIn(before[kind]);
    return namesIn(after[kind])
      .filter((type) => !HARMLESS_TYPE.test(type) && !was.includes(type))
      .map(
        (type) =>
          sentence`The stack newly uses ${`${kind} ${type}`}: it can run programs, or send requests from where Terraform runs.`,
      );
  });
}

const modules = ({ module: was }: StackJson, { module: is }: StackJson): Sentence[] =>
  is === undefined || isDeepStrictEqual(was, is)
    ? []
    : [sentence`The stack loads other code by ${"module"}, and no resource of it is compared.`];

/** A call of a function that reads files, e.g. those with the credentials of the deploy ("Functions", Terraform documentation). */
const READS_FILE = /\b(?:file\w*|templatefile)\s{0,10}\(/;

function files(before: StackJson, after: StackJson): Sentence[] {
  const was = new Set(textsIn(before));
  const added = textsIn(after).filter(
    (text) => text.includes("${") && READS_FILE.test(text) && !was.has(text),
  );
  return added.length === 0
    ? []
    : [sentence`The stack reads files of the machine where Terraform runs: ${list(added)}.`];
}

const textsIn = (value: unknown): string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

/** Where Terraform loads its providers from, and where it keeps its state. */
function places(before: StackJson, after: StackJson): Sentence[] {
  const [was, is] = [settingsOf(before), settingsOf(after)];
  if (Object.keys(was).length === 0) return [];
  const sources = membersOf(is.required_providers).filter(
    ([name, provider]) =>
      sourceOf(provider) !== sourceOf(new Map(membersOf(was.required_providers)).get(name)),
  );
  return [
    ...sources.map(
      ([name, provider]) =>
        sentence`The provider ${name} is loaded from ${sourceOf(provider)}: it is a program that gets the credentials of the deploy.`,
    ),
    ...(isDeepStrictEqual(was.backend, is.backend)
      ? []
      : [
          sentence`The state is kept elsewhere: ${"backend"} changes. With an empty state Terraform creates everything again.`,
        ]),
    ...(isDeepStrictEqual(endpointsOf(before), endpointsOf(after))
      ? []
      : [sentence`A ${"provider"} sends its requests elsewhere, or with another role.`]),
  ];
}

const namesIn = (value: unknown) => membersOf(value).map(([name]) => name);
const settingsOf = ({ terraform }: StackJson) => (isObject(terraform) ? terraform : {});
const sourceOf = (provider: unknown) => (isObject(provider) ? String(provider.source) : "");

/** What decides who gets a request, and who sends it: every argument of a provider but the tags. */
const endpointsOf = ({ provider }: StackJson) =>
  membersOf(provider).map(([name, each]) => [
    name,
    (Array.isArray(each) ? each : [each]).map((one: unknown) =>
      membersOf(one).filter(([argument]) => argument !== "default_tags"),
    ),
  ]);
