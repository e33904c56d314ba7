import { synthesize } from "../../helpers/stacks";

/** Whether a control holds in production, by what docs/controls.md calls it. */
export type Assertions = Readonly<Record<string, () => void>>;

export const { base, service } = synthesize();
export const both = [base, service];
