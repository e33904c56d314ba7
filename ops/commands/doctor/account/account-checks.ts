import type { Operation } from "../../../cli/operation";
import type { AccountCheck } from "../check";
import type { Examined } from "../examine";
import { examine } from "../examine";
import { addresses } from "./addresses";
import { bucketNames } from "./bucket-names";
import { databaseClass } from "./database-class";
import { databases } from "./databases";
import { delegation } from "./delegation";
import { functionConcurrency } from "./function-concurrency";
import { hostImage } from "./host-image";
import { hostVcpus } from "./host-vcpus";
import { hostedZone } from "./hosted-zone";
import { identityProvider } from "./identity-provider";
import { images } from "./images";
import { instanceTypeZones } from "./instance-type-zones";
import { networks } from "./networks";
import { permissionActions } from "./permission-actions";
import { serviceLinkedRoles } from "./service-linked-roles";
import { stateBucket } from "./state-bucket";

export const ACCOUNT_CHECKS: readonly AccountCheck[] = [
  stateBucket,
  bucketNames,
  permissionActions,
  serviceLinkedRoles,
  hostVcpus,
  networks,
  addresses,
  databases,
  functionConcurrency,
  hostImage,
  instanceTypeZones,
  databaseClass,
  hostedZone,
  delegation,
  identityProvider,
  images,
];

/** Checks whether the account has what a deployment of the environment needs. */
export const examineAccount = (operation: Operation): Promise<Examined[]> =>
  examine(ACCOUNT_CHECKS, operation, operation.environment.environment);
