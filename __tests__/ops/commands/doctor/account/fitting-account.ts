import { requireHealthy } from "../../../../../ops/commands/doctor/doctor";
import type { AccountCheck } from "../../../../../ops/commands/doctor/check";
import { examine } from "../../../../../ops/commands/doctor/examine";
import { environment, healthy } from "../../../diagnosis/observed";
import type { Answers } from "../../../played/endpoint";
import type { Ended } from "../../../played/played";
import { Played } from "../../../played/played";
import { answersOf } from "./account-answers";
import type { AccountFacts } from "./account-facts";
import { FITTING } from "./account-facts";

export type Changes = Readonly<Record<string, unknown>>;

/** Opens an account that fits the test environment, except for what is changed. */
export function openAccount(
  changes: Changes,
  facts: Partial<AccountFacts> = {},
  other: Readonly<Record<string, Answers>> = {},
): Promise<Played> {
  const answers = answersOf({ ...FITTING, ...facts });
  return Played.open(
    environment(changes),
    healthy,
    Object.fromEntries(
      [...new Set([...Object.keys(answers), ...Object.keys(other)])].map((service) => [
        service,
        { ...answers[service], ...other[service] },
      ]),
    ),
  );
}

/** Asks a played account whether it fits, as `ops bootstrap` does. */
export async function look(
  changes: Changes,
  facts: Partial<AccountFacts> = {},
  other: Readonly<Record<string, Answers>> = {},
): Promise<Ended & { readonly advice: unknown }> {
  const played = await openAccount(changes, facts, other);
  try {
    const ended = await played.run(async (operation) => ({ advice: await requireHealthy(operation) }));
    return { ...ended, advice: ended.facts.advice };
  } finally {
    await played.close();
  }
}

/** Makes one check in a played account. */
export async function check(
  one: AccountCheck,
  changes: Changes,
  facts: Partial<AccountFacts> = {},
  other: Readonly<Record<string, Answers>> = {},
) {
  const played = await openAccount(changes, facts, other);
  try {
    const { facts: found, warned } = await played.run(async (operation) => {
      const [examined] = await examine([one], operation, "test");
      return { ...examined };
    });
    return { ...found, warned, actions: played.endpoint.actions } as Awaited<
      ReturnType<typeof examine>
    >[number] & { readonly warned: string; readonly actions: string[] };
  } finally {
    await played.close();
  }
}
