/**
 * Moves the clock of the process that loads it ahead by CLOCK_DAYS. The unit tests must also pass in three years: they may not
 * depend on the day on which they run.
 */
const { CLOCK_DAYS } = process.env;

if (CLOCK_DAYS) {
  const now = Date.now.bind(Date);
  Date.now = () => now() + Number(CLOCK_DAYS) * 86_400_000;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [target.now()] : args, newTarget),
    apply: (target) => new target(target.now()).toString(),
  });
}
