import { TAG_LIMITS } from "../../facts/aws-limits";
import type { Policy } from "../policy";
import { blocks, isObject, text } from "../values";

export const tagValues: Policy = {
  name: "tag-values",
  reason: "AWS refuses the tag, and with it the resource.",
  source: 'AWS: "Tag naming limits and requirements", Tagging AWS Resources and Tag Editor User Guide',
  check: ({ body }) =>
    [body.tags, ...blocks(body.default_tags).map(({ tags }) => tags)].flatMap((tags) =>
      isObject(tags) ? violationsIn(tags) : [],
    ),
};

function violationsIn(tags: Readonly<Record<string, unknown>>): string[] {
  const count = Object.keys(tags).length;
  return [
    ...(count > TAG_LIMITS.entries ? [`it has ${count} tags: use at most ${TAG_LIMITS.entries}`] : []),
    ...Object.entries(tags).flatMap(([key, value]) => [
      ...(/^aws:/i.test(key)
        ? [`the tag ${key} begins with aws:, which AWS keeps for itself: rename it`]
        : []),
      ...problemsOf(`the key ${show(key)}`, key, TAG_LIMITS.key),
      ...problemsOf(`the value of the tag ${show(key)}`, text(value) ?? "", TAG_LIMITS.value),
    ]),
  ];
}

function problemsOf(what: string, words: string, longest: number): string[] {
  const length = [...words].length;
  return [
    ...(length > longest ? [`${what} has ${length} characters: use at most ${longest}`] : []),
    ...(TAG_LIMITS.characters.test(words)
      ? []
      : [`${what} has other characters than letters, digits, spaces and _.:/=+-@: leave them out`]),
  ];
}

const show = (key: string) => (key.length > 40 ? `${key.slice(0, 40)}...` : key);
