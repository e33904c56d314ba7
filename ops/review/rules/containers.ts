import { blocksOf, isObject } from "../../../facts/terraform-json";
import type { Change } from "../change";
import type { ReviewFinding, ReviewRule } from "../finding";
import type { Sentence } from "../sentence";
import { list, plain, sentence } from "../sentence";
import { KEY } from "../settings";
import { same, UNKNOWN } from "../values";

type Container = Readonly<Record<string, unknown>>;

/** An image without what each release changes: its digest, its tag, or the expression for the tag. */
function repositoryOf({ image }: Container): string {
  if (typeof image !== "string") return "";
  const [name = ""] = image.split("@");
  const expression = name.endsWith("}") ? name.lastIndexOf(":${") : -1;
  if (expression >= 0) return name.slice(0, expression);
  const colon = name.lastIndexOf(":");
  return colon >= 0 && /^[\w.-]+$/.test(name.slice(colon + 1)) ? name.slice(0, colon) : name;
}

/** A repository in Amazon ECR, or that of an output, with which a new task begins. */
const IN_ECR = /^(?:\d{12}\.dkr\.ecr\.[^/]+\/.+|\$\{(?:data|aws_)[\w.-]+\})$/;

/** What keeps a container from its host and from the other containers, and by which addresses it reaches others. */
const confinementOf = ({ linuxParameters, ...container }: Container): Container =>
  picked(
    { ...(isObject(linuxParameters) && picked(linuxParameters, ["capabilities", "devices"])), ...container },
    [
      ...["privileged", "user", "dockerSecurityOptions", "readonlyRootFilesystem", "capabilities", "devices"],
      ...["mountPoints", "volumesFrom", "links", "extraHosts", "dnsServers", "dnsSearchDomains"],
    ],
  );

/** What runs in a container, and what it reads and writes at its start. A new settings file is reported by its settings. */
const startOf = ({ command, entryPoint, healthCheck, environmentFiles, ...container }: Container) => ({
  ...picked(container, ["logConfiguration", "repositoryCredentials"]),
  command: inOrder(command),
  entryPoint: inOrder(entryPoint),
  healthCheck: inOrder(isObject(healthCheck) ? healthCheck.command : undefined),
  environmentFiles: inOrder(environmentFiles).replace(KEY, ""),
});

const inOrder = (words: unknown): string => JSON.stringify(words ?? []);

const picked = (container: Container, names: readonly string[]): Container =>
  Object.fromEntries(Object.entries(container).filter(([name]) => names.includes(name)));

/** A task runs other code than before, with other rights on its host, or with other variables. Each release only changes its tags. */
export const containers: ReviewRule = (change) => {
  const { type, action, before, after } = change;
  if (type !== "aws_ecs_task_definition" || !["create", "update", "replace"].includes(action)) return [];
  if (after.container_definitions === UNKNOWN && action !== "create")
    return [
      exposure(
        sentence`${change.address} has containers that are known only after apply.`,
        "Read them in the diff of the golden file.",
      ),
    ];
  const [was, is] = [containersIn(before.container_definitions), containersIn(after.container_definitions)];
  if (is === undefined) return [];
  const repositories = was?.map(repositoryOf);
  return is.flatMap((container) => {
    const repository = repositoryOf(container);
    const earlier = was?.find(({ name }) => name === container.name);
    return [
      ...((repositories?.includes(repository) ?? IN_ECR.test(repository))
        ? []
        : [otherImage(change, container)]),
      ...(earlier === undefined ? [] : otherwise(change, earlier, container)),
    ];
  });
};

const otherImage = ({ address }: Change, { name, image }: Container) =>
  exposure(
    sentence`${address} runs another image in the container ${String(name)}: ${String(image)}.`,
    "Check who can push to its repository: it gets the role and the secrets of the task.",
  );

function otherwise({ address }: Change, was: Container, is: Container): ReviewFinding[] {
  const name = String(is.name);
  const confined = differing(confinementOf(was), confinementOf(is));
  const programs = differing(startOf(was), startOf(is));
  const variables = ["environment", "secrets"].flatMap((each) => othersIn(was[each], is[each]));
  return [
    ...(confined.length === 0
      ? []
      : [
          exposure(
            sentence`${address} confines the container ${name} otherwise: ${list(confined)}.`,
            "Check that it still runs without privileges, as a user other than root.",
          ),
        ]),
    ...(programs.length === 0
      ? []
      : [notice(sentence`${address} starts the container ${name} otherwise: ${list(programs)} changes.`)]),
    ...(variables.length === 0
      ? []
      : [notice(sentence`${address} changes variables of the container ${name}: ${list(variables)}.`)]),
  ];
}

/** ECS adds empty lists and false to what was registered, also inside of a member. */
const differing = (was: Container, is: Container) =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((each) => !same(was[each], is[each]));

/** The names of the variables that are added, changed or removed. */
function othersIn(was: unknown, is: unknown): string[] {
  const [before, after] = [was, is].map(
    (each) => new Map(blocksOf(each).map(({ name, ...rest }) => [String(name), JSON.stringify(rest)])),
  ) as [Map<string, string>, Map<string, string>];
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
}

/** From the JSON of a plan, or from the local of a synthesized stack; undefined if they cannot be read. */
function containersIn(definitions: unknown): Container[] | undefined {
  if (Array.isArray(definitions)) return [...blocksOf(definitions[1])];
  if (typeof definitions !== "string") return undefined;
  try {
    return [...blocksOf(JSON.parse(definitions))];
  } catch {
    return undefined;
  }
}

const exposure = (what: Sentence, fix: string): ReviewFinding => ({
  severity: "exposure",
  what,
  fix: plain(fix),
});
const notice = (what: Sentence): ReviewFinding => ({
  severity: "notice",
  what,
  fix: plain("Check it in the details."),
});
