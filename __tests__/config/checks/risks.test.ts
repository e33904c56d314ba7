import { resolve } from "../change";

const production = { production: true, "database.multiAz": true };

describe("production", () => {
  it("refuses a cheap choice that is not accepted", () => {
    expect(
      resolve({
        production: true,
        "hosts.purchase": "spot",
        "database.deletionProtection": false,
        "database.finalSnapshot": false,
        "loadBalancer.deletionProtection": false,
      }),
    ).toMatchInlineSnapshot(`
     "5 mistakes in environments/; nothing was done.

     test: hosts.purchase
       got      "spot"
       allowed  "on-demand" in production, unless acceptedRisks names spot-hosts
       fix      Set it to "on-demand", or add "spot-hosts" to acceptedRisks with the reason in a comment.

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
       fix      Set it to true, or add "no-deletion-protection" to acceptedRisks with the reason in a comment."
    `);
  });

  it("allows the risks that it accepts", () => {
    expect(
      resolve({
        production: true,
        "hosts.purchase": "spot",
        acceptedRisks: ["spot-hosts", "single-az-database"],
      }),
    ).toBe("accepted");
  });

  it("accepts no risk that it does not take", () => {
    expect(resolve({ ...production, acceptedRisks: ["single-az-database"] })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was done.

     test: acceptedRisks[0]
       got      "single-az-database"
       allowed  risks that this environment takes
       fix      Remove it: it would hide a later change that takes the risk."
    `);
  });
});
