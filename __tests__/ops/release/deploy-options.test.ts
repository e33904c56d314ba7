import { Operation } from "../../../ops/cli/operation";
import { Output } from "../../../ops/cli/output";
import type { DeployOptions } from "../../../ops/release/deploy-options";
import { requireNoneOfTheMigration, requireTables } from "../../../ops/release/deploy-options";
import { environment } from "../diagnosis/observed";

/** With whole deploys: __tests__/ops/processes/migration.test.ts. */
describe("The options of a deploy", () => {
  const operation = new Operation(environment(), new Output(false), new AbortController().signal);

  it.each<[Partial<DeployOptions>, string]>([
    [
      { snapshot: true },
      "--snapshot is for the migration, and this release runs none.\nFix: Leave out --snapshot,",
    ],
    [
      { pretend: true },
      "--pretend is about the migration, and none runs with --no-migrate or for --nginx alone.\nFix: Leave it out.",
    ],
    [
      { maintenance: true },
      "--maintenance is about the migration, and none runs with --no-migrate or for --nginx alone.\n" +
        "Fix: Leave it out, or: npm run ops -- maintenance test on",
    ],
  ])("are refused where no migration runs: %j", (options, text) => {
    const given = { migrate: false, timeout: 1, ...options };
    expect(() => requireNoneOfTheMigration(operation, given)).toThrow(text);
    expect(() => requireNoneOfTheMigration(operation, { migrate: false, timeout: 1 })).not.toThrow();
  });

  it.each<[Partial<DeployOptions>, string]>([
    [
      { migrate: false },
      "--no-migrate was given for the first release, which needs the tables and the users of the database.\n",
    ],
    [
      { migrate: true, pretend: true },
      "--pretend was given for the first release, which creates all tables.\n",
    ],
  ])("are refused for the first release: %j", (options, text) => {
    expect(() => requireTables({ migrate: true, timeout: 1, ...options })).toThrow(text);
    expect(() => requireTables({ migrate: true, timeout: 1 })).not.toThrow();
  });
});
