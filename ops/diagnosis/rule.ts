import type { Environment } from "../../config/environment";
import type { Finding } from "./finding";
import type { Observations } from "./observations";

/** Finds one kind of problem, once or several times. */
export type DiagnosisRule = (
  environment: Environment,
  seen: Observations,
) => Finding | readonly Finding[] | undefined;
