import type { Operation } from "../../cli/operation";
import { findState } from "../launch/state-object";
import type { StateFile } from "../state/state-file";
import { writeState } from "../state/write-state";

const PART = "base";

/** The database in the state of the base stack. */
export interface DatabaseInState {
  /** Its address, e.g. `aws_db_instance.database_instance_D7FC2283`. */
  readonly address: string;
  readonly resourceId: string;
}

/** The database of this name in the state; undefined if Terraform has forgotten it, or never knew it. */
export async function databaseInState(operation: Operation): Promise<DatabaseInState | undefined> {
  const found = await findState(operation, PART, "");
  const database = found && find(found.json as StateFile, operation.environment.name);
  return database && { address: database.address, resourceId: String(database.attributes.resource_id) };
}

function find({ resources = [] }: Partial<StateFile>, name: string) {
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

/** Makes a state about another instance, where it has the database. */
export function setDatabase(state: Partial<StateFile>, name: string, resourceId: string): void {
  const database = find(state, name);
  if (!database) return;
  database.attributes.id = resourceId;
  database.attributes.resource_id = resourceId;
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
  const database = found && find(found.json as StateFile, operation.environment.name);
  if (!found || !database || database.attributes.resource_id === resourceId) return undefined;

  const state = found.json as StateFile;
  setDatabase(state, operation.environment.name, resourceId);
  state.serial += 1;
  await writeState(operation, PART, { state, etag: found.etag });
  return found.versionId ?? "null";
}
