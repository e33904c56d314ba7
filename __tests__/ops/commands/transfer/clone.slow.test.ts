import type { Environment } from "../../../../config/environment";
import { Operation } from "../../../../ops/cli/operation";
import { cloneInto } from "../../../../ops/commands/transfer/clone";
import { stage } from "./stage";

describe("ops database clone", () => {
  const cloned = async (change: Partial<Environment>, yes: string) => {
    const it = await stage();
    const ended = await it.run((operation) => {
      const environment = { ...operation.environment, environment: "staging", ...change };
      return cloneInto(operation, new Operation(environment, operation.output, operation.signal), {
        to: "staging",
        anonymize: "artisan customers:anonymize",
        yes,
      });
    });
    const sql = it.read("sql");
    await it.close();
    return { ...ended, sql };
  };

  it.each<[string, Partial<Environment>, string, string]>([
    ["itself", {}, "staging", "test cannot be cloned into itself."],
    [
      "another account",
      { name: "shop-staging", accountId: "999999999999" },
      "staging",
      "database import staging --from copy.sql.gz --anonymize 'artisan customers:anonymize'",
    ],
    [
      "one that is switched off",
      { name: "shop-staging", running: false },
      "staging",
      "staging is switched off",
    ],
  ])("refuses %s", async (_, change, yes, message) => {
    const { exitCode, warned, sql } = await cloned(change, yes);
    expect([exitCode, sql]).toEqual([2, ""]);
    expect(warned).toContain(message);
  });
});
