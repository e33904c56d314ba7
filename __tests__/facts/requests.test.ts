import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FPM_RESERVE_MIB } from "../../facts/container-variables";
import {
  appFilesMiB,
  DEFAULT_REQUEST_SECONDS,
  DEFAULT_UPLOAD_MIB,
  idleTimeoutSeconds,
  nginxMemoryMiB,
  uploadReserveMiB,
  webStopSeconds,
} from "../../facts/requests";
import { ROOT } from "../../local/project";

const read = (file: string) => readFileSync(join(ROOT, "docker", file), "utf8");

describe("the limits of requests", () => {
  it("have the same defaults in the images", () => {
    for (const file of ["app/Dockerfile", "app/bin/entrypoint"]) {
      expect(read(file)).toMatch(new RegExp(`MAXIMUM_UPLOAD_MIB(:-|=)${DEFAULT_UPLOAD_MIB}\\b`));
      expect(read(file)).toMatch(new RegExp(`REQUEST_SECONDS(:-|=)${DEFAULT_REQUEST_SECONDS}\\b`));
    }
    expect(read("app/php/laravel.ini")).toContain(`{MAXIMUM_UPLOAD_MIB:-${DEFAULT_UPLOAD_MIB}}M`);
    expect(read("app/php/laravel.ini")).toContain(`{PHP_POST_MAX_MIB:-${DEFAULT_UPLOAD_MIB + 1}}M`);
    expect(read("app/php/laravel.ini")).toContain(`{REQUEST_SECONDS:-${DEFAULT_REQUEST_SECONDS}}`);
  });

  it("are in order: nginx gives up first, then php-fpm and the load balancer, and at last nginx's idle connection", () => {
    const after = (file: string, name: string) =>
      Number(new RegExp(`${name}=\\$\\(\\(REQUEST_SECONDS \\+ (\\d+)\\)\\)`).exec(read(file))?.[1]);

    expect(read("nginx/templates/site.conf")).toContain("fastcgi_read_timeout ${REQUEST_SECONDS}s;");
    expect(after("app/bin/entrypoint", "FPM_TERMINATE_SECONDS")).toBe(idleTimeoutSeconds(0));
    expect(after("nginx/bin/entrypoint", "KEEPALIVE_SECONDS")).toBeGreaterThan(idleTimeoutSeconds(0));
    expect(webStopSeconds(0)).toBeGreaterThan(0);
  });

  it("reserve the memory of php-fpm that fpm-children subtracts, beside what it shares by default", () => {
    expect(read("app/bin/fpm-children")).toContain(
      `RESERVE=$((RESERVE + ${uploadReserveMiB(DEFAULT_UPLOAD_MIB + 1)} * (UPLOAD - ${DEFAULT_UPLOAD_MIB})))`,
    );
    expect(appFilesMiB(DEFAULT_UPLOAD_MIB)).toBeLessThan(FPM_RESERVE_MIB);
    expect([1, 10, 40].map(nginxMemoryMiB)).toEqual([28, 64, 184]);
  });
});
