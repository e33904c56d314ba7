import { hiddenDependencies } from "../../policies/subjects/stack";
import { SynthesizedStack } from "../../policies/synthesized-stack";
import { textOf } from "../../policies/values";
import type { HiddenDependency } from "../../policies/hidden-dependencies/hidden-dependency";
import { HIDDEN_DEPENDENCIES } from "../../policies/hidden-dependencies/hidden-dependencies";
import { goldenStacks } from "../helpers/golden-stacks";
import { forget } from "./forgotten-reference";

type Json = Readonly<Record<string, unknown>>;

interface Instance {
  readonly dependency: HiddenDependency;
  readonly stack: string;
  readonly json: Json;
  readonly dependent: string;
  readonly prerequisite: string;
}

/** Where an order is needed in a stack: each dependent, with each of its prerequisites. */
const instancesIn = (name: string, json: Json): Instance[] => {
  const stack = new SynthesizedStack(name, json);
  return HIDDEN_DEPENDENCIES.flatMap((dependency) =>
    stack.blocks
      .filter(({ type }) => dependency.dependents.includes(type))
      .flatMap((block) =>
        dependency.find(block, stack).map(({ address }) => ({
          dependency,
          stack: name,
          json,
          dependent: block.address,
          prerequisite: address,
        })),
      ),
  );
};

const violationsIn = (name: string, json: Json) => {
  const stack = new SynthesizedStack(name, json);
  return stack.blocks
    .filter(({ type }) => hiddenDependencies.types?.includes(type))
    .flatMap((block) =>
      hiddenDependencies
        .check(block, stack, "2026-11-26")
        .map((found) => `${block.address}: ${textOf(found)}`),
    );
};

/** What is in two stacks here, and whose order is that of the stacks: as it would be in one. */
const IN_ONE_STACK: Readonly<Record<string, Json>> = {
  "a service behind a listener": {
    resource: {
      aws_lb_target_group: { web: { name: "web" } },
      aws_lb_listener: {
        https: { default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.web.arn}" }] },
      },
      aws_ecs_service: {
        web: {
          load_balancer: [{ target_group_arn: "${aws_lb_target_group.web.arn}" }],
          depends_on: ["aws_lb_listener.https"],
        },
      },
    },
  },
  "a service on capacity providers": {
    resource: {
      aws_ecs_cluster: { main: { name: "main" } },
      aws_ecs_cluster_capacity_providers: { main: { cluster_name: "${aws_ecs_cluster.main.name}" } },
      aws_ecs_service: {
        web: {
          cluster: "${aws_ecs_cluster.main.arn}",
          depends_on: ["aws_ecs_cluster_capacity_providers.main"],
        },
      },
    },
  },
  "a key by its alias": {
    resource: {
      aws_kms_alias: { main: { name: "alias/main" } },
      aws_sqs_queue: { jobs: { kms_master_key_id: "${aws_kms_alias.main.name}" } },
    },
  },
};

const STACKS: readonly (readonly [name: string, json: Json])[] = [
  ...goldenStacks().map(({ name, stack }) => [name, stack as unknown as Json] as const),
  ...Object.entries(IN_ONE_STACK),
];
const INSTANCES = STACKS.flatMap(([name, json]) => instancesIn(name, json));

describe("the order that Terraform cannot see", () => {
  it.each(STACKS)("is kept in %s", (name, json) => {
    expect(violationsIn(name, json)).toEqual([]);
  });

  it.each(STACKS)("leads to no circle in %s, which Terraform would refuse", (name, json) => {
    const stack = new SynthesizedStack(name, json);
    const circles = stack.blocks.filter((block) =>
      [...stack.prerequisitesOf(block)].some((other) => stack.prerequisitesOf(other).has(block)),
    );
    expect(circles.map(({ address }) => address)).toEqual([]);
  });

  it.each(HIDDEN_DEPENDENCIES)("is needed somewhere: $dependents wait for $needs", (dependency) => {
    expect(INSTANCES.some((instance) => instance.dependency === dependency)).toBe(true);
  });

  it("has a source for each pair", () => {
    for (const { source, otherwise } of HIDDEN_DEPENDENCIES) {
      expect(source).not.toBe("");
      expect(otherwise).not.toBe("");
    }
    const pairs = new Set(
      INSTANCES.map(({ dependent, prerequisite }) =>
        [dependent, prerequisite].map((address) => address.split(".").slice(0, -1).join(".")).join(" <- "),
      ),
    );
    expect(pairs.size).toBeGreaterThanOrEqual(30);
  });

  // One instance of each pair in each stack: more would only be more of the same.
  const twins = [
    ...new Map(
      INSTANCES.map((instance) => [
        `${instance.stack} ${HIDDEN_DEPENDENCIES.indexOf(instance.dependency)} ${instance.prerequisite.split(".")[0]}`,
        instance,
      ]),
    ).values(),
  ];

  it.each(twins)(
    "is refused where nothing leads from $dependent to $prerequisite ($stack)",
    ({ stack, json, dependent, prerequisite, dependency }) => {
      expect(violationsIn(stack, forget(json, prerequisite))).toContainEqual(
        expect.stringContaining(
          `${dependent}: the resource does not wait for ${prerequisite}, ${dependency.needs}; `,
        ),
      );
    },
  );
});
