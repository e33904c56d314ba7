/** Why a command does not do what it was asked, in words for the operator. Nothing was touched. */
export class Refusal extends Error {}
