import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { IMAGES } from "../../../facts/names";
import { actionFor } from "../../../local/data-plane/rules";
import { SECRET_HEADER } from "../../../ops/maintenance/rules";
import { NEW, OLD } from "../stage/account";
import * as behaviours from "../stage/behaviours";
import type { Stage } from "../stage/stage";
import { useStage } from "../stage/use-stage";
import { AwsError } from "../played/protocols";
import { facts, RELEASED, UNCHANGED } from "./facts";

jest.setTimeout(60_000);

const DEPLOY = ["deploy", "production", "--tag", NEW];
const MAINTAINED = [...DEPLOY, "--maintenance"];
const SECRET = "not-a-secret-0123456789";

let stage: Stage;
useStage((opened) => (stage = opened));

describe("the migration of a deploy", () => {
  it("shows the log of the migration", async () => {
    stage.script[`migrate ${NEW}`] = behaviours.prints("  2026_11_01_000000_add_index .... 12ms DONE");
    const { stdout } = await stage.ops(DEPLOY);

    expect(stdout.match(/ .*add_index .... 12ms DONE/g)).toHaveLength(1);
  });

  it("rolls nothing when the migration fails", async () => {
    const log = [
      "SQLSTATE[42S01]: Base table or view already exists",
      'entrypoint: CACHE_STORE=database needs the table cache in the database. Fix: run "php artisan make:cache-table".',
    ];
    stage.script[`migrate ${NEW}`] = { exits: 1, log };
    const { code, stdout, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stdout).toContain("SQLSTATE[42S01]");
    expect(stderr).toMatch(
      /The migration ended with exit code 1[^]*The log is \/api-production\/migrate, stream ecs\/migrate\//,
    );
    expect(stderr).toContain(
      [
        "migrate: the migration did not complete",
        "  Why: The image refused the application:",
        "       CACHE_STORE=database needs the table cache in the database.",
        '  Fix: run "php artisan make:cache-table".',
      ].join("\n"),
    );
    expect(stage.aws.actions).not.toContain("ecs:UpdateService");
    expect(await facts(stage)).toEqual(UNCHANGED);
    expect((await stage.ops(["status", "production"])).stderr).toContain(
      "migrate: the migration failed with exit code 1",
    );
  });

  it("waits for a task of `run`: the memory is for one", async () => {
    stage.script[`migrate ${OLD}`] = behaviours.neverEnds();
    const id = await stage.account.run("api-production-migrate");
    const { ended } = stage.start(DEPLOY);
    await stage.calls("ecs:DescribeTasks");
    stage.script[`migrate ${OLD}`] = behaviours.prints();
    const { code, stdout } = await ended;

    expect(code).toBe(0);
    const [waiting, migrating] = [
      `Waiting for another task of api-production-migrate (${id}, a migration or run)`,
      "Migrating the database",
    ];
    expect(stdout.indexOf(waiting)).toBeGreaterThanOrEqual(0);
    expect(stdout.indexOf(migrating)).toBeGreaterThan(stdout.indexOf(waiting));
  });

  it("is given up when no host has room for ten minutes", async () => {
    await stage.account.occupy(1_113 - 96);
    const { code, stderr } = await stage.ops(DEPLOY);

    expect(code).toBe(1);
    expect(stage.aws.actions).toContain("ecs:StopTask");
    expect(stderr).toContain(
      "The migration could not be started: it needs 256 MiB, but no host has more than 96 MiB free",
    );
    expect(await facts(stage)).toEqual(UNCHANGED);
  });

  it("waits while the host lacks memory for a short time", async () => {
    const other = await stage.account.occupy(1_000);
    // Slower than the other tests, so that the room is free again in time on a busy machine, too.
    const { ended } = stage.start(DEPLOY, { OPS_PACE: "0.2" });
    await stage.calls("ecs:DescribeTasks", 2);
    await stage.account.stop(other);

    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout).toContain("The migration waits for a host with room");
    expect(await facts(stage)).toEqual(RELEASED);
  });

  it("does not start after an interruption: its waiting task is stopped", async () => {
    await stage.account.occupy(1_000);
    const { kill, ended } = stage.start(DEPLOY, { OPS_PACE: "0.2" });
    await stage.calls("ecs:DescribeTasks", 2);
    kill("SIGINT");

    expect(await ended).toMatchObject({ code: 130 });
    expect(stage.aws.actions).toContain("ecs:StopTask");
    expect(await facts(stage)).toEqual(UNCHANGED);
  });

  it("deploys one of the two images and migrates nothing for nginx alone", async () => {
    const { code } = await stage.ops(["deploy", "production", "--nginx", NEW]);

    expect(code).toBe(0);
    expect(stage.aws.actions).not.toContain("ecs:RunTask");
    expect((await facts(stage)).parameters).toEqual([OLD, NEW]);
  });

  it("is shown as SQL with --pretend, and releases nothing without a terminal", async () => {
    const log = [
      "  2026_11_01_000000_change_posts ..................",
      "  ⇂ alter table `posts` add `title` varchar(255) null",
      "  ⇂ alter table `posts` add constraint `posts_user` foreign key (`user_id`) references `users` (`id`)",
    ];
    stage.script[`migrate ${NEW}`] = behaviours.prints(...log);
    const { code, stdout } = await stage.ops([...DEPLOY, "--pretend"]);

    expect(code).toBe(0);
    expect(stdout).toContain(
      "2 statements, of which 1 may take long on a large table:\n" +
        "  alter table `posts` add constraint `posts_user` foreign key (`user_id`) references `users` (`id`)\n" +
        "    copies the table, and blocks writes until every row is copied",
    );
    expect(stdout).toContain("Nothing was released.");
    expect(await facts(stage)).toEqual(UNCHANGED);
    expect((await stage.ops(["deploy", "production", "--nginx", NEW, "--pretend"])).stderr).toContain(
      "--pretend is about the migration, and none runs",
    );
  });

  it("is left out with --no-migrate, and its revision is registered for `run`", async () => {
    const { code } = await stage.ops([...DEPLOY, "--no-migrate"]);

    expect(code).toBe(0);
    expect(stage.aws.actions).not.toContain("ecs:RunTask");
    expect(await facts(stage)).toEqual(RELEASED);
  });

  it("is not left out of the first release", async () => {
    for (const image of IMAGES) await stage.account.setParameter(`/api-production/image/${image}`, "none");
    const { code, stderr } = await stage.ops([...DEPLOY, "--no-migrate"]);

    expect(code).toBe(2);
    expect(stderr).toBe(
      "--no-migrate was given for the first release, which needs the tables and the users of the database.\n" +
        "Fix: Run this command again without --no-migrate.\n",
    );
    expect((await facts(stage)).parameters).toEqual(["none", "none"]);
  });
});

describe("maintenance", () => {
  /** What the load balancer does with a request. */
  const answers = async (headers: Record<string, string> = {}) => {
    const elb = new ElasticLoadBalancingV2Client(stage.account.clients);
    const { LoadBalancers: [balancer] = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
    const { LoadBalancerArn } = balancer ?? {};
    const { Listeners: [listener] = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
    const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn: listener?.ListenerArn }));
    const asked = { host: "api.example.com", path: "/items", query: "", protocol: "HTTP", port: 80, headers };
    const action = actionFor(Rules, asked);
    return action?.FixedResponseConfig?.StatusCode ?? action?.Type;
  };
  const maintenance = (...words: string[]) => stage.ops(["maintenance", "production", ...words]);

  it("is switched on and off, shown by status, and lets requests with the secret pass", async () => {
    const on = await stage.ops(["maintenance", "production", "on", "--secret"], {}, `${SECRET}\n`);
    expect(on).toMatchObject({ code: 0 });
    expect(on.stdout).toContain(`Requests with the secret in the header ${SECRET_HEADER} pass`);
    expect(`${on.stdout}${on.stderr}`).not.toContain(SECRET);

    expect(await answers()).toBe("503");
    expect(await answers({ [SECRET_HEADER.toLowerCase()]: SECRET })).toBe("forward");
    expect(await answers({ [SECRET_HEADER.toLowerCase()]: "another" })).toBe("503");

    expect((await maintenance("on")).stdout).toContain("Maintenance was on already.");
    const { stdout } = await stage.ops(["status", "production"]);
    expect(stdout).toMatch(/maintenance: every request is answered with 503, except those with the secret/);

    expect((await maintenance("off")).stdout).toContain("Maintenance has ended.");
    expect([await answers(), await answers({ [SECRET_HEADER.toLowerCase()]: SECRET })]).toEqual([
      "forward",
      "forward",
    ]);
    expect((await maintenance("off")).stdout).toContain("Maintenance was not on.");
  });

  it("is on while a deploy migrates and rolls out, and off after it", async () => {
    const { code, stdout } = await stage.ops(MAINTAINED);

    expect(code).toBe(0);
    const order = ["Maintenance is on", "Migrating the database", "web: running", "Maintenance has ended."];
    const places = order.map((text) => stdout.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThanOrEqual(0);
    expect(await answers()).toBe("forward");
  });

  it("stays on when the migration fails, and status reports it, until a deploy succeeds", async () => {
    stage.script[`migrate ${NEW}`] = { exits: 1, log: ["failed"] };
    const { code, stderr } = await stage.ops(MAINTAINED);

    expect(code).toBe(1);
    expect(stderr).toContain("Maintenance stays on: the earlier release may not fit the tables");
    expect(await answers()).toBe("503");
    expect((await stage.ops(["status", "production"])).stderr).toContain("a deploy left maintenance on");

    stage.script[`migrate ${NEW}`] = behaviours.prints();
    expect((await stage.ops(MAINTAINED)).stdout).toContain("Maintenance has ended.");
    expect(await answers()).toBe("forward");
  });

  it("ends when only the image parameters could not be written: the services run the release", async () => {
    stage.aws.trouble = ({ action }) =>
      action === "PutParameter" ? new AwsError("AccessDeniedException", "no", 400) : undefined;
    const { code, stdout, stderr } = await stage.ops(MAINTAINED);
    stage.aws.trouble = () => undefined;

    expect(code).toBe(1);
    expect(stderr).toContain("The services run the release, but the image parameters could not be written");
    expect(stdout).toContain("Maintenance has ended.");
    expect(await answers()).toBe("forward");
  });

  it("ends when the migration could not start, and that of an operator survives every deploy", async () => {
    const tasks = await stage.account.occupy(1_113 - 96);
    expect((await stage.ops(MAINTAINED)).stderr).toContain(
      "Maintenance has ended: the migration did not start.",
    );
    expect(await answers()).toBe("forward");
    await stage.account.stop(tasks);

    await maintenance("on");
    expect((await stage.ops(MAINTAINED)).stdout).toContain(
      "Maintenance was on before this deploy, and stays on.",
    );
    expect(await answers()).toBe("503");
  });
});
