/** Runs an unpacked function as Lambda does: loads it once, and hands it one event after the other. */
const began = performance.now();
const used = process.cpuUsage();
const { handler } = await import(process.argv[2]);
process.send({ loadedMs: performance.now() - began });

let busy = Promise.resolve();
process.on("message", ({ event, limitMs }) => {
  busy = busy.then(async () => {
    const start = performance.now();
    const context = { getRemainingTimeInMillis: () => limitMs - (performance.now() - start) };
    const error = await handler(event, context).then(
      () => null,
      (reason) => `${reason.stack}`,
    );
    const { user, system } = process.cpuUsage(used);
    process.send({ error, ms: performance.now() - start, cpuMs: (user + system) / 1_000 });
  });
});
