import { useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { Stack, type WebTask } from "./sandbox/stack";

describeImages("A web task", () => {
  useContainers();
  let stack: Stack;
  let web: WebTask;

  beforeAll(async () => {
    stack = await Stack.start();
    await stack.migrate();
    web = await stack.web("web");
  });

  it("answers from MariaDB through nginx and php-fpm", async () => {
    const items = await web.json<unknown[]>("/items");

    expect(items).toHaveLength(20);
    expect(items[0]).toEqual({ id: 1, name: "item 1" });
  });
});
