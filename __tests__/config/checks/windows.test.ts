import { resolve } from "../change";

describe("the database", () => {
  it.each(["17:00", "17:00-17:29", "24:00-24:30", "5:00-5:30", "17:00-17:00"])(
    "has no backup window %s",
    (backupWindow) => {
      expect(resolve({ "database.backupWindow": backupWindow })).toContain(
        "hh:mm-hh:mm in UTC, 30 minutes or longer",
      );
    },
  );

  it.each(["sat:18:00", "Sat:18:00-Sat:18:30", "sat:18:00-sat:18:15", "sat:18:00-mon:18:30"])(
    "has no maintenance window %s",
    (maintenanceWindow) => {
      expect(resolve({ "database.maintenanceWindow": maintenanceWindow })).toContain(
        "test: database.maintenanceWindow",
      );
    },
  );

  it.each([
    ["23:45-00:15", "thu:00:00-thu:00:30"],
    ["00:00-00:30", "sun:23:45-mon:00:15"],
    ["17:00-17:30", "sat:16:00-sat:18:00"],
    ["17:00-17:30", "sat:17:00-sat:17:30"],
  ])("is not backed up (%s) while it is maintained (%s)", (backupWindow, maintenanceWindow) => {
    expect(
      resolve({ "database.backupWindow": backupWindow, "database.maintenanceWindow": maintenanceWindow }),
    ).toContain("RDS refuses windows that overlap");
  });

  it("may be maintained right after its backup", () => {
    expect(
      resolve({
        "database.backupWindow": "23:30-00:00",
        "database.maintenanceWindow": "sun:00:00-sun:00:30",
      }),
    ).toBe("accepted");
  });
});
