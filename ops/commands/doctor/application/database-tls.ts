import type { Problem } from "../../../../config/messages/problem";
import type { ApplicationCheck } from "./application-check";
import { readsEnv } from "./php";

const FILE = "config/database.php";
const CA = "MYSQL_ATTR_SSL_CA";

/** RDS refuses connections without TLS, so the migration of the first release would fail. */
export const databaseTls: ApplicationCheck = {
  subject: "TLS to the database",
  look: (application) => {
    const code = application.code(FILE);
    if (code === undefined) {
      // Laravel 11 and later use their own file instead of a missing one.
      if (application.isConfiguredInBootstrap) return { seen: "Laravel's own config/database.php" };
      const got = "no such file";
      return {
        problems: { path: FILE, got, allowed: "Laravel's file", fix: "Restore it from Laravel's skeleton." },
      };
    }
    const problems: Problem[] = [];
    if (!readsEnv(code, CA)) {
      problems.push({
        path: FILE,
        got: `a connection without ${CA}`,
        allowed: "TLS: RDS refuses other connections",
        fix: `Write in the connection mysql: 'options' => array_filter([PDO::${CA} => env('${CA}')]),`,
      });
    }
    if (!readsEnv(code, "DB_CONNECTION")) {
      problems.push({
        path: FILE,
        got: "a default connection that does not read DB_CONNECTION",
        allowed: "DB_CONNECTION, which is set to mysql for you",
        fix: "Write: 'default' => env('DB_CONNECTION', 'mysql'),",
      });
    }
    return { seen: `${CA} in ${FILE}`, problems };
  },
};
