import { parseBackupWindow, parseMaintenanceWindow } from "../../config/checks/windows";
import { nightWindows } from "../../config/night-windows";
import { resolveEnvironments } from "../../config/resolve-environments";
import { REGIONS } from "../../facts/regions";
import { testEnvironment } from "../helpers/environment";

describe("the windows of a database", () => {
  it.each([
    ["ap-northeast-1", "17:00-17:30", "sat:18:00-sat:18:30"],
    ["us-east-1", "07:00-07:30", "sun:08:00-sun:08:30"],
    ["us-west-2", "10:00-10:30", "sun:11:00-sun:11:30"],
    ["eu-west-1", "02:00-02:30", "sun:03:00-sun:03:30"],
    ["ap-south-1", "20:30-21:00", "sat:21:30-sat:22:00"],
    ["ap-southeast-6", "14:00-14:30", "sat:15:00-sat:15:30"],
  ])("are at night in %s", (region, backupWindow, maintenanceWindow) => {
    expect(nightWindows(region)).toEqual({ backupWindow, maintenanceWindow });
  });

  it.each(REGIONS)("are windows as RDS writes them: %s", (region) => {
    const { backupWindow, maintenanceWindow } = nightWindows(region);
    expect([
      parseBackupWindow(backupWindow)?.length,
      parseMaintenanceWindow(maintenanceWindow)?.length,
    ]).toEqual([30, 30]);
  });

  it("can be set each alone", () => {
    const database = { ...testEnvironment.database, backupWindow: "01:00-02:00" };
    const [environment] = resolveEnvironments([{ ...testEnvironment, database }]);
    expect(environment?.database).toMatchObject({
      backupWindow: "01:00-02:00",
      maintenanceWindow: nightWindows(testEnvironment.region).maintenanceWindow,
    });
  });
});
