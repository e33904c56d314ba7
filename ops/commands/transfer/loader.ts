import { randomBytes } from "node:crypto";
import { literal, quoted } from "./client";
import type { Server } from "./server";

/** A user of the server, and the SQL that creates and removes it. */
interface Loader extends Pick<Server, "username" | "password"> {
  readonly create: string;
  readonly remove: string;
}

/** All rights on a database that the master user of RDS can give ("Master user account privileges", Amazon RDS User Guide). */
const RIGHTS =
  "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, EVENT, TRIGGER";

/** The user who loads a dump into a database. A dump may contain any statement, and this user reaches no other database. */
export function loaderOf(databaseName: string): Loader {
  const username = "ops_database_import";
  // With a character of each kind that the server may require.
  const password = `${randomBytes(24).toString("base64url")}aA1!`;
  const user = `${literal(username)}@'%'`;
  // In the database name of a GRANT statement, _ and % are wildcards.
  const database = quoted(databaseName.replace(/[_%]/g, "\\$&"));
  return {
    username,
    password,
    create: `CREATE USER ${user} IDENTIFIED BY ${literal(password)}; GRANT ${RIGHTS} ON ${database}.* TO ${user};`,
    remove: `DROP USER IF EXISTS ${user};`,
  };
}
