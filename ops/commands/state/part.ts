import type { Part } from "../../../stacks/environment-stack";
import { Refusal } from "../../cli/refusal";

/** A stack of an environment, from the command line. */
export function partOf(given: string): Part {
  if (given === "base" || given === "service") return given;
  throw new Refusal(`"${given}" is not a stack of an environment.\nFix: Use base or service.`);
}
