import { S3ServiceException } from "@aws-sdk/client-s3";
import type { Operation } from "../../cli/operation";
import { findState } from "../launch/state-object";
import { writeState } from "../state/write-state";

const PART = "base";

/** The parts of a state file, version 4, that are read and written here. All others are written as they were. */
interface State {
  serial: number;
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Record<string, unknown> }[];
  }[];
}

/** The database in the state of the base stack. */
export interface DatabaseInState {
  /** Its address, e.g. `aws_db_instance.database_instance_D7FC2283`. */
  readonly address: string;
  readonly resourceId: string;
}

/** The database of this name in the state; undefined if Terraform has forgotten it, or never knew it. */
export async function databaseInState(operation: Operation): Promise<DatabaseInState | undefined> {
  const found = await findState(operation, PART, "");
  const database = found && find(found.json as State, operation.environment.name);
  return database && { address: database.address, resourceId: String(database.attributes.resource_id) };
}

function find({ resources = [] }: State, name: string) {
  return resources
    .filter(({ mode, type }) => mode === "managed" && type === "aws_db_instance")
    .flatMap((resource) =>
      resource.instances.map(({ attributes }) => ({
        address: `${resource.type}.${resource.name}`,
        attributes,
      })),
    )
    .find(({ attributes }) => attributes.identifier === name);
}

/**
 * Makes the state of the base stack about another instance of the same name.
 *
 * Since version 5 of the AWS provider the id of an `aws_db_instance` is its resource id, which a rename does not change. Nothing
 * else in the state identifies the instance: its name, ARN and address stay the same. The write is conditional, so that it
 * replaces only what was read, and the bucket keeps the old version.
 *
 * @returns the version of the old state in the bucket; undefined if the state was right already
 */
export async function correctState(operation: Operation, resourceId: string): Promise<string | undefined> {
  const found = await findState(operation, PART, "");
  const database = found && find(found.json as State, operation.environment.name);
  if (!found || !database || database.attributes.resource_id === resourceId) return undefined;

  const state = found.json as State;
  database.attributes.id = resourceId;
  database.attributes.resource_id = resourceId;
  state.serial += 1;
  try {
    await writeState(operation, PART, { state, etag: found.etag });
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    // The response to the first try was lost, and the SDK tried again.
    const isWritten = status === 412 && (await databaseInState(operation))?.resourceId === resourceId;
    if (!isWritten) throw error;
  }
  return found.versionId ?? "null";
}
