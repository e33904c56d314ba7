import type { ApplicationCheck } from "./application-check";

/** The database user of the application may delete rows, and not truncate tables. */
export const truncatedTables: ApplicationCheck = {
  subject: "what the database user may do",
  look: (application) => {
    const { applicationUser } = application.environment.database;
    if (!applicationUser) return { seen: "everything, without database.applicationUser" };
    const truncating = application
      .files("app", ".php")
      .filter((file) => /(?:->|::)truncate\s*\(/.test(application.code(file) ?? ""));
    return {
      seen: `${applicationUser.username} reads and writes rows`,
      advice:
        truncating.length > 0 &&
        `${truncating.join(", ")}: write ->delete() for truncate(), which ${applicationUser.username} may not do.`,
    };
  },
};
