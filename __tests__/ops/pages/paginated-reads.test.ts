import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { paginationOf, SERVICES as KNOWN } from "../played/pages";

const ROOT = join(__dirname, "../../..");

/** By the packages of the SDK. */
const SERVICES: Readonly<Record<string, string>> = {
  "cloudwatch-logs": "logs",
  "elastic-load-balancing-v2": "elasticloadbalancing",
  "auto-scaling": "autoscaling",
  "route-53": "route53",
};

/** Where one page is read on purpose. The operations that the SDK has no paginator for are read in a loop. */
const ONE_PAGE: Readonly<Record<string, string>> = {
  "ops/ecs/listed-deployments.ts ListServiceDeployments": "a loop over nextToken",
  "ops/commands/doctor/account/hosted-zone.ts ListHostedZonesByName": "a loop over NextDNSName",
  "ops/ecs/cache.ts DescribeReplicationGroups": "one replication group by its name",
  "ops/ecs/log-stream.ts GetLogEvents": "the last lines of a stream, as many as are wanted",
  "ops/ecs/task-log.ts GetLogEvents": "a loop over nextForwardToken",
  "ops/release/startable.ts ListObjectsV2": "one key, which is the first of those that begin with it",
  "ops/commands/shell/places.ts DescribeDBInstances": "one instance by its identifier",
  "ops/commands/database/waiting.ts DescribeDBInstances": "one instance by its identifier",
  "ops/commands/database/drop.ts DescribeDBSnapshots": "one snapshot by its name",
  "ops/commands/database/settings.ts DescribeDBSubnetGroups": "one group by its name",
  "ops/commands/database/settings.ts DescribeSecurityGroups": "the one group of a VPC that has this name",
  "ops/commands/launch/next-steps.ts DescribeLoadBalancers": "one load balancer by its name",
  "ops/commands/state/versions.ts ListObjectVersions": "a loop over KeyMarker",
  "ops/commands/state/rules/load-balancer.ts DescribeLoadBalancers": "one load balancer by its name",
  "ops/commands/state/rules/network.ts DescribeAddresses": "not paginated by AWS",
  "ops/maintenance/listener.ts DescribeLoadBalancers": "one load balancer by its name",
  "ops/ecs/cluster.ts DescribeServiceDeployments": "by ARN, as many as were asked for",
  "ops/commands/redrive.ts ReceiveMessage": "a loop until the queue is empty",
};

const files = (folder: string) =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", folder], {
    cwd: ROOT,
    encoding: "utf8",
  })
    .trim()
    .split("\n")
    .filter((file) => file.endsWith(".ts"));

const treeOf = (file: string) =>
  ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.ES2022, true);

/** Each command of the SDK that a file imports, as `file Operation`, with its service. */
function commandsOf(file: string): { use: string; service: string; action: string }[] {
  return treeOf(file).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly) return [];
    const [, client] =
      /^@aws-sdk\/client-(.+)$/.exec((statement.moduleSpecifier as ts.StringLiteral).text) ?? [];
    const bindings = statement.importClause?.namedBindings;
    if (client === undefined || !bindings || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.flatMap(({ name: { text } }) => {
      const [, action] = /^(\w+)Command$/.exec(text) ?? [];
      return action === undefined
        ? []
        : [{ use: `${file} ${action}`, service: SERVICES[client] ?? client, action }];
    });
  });
}

/** Actions that the notifier asks for, as `ask("ListTasks", ...)`. */
function asked(file: string): string[] {
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "ask") {
      const [action] = node.arguments;
      if (action && ts.isStringLiteral(action)) found.push(action.text);
    }
    ts.forEachChild(node, walk);
  };
  walk(treeOf(file));
  return found;
}

describe("Lists of AWS", () => {
  const commands = files("ops").flatMap(commandsOf);

  it("are known by botocore: the test sees what is paginated", () => {
    expect(commands.length).toBeGreaterThan(20);
    expect(commands.filter(({ service }) => !(service in KNOWN))).toEqual([]);
    expect(paginationOf({ service: "ecs", action: "ListTasks" })).toBeDefined();
    expect(paginationOf({ service: "ecs", action: "ListServiceDeployments" })).toBeDefined();
    expect(paginationOf({ service: "ecs", action: "UpdateService" })).toBeUndefined();
  });

  it("are read to the end by the operator's commands, or one page is enough", () => {
    const single = commands
      .filter(({ service, action }) => paginationOf({ service, action }) !== undefined)
      .map(({ use }) => use)
      .filter((use) => !(use in ONE_PAGE));

    expect(single).toEqual([]);
  });

  it("have no reason for one page that is out of date", () => {
    const uses = new Set(commands.map(({ use }) => use));

    expect(Object.keys(ONE_PAGE).filter((use) => !uses.has(use))).toEqual([]);
  });

  it("are read to the end by the notifier, whose one function for requests follows the token", () => {
    const actions = files("lambda").flatMap(asked);

    expect(actions).toContain("ListTasks");
    expect(files("lambda").flatMap(commandsOf)).toEqual([]);
  });
});
