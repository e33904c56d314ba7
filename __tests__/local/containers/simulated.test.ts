import { Simulated } from "../../../local/containers/simulated";
import { described } from "../../helpers/described-container";

describe("a simulated container", () => {
  const lines: string[] = [];
  const start = (behaviour = {}, ports: number[] = []) =>
    new Simulated(() => behaviour).start(described({ ports }), (text) => lines.push(text));

  it("answers on its ports that it is simulated, until it is stopped", async () => {
    const container = await start({}, [8080]);
    const { host, port } = await container.endpoint(8080);
    const url = `http://${host}:${port}`;

    expect(await (await fetch(url)).text()).toContain("shop/app:1 is simulated");
    expect(await container.exec(["true"], 1)).toBe(0);
    expect(await container.stop(10)).toEqual({ code: 0, outOfMemory: false });
    await expect(fetch(url)).rejects.toThrow();
  });

  it("does what a test asks for", async () => {
    const crash = await start({ exit: { afterSeconds: 0.01, code: 3 }, lines: ["cannot start"] });
    expect(await crash.exited).toEqual({ code: 3, outOfMemory: false });
    expect(lines).toEqual(["cannot start\n"]);

    const greedy = await start({ outOfMemoryAfterSeconds: 0.01 });
    expect(await greedy.exited).toEqual({ code: 137, outOfMemory: true });

    const sick = await start({ neverHealthy: true });
    expect(await sick.exec(["true"], 1)).toBe(1);
    expect(await sick.stop(0)).toMatchObject({ code: 137 });

    await expect(start({ refusal: "exec: artisan: not found" })).rejects.toThrow("artisan: not found");
  });
});
