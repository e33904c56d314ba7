import { DOCKER_RANGE } from "../facts/special-ranges";
import { isDockers } from "./checks/network";
import type { Environment } from "./environment";
import { ownStatesOf } from "./own-state";

/** What is allowed, and what whoever deploys should know about it. */
export function warningsOf(values: Environment): string[] {
  const { environment, network, domain, shell, ci, production } = values;
  return [
    ...(domain
      ? []
      : [
          `${environment}: no domain, so the API answers on plain HTTP: passwords and tokens travel readable. Set domain.`,
        ]),
    ...(network.kind !== "use" && network.privateSubnets?.hosts === false
      ? [
          `${environment}: NAT gateways are paid for and no host uses them. Remove network.privateSubnets once no host is left there.`,
        ]
      : []),
    ...(network.kind !== "create" && isDockers(values)
      ? [
          `${environment}: network.cidr is in ${DOCKER_RANGE}, which Docker also uses on a host outside that range: its containers would not reach the network. Place hosts only in subnets of network.cidr.`,
        ]
      : []),
    ...(shell
      ? [
          `${environment}: shell is true, so the root file system of every container is writable.` +
            (production ? " Set it to false once you are done." : ""),
        ]
      : []),
    ...ownStatesOf(values).map(
      ({ setting, value, kept, remedy }) =>
        `${environment}: env.${setting} is ${value}: ${kept} end with the container, at the latest with the next deploy. ${remedy}`,
    ),
    ...(ci.identity === "iam-user"
      ? [
          `${environment}: CI deploys as an IAM user, whose access key works for whoever has it. Prefer ci.identity github-oidc.`,
        ]
      : []),
  ];
}
