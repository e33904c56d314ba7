/**
 * Moves the clock of the process that loads it ahead by CLOCK_DAYS. The unit tests must also pass in three years: they may not
 * depend on the day on which they run.
 */
const { CLOCK_DAYS } = process.env;

// Once in a process, also where Jest loads this file again.
if (CLOCK_DAYS && Date.now.name !== "later") {
  const now = Date.now.bind(Date);
  const later = () => now() + Number(CLOCK_DAYS) * 86_400_000;
  Date.now = later;
  globalThis.Date = new Proxy(Date, {
    // Not by Date.now: where a test replaces it, `new Date()` stays as it is, as without this file.
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [later()] : args, newTarget),
    apply: (target) => new target(later()).toString(),
  });
}
