import { copyExample } from "../../../../local/images/application";
import { doctor } from "../../../../ops/commands/doctor/doctor";
import { AwsError } from "../../played/protocols";
import type { AccountFacts } from "./account/account-facts";
import type { Changes } from "./account/fitting-account";
import { openAccount } from "./account/fitting-account";
import { LARAVEL_12, Repository } from "./application/laravel";

/** The example's workflow calls the repository of the examples. */
const EXAMPLE = { "ci.planRepository": "example/laravel-ecs" };

async function examine(
  options: { readonly app?: string },
  facts: Partial<AccountFacts> = {},
  changes: Changes = EXAMPLE,
  caller: () => unknown = () => ({ Account: "111122223333", Arn: "arn:aws:iam::111122223333:user/taylor" }),
) {
  const played = await openAccount(changes, facts, { sts: { GetCallerIdentity: caller } });
  try {
    // Not `run`, which requires the account before the command starts.
    return await played.runUnchecked((operation) => doctor(operation, options));
  } finally {
    await played.close();
  }
}

describe("ops doctor", () => {
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository(LARAVEL_12);
  });
  afterEach(() => repository.remove());

  it("shows everything that it looked at, in an account and an application that fit", async () => {
    copyExample(repository.folder);
    const { exitCode, said, warned } = await examine({ app: repository.folder });

    expect({ exitCode, warned }).toEqual({ exitCode: 0, warned: "" });
    expect(said.replaceAll(repository.folder, "../api")).toMatchInlineSnapshot(`
      "Account 111122223333, eu-west-1
        ok       the credentials: arn:aws:iam::111122223333:user/taylor
        ok       the state bucket: bootstrap creates shop-terraform-state-111122223333
        ok       the names of the buckets: shop-test-settings-111122223333, shop-test-access-logs-111122223333
        ok       the actions of permissions: none
        ok       the service-linked roles: they exist
        ok       the vCPU quota of the hosts: 4 of 5 vCPUs, others use 0
        ok       the quota of VPCs: 1 of 5 VPCs, others use 1
        ok       the quota of Elastic IP addresses: none needed
        ok       the quota of RDS instances: 1 of 40 instances, others use 0
        ok       Lambda's concurrency quota: none needed without slack
        ok       the hosts' AMI: ami-1, release 2023.0.20260226 for amd64
        ok       where the instance type is offered: t3.small in eu-west-1a, eu-west-1b
        ok       where the database's class is offered: db.t4g.micro with MySQL 8.4 and gp3 in eu-west-1a, eu-west-1b
        ok       the hosted zone: shop.example
        ?        the delegation of the hosted zone
        ok       GitHub's OIDC provider: the base stack creates it
        ok       the released images: none before the first release
        ok       resources whose creation was interrupted: none
        ok       the KMS key: alias/shop-test

      Application in ../api
        ok       the files of the images (docker/): copied
        ok       the files that stay out of the images (.dockerignore): .env is left out
        ok       composer.json and composer.lock: 0 packages
        ok       the PHP version: PHP 8.4
        ok       the PHP extensions: none required
        ok       the packages of the drivers: QUEUE_CONNECTION sqs, CACHE_STORE database, SESSION_DRIVER array, FILESYSTEM_DISK local, MAIL_MAILER log
        ok       the trusted proxies: TRUSTED_PROXIES in config/fixture.php
        ok       the health route: /up in routes/api.php
        ok       the log channel: stack in config/logging.php
        ok       the cache store: database (CACHE_STORE)
        ok       the settings that the configuration reads: only those that other checks name
        ok       the connections to the cache: none, because cache.kind is database
        ok       the queue connection: sqs in config/queue.php
        ok       the names of queues: default
        ok       Laravel Horizon: none, because worker.runs is not horizon
        ok       the tables of the cache and the sessions: cache, cache_locks
        advice   what is kept outside the containers: SESSION_DRIVER array, FILESYSTEM_DISK local
        ok       the disk of the files: none, because files is not set
        ok       the mailer: none, because mail is not set
        ok       TLS to the database: MYSQL_ATTR_SSL_CA in config/database.php
        ok       the attempts of queued jobs: SQS counts them
        ok       what the database user may do: everything, without database.applicationUser
        advice   the workflow that deploys: .github/workflows/deploy.yml

      Advice:
      - Not checked: the delegation of the hosted zone. This AWS is on your own machine.
      - FILESYSTEM_DISK is local: uploaded files are lost with their container. If users upload files, write files: { kind: "create" } in the environment.
      - No workflow deploys test: add a job with environment: test.

      No problems found.
      "
    `);
  });

  it("asks about the account alone without --app", async () => {
    const { exitCode, said } = await examine({});

    expect(exitCode).toBe(0);
    expect(said).not.toContain("Application");
  });

  it("reports the problems of both at once, and as facts", async () => {
    const { exitCode, said, warned, facts } = await examine({ app: repository.folder }, { zones: [] });

    expect(exitCode).toBe(2);
    expect(said).toContain("problem  the hosted zone\n");
    expect(said).toContain("problem  the files of the images (docker/)\n");
    expect(warned).toMatch(
      /^4 problems to fix before a deployment. Nothing was changed.\n\ntest: domain.hostedZone/,
    );
    expect(facts.checks).toContainEqual({ subject: "the hosted zone", result: "problem", seen: "" });
    expect(facts.checks).toContainEqual({
      subject: "the health route",
      result: "passed",
      seen: "/up in bootstrap/app.php",
    });
    expect(facts.problems).toMatchObject([
      { in: "test", path: "domain.hostedZone" },
      { in: repository.folder, path: "docker/" },
      { path: "composer.lock" },
      { path: "bootstrap/app.php" },
    ]);
    expect(facts.advice).toContainEqual(expect.stringContaining("FILESYSTEM_DISK"));
  });

  it("checks the application also without credentials, which are a problem too", async () => {
    const expired = () => {
      throw new AwsError("ExpiredTokenException");
    };
    const { exitCode, said, warned } = await examine({ app: repository.folder }, {}, EXAMPLE, expired);

    expect(exitCode).toBe(2);
    expect(said).toContain("ok       the health route");
    expect(said).toContain("- Not checked: the account. It needs credentials of the account.");
    expect(warned).toContain(
      "test: accountId\n  got      Your AWS credentials have expired.\n  allowed  credentials for account 111122223333\n" +
        "  fix      Log in again (e.g. aws sso login), then run the command again.",
    );
  });

  it("refuses credentials of another account", async () => {
    const other = () => ({ Account: "999999999999", Arn: "arn:aws:iam::999999999999:user/taylor" });
    const { warned } = await examine({}, {}, EXAMPLE, other);

    expect(warned).toContain(
      "got      test is in account 111122223333, but your credentials are for account 999999999999",
    );
  });

  it.each([
    ["../no-such-folder", "no such folder"],
    [".", "a folder without the file artisan"],
  ])("refuses %s as an application", async (app, got) => {
    const { exitCode, warned } = await examine({ app });

    expect(exitCode).toBe(2);
    expect(warned).toBe(
      `1 problem to fix before a deployment. Nothing was changed.\n\n${app}: --app\n  got      ${got}\n` +
        "  allowed  the folder of a Laravel repository\n  fix      Give its path, e.g. --app ../api\n",
    );
  });
});
