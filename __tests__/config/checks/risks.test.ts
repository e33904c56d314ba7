import { mistakeIn, resolve } from "../change";

const production = { production: true, "database.multiAz": true, slack: {} };

describe("production", () => {
  it("refuses a cheap choice that is not accepted", () => {
    expect(
      resolve({
        production: true,
        domain: undefined,
        shell: true,
        "logs.retentionDays": 1,
        "database.backupRetentionDays": 1,
        "hosts.purchase": "spot",
        "database.deletionProtection": false,
        "database.finalSnapshot": false,
        "loadBalancer.deletionProtection": false,
      }),
    ).toMatchInlineSnapshot(`
      "10 mistakes in environments/; nothing was done.

      test: domain
        got      nothing
        allowed  a domain, which gives HTTPS in production, unless acceptedRisks names plain-http
        fix      Set it to a domain, which gives HTTPS, or add "plain-http" to acceptedRisks with the reason in a comment.

      test: hosts.purchase
        got      "spot"
        allowed  "on-demand" in production, unless acceptedRisks names spot-hosts
        fix      Set it to "on-demand", or add "spot-hosts" to acceptedRisks with the reason in a comment.

      test: database.backupRetentionDays
        got      1
        allowed  7 or more in production, unless acceptedRisks names short-backups
        fix      Set it to 7 or more, or add "short-backups" to acceptedRisks with the reason in a comment.

      test: database.multiAz
        got      false
        allowed  true in production, unless acceptedRisks names single-az-database
        fix      Set it to true, or add "single-az-database" to acceptedRisks with the reason in a comment.

      test: database.deletionProtection
        got      false
        allowed  true in production, unless acceptedRisks names no-deletion-protection
        fix      Set it to true, or add "no-deletion-protection" to acceptedRisks with the reason in a comment.

      test: database.finalSnapshot
        got      false
        allowed  true in production, unless acceptedRisks names no-final-snapshot
        fix      Set it to true, or add "no-final-snapshot" to acceptedRisks with the reason in a comment.

      test: loadBalancer.deletionProtection
        got      false
        allowed  true in production, unless acceptedRisks names no-deletion-protection
        fix      Set it to true, or add "no-deletion-protection" to acceptedRisks with the reason in a comment.

      test: logs.retentionDays
        got      1
        allowed  7 or more in production, unless acceptedRisks names short-logs
        fix      Set it to 7 or more, or add "short-logs" to acceptedRisks with the reason in a comment.

      test: alarms.topic
        got      nothing, and no slack, so alarms reach no one
        allowed  a topic (or slack) in production, unless acceptedRisks names no-alarms
        fix      Set it to a topic (or slack), or add "no-alarms" to acceptedRisks with the reason in a comment.

      test: shell
        got      true
        allowed  false in production, unless acceptedRisks names shell-access
        fix      Set it to false, or add "shell-access" to acceptedRisks with the reason in a comment."
    `);
  });

  it("does not keep files in containers", () => {
    expect(mistakeIn({ ...production, "env.FILESYSTEM_DISK": "local" })).toMatchInlineSnapshot(`
      "env.FILESYSTEM_DISK
        got      "local", so files are lost at each deployment
        allowed  a disk outside the containers in production, unless acceptedRisks names container-files
        fix      Remove it and write files: { kind: "create" }, or add "container-files" to acceptedRisks with the reason in a comment."
    `);
    // Laravel's default is local, too; but many an API stores no files.
    expect(resolve(production)).toBe("accepted");
  });

  it("allows the risks that it accepts", () => {
    expect(
      resolve({
        production: true,
        slack: {},
        "hosts.purchase": "spot",
        acceptedRisks: ["spot-hosts", "single-az-database"],
      }),
    ).toBe("accepted");
  });

  it("has alarms that reach someone", () => {
    const unheard = { ...production, slack: undefined };
    expect(resolve(unheard)).toContain("got      nothing, and no slack, so alarms reach no one");
    expect(resolve({ ...unheard, "alarms.topic": { kind: "create", emails: [] } })).toBe("accepted");
    expect(resolve({ ...production, "alarms.enabled": false })).toContain("test: alarms.enabled");
  });

  it.each(["production", "prod", "live"])("is marked as such where it is named %s", (environment) => {
    expect(resolve({ environment })).toContain(
      `allowed  true, so that cheap choices must be named in acceptedRisks`,
    );
  });

  it("accepts no risk that it does not take", () => {
    expect(mistakeIn({ ...production, acceptedRisks: ["single-az-database"] })).toMatchInlineSnapshot(`
           "acceptedRisks[0]
             got      "single-az-database"
             allowed  risks that this environment takes
             fix      Remove it: it would hide a later change that takes the risk."
        `);
  });
});
