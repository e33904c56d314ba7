type Version = readonly [major: number, minor: number, patch: number];

/** Debian updates the patch of PHP within a release, so a constraint may choose among these. */
const PATCHES = [0, 999];

/**
 * Whether a PHP version satisfies a constraint of Composer ("Versions and constraints", Composer documentation); undefined
 * if the constraint is written in a form that is not known here.
 *
 * @param php e.g. `8.4`, whose newest patches count
 */
export function allowsPhp(constraint: string, php: string): boolean | undefined {
  const [major = 0, minor = 0] = php.split(".").map(Number);
  const alternatives = constraint.split(/\s*\|\|?\s*/).map((alternative) => {
    const answers = PATCHES.map((patch) => all(alternative.trim(), [major, minor, patch]));
    return answers.includes(undefined) ? undefined : answers.includes(true);
  });
  if (alternatives.includes(true)) return true;
  return alternatives.includes(undefined) ? undefined : false;
}

function all(constraint: string, version: Version): boolean | undefined {
  const range = /^([\d.]+) - ([\d.]+)$/.exec(constraint);
  const parts = range
    ? [
        `>=${range[1]}`,
        (range[2]?.split(".").length ?? 0) < 3 ? `${range[2]}.*|<${range[2]}` : `<=${range[2]}`,
      ]
    : constraint.replace(/([<>=!^~])\s+/g, "$1").split(/[\s,]+/);
  const answers = parts.map((part) =>
    part
      .split("|")
      .reduce<boolean | undefined>((answer, each) => (answer === true ? true : one(each, version)), false),
  );
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function one(part: string, version: Version): boolean | undefined {
  if (part === "*") return true;
  const wildcard = /^v?(\d+(?:\.\d+)?)\.[*x]$/.exec(part);
  if (wildcard) return version.join(".").startsWith(`${wildcard[1]}.`);

  const found = /^(\^|~|>=|<=|!=|<>|>|<|==?|)v?(\d+(?:\.\d+){0,3})(?:-dev|-stable|@\w+)?$/.exec(part);
  if (!found) return undefined;
  const [, operator = "", text = ""] = found;
  const numbers = text.split(".").map(Number);
  const [major = 0, minor = 0, patch = 0] = numbers;
  const order = compare(version, [major, minor, patch]);
  switch (operator) {
    case "^":
      return order >= 0 && version[0] === major;
    case "~":
      return order >= 0 && version[0] === major && (numbers.length < 3 || version[1] === minor);
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "!=":
    case "<>":
      return order !== 0;
    default:
      return order === 0;
  }
}

const compare = (one: Version, other: Version): number =>
  one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
