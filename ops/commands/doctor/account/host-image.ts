import { GetParameterCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
import { hostImageParameter, newestHostImageParameter, releaseOf } from "../../../../facts/host-image";
import { imageArchitectureOf } from "../../../../facts/instance-types";
import type { Operation } from "../../../cli/operation";
import type { AccountCheck } from "../check";
import { undefinedFor } from "../../../cli/undefined-for";

/** A release exists in a region once AWS has published its parameter there. */
export const hostImage: AccountCheck = {
  subject: "the hosts' AMI",
  reads: ["ssm:GetParameter"],
  look: async (operation) => {
    const { hosts } = operation.environment;
    const name = hostImageParameter(hosts);
    const found = await valueOf(operation, name);
    if (found)
      return {
        seen: `${found}, release ${hosts.ecsAmiRelease} for ${imageArchitectureOf(hosts.instanceType)}`,
      };

    const newest = releaseOf((await valueOf(operation, newestHostImageParameter(hosts))) ?? "");
    return {
      problems: {
        path: "hosts.ecsAmiRelease, hosts.ecsAmiKernel",
        got: `"${hosts.ecsAmiRelease}" and "${hosts.ecsAmiKernel}", but ${operation.environment.region} has no parameter ${name}`,
        allowed: "a release that AWS has published in this region, with its kernel",
        fix: newest
          ? `Write ecsAmiRelease: "${newest.release}", ecsAmiKernel: "${newest.kernel}", the newest.`
          : `Look the newest up: aws ssm get-parameter --name ${newestHostImageParameter(hosts)} --region ${operation.environment.region}`,
      },
    };
  },
};

async function valueOf(operation: Operation, name: string): Promise<string | undefined> {
  const found = await operation
    .client(SSMClient)
    .send(new GetParameterCommand({ Name: name }))
    .catch(undefinedFor(ParameterNotFound));
  return found?.Parameter?.Value;
}
