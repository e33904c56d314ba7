import { allowsPhp } from "../../../../../ops/commands/doctor/application/constraint";

describe("a constraint of Composer", () => {
  it.each([
    "*",
    "^8.2",
    "^8.4.1",
    "~8.2",
    "~8.4.0",
    ">=8.1",
    ">= 8.1",
    ">=7.4 <9",
    ">=7.4,<9.0",
    "^7.3|^8.0",
    "^7.3 || ^8.0",
    "8.*",
    "8.4.*",
    "8.1 - 8.4",
    "!=8.0",
    ">8.3",
    "<=8.4.5",
    "^8.2@stable",
  ])("allows PHP 8.4: %s", (constraint) => {
    expect(allowsPhp(constraint, "8.4")).toBe(true);
  });

  it.each([
    "^7.4",
    "~8.2.0",
    "<8.4",
    ">=8.5",
    "8.3.*",
    "7.*",
    "^9.0",
    "8.1 - 8.3",
    "^8.0 <8.4",
    "8.3.12",
    "^8.5 || ^7.4",
  ])("does not allow PHP 8.4: %s", (constraint) => {
    expect(allowsPhp(constraint, "8.4")).toBe(false);
  });

  it("is not judged where it is not understood", () => {
    expect(allowsPhp("dev-main", "8.4")).toBeUndefined();
    expect(allowsPhp("dev-main || ^8.2", "8.4")).toBe(true);
    expect(allowsPhp("dev-main, <8", "8.4")).toBe(false);
  });
});
