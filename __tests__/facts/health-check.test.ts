import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FPM_CHILD_MIB, FPM_HEALTH_MIB, FPM_RESERVE_MIB } from "../../facts/container-variables";
import { HEALTH_CHECK } from "../../facts/health-check";

const read = (file: string) => readFileSync(join(__dirname, "../../docker", file), "utf8");

describe("the images", () => {
  it("end a health check when the load balancer gives up", () => {
    const pool = read("app/fpm/php-fpm.conf").split("[health]")[1] ?? "";

    expect(pool).toContain(`\nrequest_terminate_timeout = ${HEALTH_CHECK.timeoutSeconds}s\n`);
  });

  it("have the path of the load balancer's check as their default", () => {
    expect(read("app/Dockerfile")).toContain(`HEALTH_CHECK_PATH=${HEALTH_CHECK.path} `);
    expect(read("app/preload/probe.php")).toContain(`Request::create('${HEALTH_CHECK.path}'`);
  });

  it("compute with the memory that the configuration is checked with", () => {
    const script = read("app/bin/fpm-children");

    expect(script).toContain(`\nHEALTH=${FPM_HEALTH_MIB}\n`);
    expect(script).toContain(`FPM_RESERVE_MIB:-${FPM_RESERVE_MIB}}`);
    expect(script).toContain(`FPM_CHILD_MIB:-${FPM_CHILD_MIB}}`);
  });
});
