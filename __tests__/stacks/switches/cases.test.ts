import { environmentSchema } from "../../../config/schema/schema";
import { change } from "../../config/change";
import { leavesOf, pathsOf } from "../../helpers/schema-fields";
import { SWITCHES } from "./cases";
import { FIXED } from "./fixed";

/** `__tests__/terraform/switches` plans them. */
describe("the switches", () => {
  it("have every setting of the schema", () => {
    const touched = Object.values(SWITCHES).flatMap(({ from = {}, to }) => {
      const [before, after] = [pathsOf(change(from)), pathsOf(change(to))];
      const paths = new Set([...before.keys(), ...after.keys()]);
      return [...paths].filter((path) => before.get(path) !== after.get(path));
    });
    const settings = [...new Set(leavesOf(environmentSchema).map(({ path }) => path))];

    expect(settings.filter((path) => !touched.includes(path))).toEqual(
      settings.filter((path) => FIXED.includes(path)),
    );
    expect(FIXED.filter((path) => !settings.includes(path))).toEqual([]);
  });
});
