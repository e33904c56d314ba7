import { missingForNamespaces, possibleRuntime } from "../../../local/containers/possible";

it("runs containers as well as this machine can, and says what is missing for more", () => {
  const { kind, missing } = possibleRuntime();

  expect(["namespaces", "simulated"]).toContain(kind);
  expect(missing.length > 0).toBe(kind === "simulated");
  if (kind === "namespaces") expect(missingForNamespaces()).toEqual([]);
});
