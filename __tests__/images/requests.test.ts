import { requestVariables } from "../../constructs/containers/request-variables";
import { appFilesMiB, appMemoryMiB, nginxFilesMiB, nginxMemoryMiB } from "../../facts/requests";
import { until, useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { uploadSlowly } from "./sandbox/slow-upload";
import { APP_TMPFS, Stack, type WebTask } from "./sandbox/stack";

const UPLOAD_MIB = 40;
const SECONDS = 5;

/** As Docker mounts the tmpfs of a task definition, whose size nothing else limits. */
const tmp = (sizeMiB: number) => `/tmp:uid=33,gid=33,mode=1777,size=${sizeMiB}m`;

describeImages("A web task with limits of its own, in the memory that follows from them", () => {
  useContainers();
  let web: WebTask;

  beforeAll(async () => {
    const stack = await Stack.start();
    await stack.migrate();
    const environment = Object.fromEntries(
      requestVariables({ maximumUploadMiB: UPLOAD_MIB, requestSeconds: SECONDS }).map(({ name, value }) => [
        name,
        value,
      ]),
    );
    web = await stack.web(
      "limits",
      {
        environment,
        memoryMiB: appMemoryMiB(UPLOAD_MIB),
        tmpfs: [tmp(appFilesMiB(UPLOAD_MIB)), ...APP_TMPFS.slice(1)],
      },
      { environment, memoryMiB: nginxMemoryMiB(UPLOAD_MIB), tmpfs: [tmp(nginxFilesMiB(UPLOAD_MIB))] },
    );
  });

  it("takes four uploads of the largest size at once, from clients that are slower than a request may be", async () => {
    const uploads = await Promise.all(
      Array.from({ length: 4 }, () =>
        uploadSlowly(`${web.origin}/upload`, { mebibytes: UPLOAD_MIB, seconds: SECONDS + 3 }),
      ),
    );

    for (const { status, json, sha1 } of uploads) {
      expect({ status, json }).toEqual({ status: 200, json: { bytes: UPLOAD_MIB * 2 ** 20, sha1 } });
    }
    console.info(`uploads: peak of nginx ${web.nginx.memory().peakMiB} MiB, app ${web.app.memory().peakMiB}`);
    expect([web.nginx.memory().oomKills, web.app.memory().oomKills]).toEqual([0, 0]);
  });

  it("refuses a file that is larger than its limit and the rest of a form", async () => {
    const body = Buffer.alloc((UPLOAD_MIB + 1) * 2 ** 20 + 1);

    expect((await fetch(`${web.origin}/upload`, { method: "POST", body })).status).toBe(413);
  });

  it("passes events on when they are sent, and ends no stream before the time of a request is over", async () => {
    const start = Date.now();
    const arrivals: number[] = [];
    const { body } = await web.get(`/events/${2 * SECONDS}`);
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      const events = Buffer.from(chunk).toString().match(/data/g) ?? [];
      arrivals.push(...events.map(() => Date.now() - start));
    }

    expect(arrivals).toHaveLength(2 * SECONDS);
    expect(arrivals[0]).toBeLessThan(2000);
    const gaps = arrivals.slice(1).map((arrival, index) => arrival - (arrivals[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(200);
  });

  it("answers a request that takes longer with 504, and frees its worker", async () => {
    const start = Date.now();

    expect((await web.get(`/slow/${1000 * (SECONDS + 20)}`)).status).toBe(504);
    expect(Date.now() - start).toBeLessThan(1000 * (SECONDS + 3));
    await until("php-fpm ends it", () => web.app.stderr.includes("execution timed out"));
    expect((await web.get("/json")).status).toBe(200);
  });
});
