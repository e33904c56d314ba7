/** Why a command does not do what it was asked, in words for the operator: shown without a stack trace. */
export class Refusal extends Error {}
