require("cdktf").Testing.setupJest();
require("./stacks/is-array");

// CDKTF records where each token was made, and Jest would map every line of it back to TypeScript: a third of the time.
const { prepareStackTrace } = Error;
Error.prepareStackTrace = (error, frames) =>
  error instanceof Error ? prepareStackTrace?.(error, frames) : undefined;
