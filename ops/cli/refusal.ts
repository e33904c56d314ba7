/** The command refuses to run, and changed nothing. The message has the reason and the fix. */
export class Refusal extends Error {}
