import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Fork } from "./fork";
import { teamOf } from "./team";

jest.setTimeout(600_000);

const seed = Number(process.env.FORK_SEED ?? Date.now() % 2 ** 31);

describe(`A team's fork, with names and sizes of its own (FORK_SEED=${seed})`, () => {
  const team = teamOf(seed);
  let fork: Fork;

  beforeAll(() => {
    process.stdout.write(
      `FORK_SEED=${seed} gives ${team.map(({ environment }) => environment).join(", ")}\n`,
    );
    fork = new Fork(team);
  });
  afterAll(() => fork.remove());

  it("gets golden files of its own environments, and keeps none of the example's", () => {
    fork.npm("golden");

    const goldens = readdirSync(join(fork.folder, "__tests__/golden")).filter((file) =>
      file.endsWith(".json"),
    );
    expect(goldens.sort()).toEqual(
      team
        .flatMap(({ environment }) => [
          `${environment}-base.tf.json`,
          `${environment}-service.tf.json`,
          `${environment}.cost.json`,
        ])
        .sort(),
    );
    fork.commit();
  });

  it.each(["types", "test"])("passes npm run %s", (script) => {
    fork.npm(script);
  });
});
