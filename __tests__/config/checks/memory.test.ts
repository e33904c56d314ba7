import { resolveEnvironments } from "../../../config/resolve-environments";
import { change, mistakeIn, resolve } from "../change";

describe("the memory of a container", () => {
  it("holds one worker of php-fpm", () => {
    expect(mistakeIn({ "web.app.memoryMiB": 191 })).toMatchInlineSnapshot(`
      "web.app.memoryMiB
        got      191
        allowed  192 or more: 128 that php-fpm shares, 16 for its health checks, and 48 for each of its workers
        fix      Raise it to 192 or more."
    `);
    expect(resolve({ "web.app.memoryMiB": 192 })).toBe("accepted");
    expect(resolve({ "web.app.memoryMiB": 200, "env.FPM_CHILD_MIB": "96" })).toContain("240 or more");
  });

  it("holds four uploads at once", () => {
    const upload = { "hosts.instanceType": "t3.medium", "web.maximumUploadMiB": 40 };
    expect(resolve({ ...upload, "web.app.memoryMiB": 311, "web.nginx.memoryMiB": 64 }))
      .toMatchInlineSnapshot(`
      "2 mistakes in environments/; nothing was done.

      test: web.app.memoryMiB
        got      311
        allowed  312 or more: 128 that php-fpm shares, 120 for large uploads, 16 for its health checks, and 48 for each of its workers
        fix      Raise it to 312 or more.

      test: web.nginx.memoryMiB
        got      64
        allowed  184 or more: nginx, and four uploads at once of 40 MiB (web.maximumUploadMiB) with their forms
        fix      Remove it: the default follows from web.maximumUploadMiB. Or raise it to 184 or more."
    `);
    expect(resolve({ ...upload, "web.app.memoryMiB": 312, "web.nginx.memoryMiB": 184 })).toBe("accepted");
    expect(resolve({ "web.nginx.memoryMiB": 63 })).toContain("64 or more");
  });

  it("follows from the largest upload unless it is set, also where it must fit on a host", () => {
    const web = (changes: Readonly<Record<string, unknown>>) =>
      resolveEnvironments([change(changes)])[0]?.web;
    expect(web({})).toMatchObject({
      nginx: { memoryMiB: 64 },
      app: { memoryMiB: 384 },
      stopTimeoutSeconds: 60,
    });
    expect(
      web({ "hosts.instanceType": "t3.medium", "web.maximumUploadMiB": 40, "web.requestSeconds": 150 }),
    ).toMatchObject({ nginx: { memoryMiB: 184 }, app: { memoryMiB: 504 }, stopTimeoutSeconds: 155 });
    expect(resolve({ "web.maximumUploadMiB": 40 })).toContain("nginx 184 + app 504");
  });

  it("is not less than PHP's own limit where one command runs", () => {
    const message = resolve({
      "worker.memoryMiB": 127,
      "scheduler.memoryMiB": 32,
      "oneOffTask.memoryMiB": 64,
    });
    expect(message).toContain("3 mistakes");
    expect(message).toContain(
      "allowed  128 or more, PHP's memory_limit: with less the kernel kills the container before PHP can log an error",
    );
    expect(resolve({ "worker.memoryMiB": 32, "worker.runs": "none" })).toBe("accepted");
  });
});
