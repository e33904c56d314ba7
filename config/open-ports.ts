import { HTTPS_PORT } from "../facts/ports";
import type { Environment } from "./environment";

/** The ports to which containers can connect everywhere, besides those of this environment's own resources. */
export const openPorts = ({ hosts, mail }: Pick<Environment, "hosts" | "mail">): number[] => [
  ...new Set([HTTPS_PORT, ...hosts.egressPorts, ...(mail?.kind === "smtp" ? [mail.port] : [])]),
];
