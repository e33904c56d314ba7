import { mistakeIn, resolve } from "../change";

const BIG = { "hosts.instanceType": "t3.medium" };

describe("scaling", () => {
  it("goes beyond the desired count", () => {
    expect(
      mistakeIn({
        ...BIG,
        "web.desiredCount": 2,
        "web.scaling": { maximum: 2 },
        "hosts.minimum": 2,
        "hosts.maximum": 4,
      }),
    ).toMatchInlineSnapshot(`
     "web.scaling.maximum
       got      2
       allowed  more than web.desiredCount, the minimum, which is 2
       fix      Set it to 3 or more, or remove web.scaling."
    `);
  });

  it("of workers needs workers that are a service", () => {
    expect(mistakeIn({ ...BIG, "worker.scaling": { maximum: 3 } })).toMatchInlineSnapshot(`
     "worker.scaling
       got      an object with maximum, waitSeconds
       allowed  nothing while worker.runs is "sidecar": there are as many workers as web tasks
       fix      Remove it, or set worker.runs to "service"."
    `);
    expect(resolve({ ...BIG, "worker.runs": "none", "worker.scaling": { maximum: 3 } })).toContain(
      'nothing while worker.runs is "none"',
    );
  });

  it("of workers is not triggered by one long job", () => {
    expect(
      mistakeIn({
        ...BIG,
        "worker.runs": "service",
        "worker.scaling": { maximum: 2, waitSeconds: 60 },
      }),
    ).toMatchInlineSnapshot(`
     "worker.scaling.waitSeconds
       got      60, but a job may run for 60 s
       allowed  more than worker.timeoutSeconds: a job in progress counts too, so one long job would add a worker
       fix      Raise it above 60, or lower worker.timeoutSeconds."
    `);
  });
});

describe("capacity for tasks that scale", () => {
  it("holds the maximum of tasks during a deployment, on the maximum of hosts", () => {
    expect(
      mistakeIn({
        ...BIG,
        "web.scaling": { maximum: 8 },
        "worker.runs": "service",
        "worker.scaling": { maximum: 12 },
      }),
    ).toMatchInlineSnapshot(`
     "hosts.maximum
       got      2, but the tasks do not fit during a deployment when scaled out:
                  16 web tasks (8 running, 8 starting) of nginx 64 + app 384 MiB = 7168 MiB
                  24 worker tasks (12 running, 12 starting) of 160 MiB = 3840 MiB
                  1 scheduler task of 160 MiB = 160 MiB
                  1 one-off task (a migration) of 256 MiB = 256 MiB
                  total 11424 MiB
       allowed  the capacity of t3.medium for tasks, on each of 2 hosts:
                  4096 MiB advertised - 269 for the kernel - 128 for the system = 3699 MiB
       fix      One of these:
                  - hosts.maximum: 7
                  - hosts.instanceType: "t3a.2xlarge", the cheapest that fits
                  - hosts.instanceType: "t3.2xlarge", the next size of t3 that fits"
    `);
  });

  it("is enough when one of the fixes is applied", () => {
    const tasks = {
      ...BIG,
      "web.scaling": { maximum: 8 },
      "worker.runs": "service",
      "worker.scaling": { maximum: 12 },
    };
    expect(resolve({ ...tasks, "hosts.maximum": 7 })).toBe("accepted");
  });

  it("can lack memory while CPU is left", () => {
    expect(mistakeIn({ "web.scaling": { maximum: 4, cpuUnits: 128 } })).toMatchInlineSnapshot(`
     "hosts.maximum
       got      2, but the tasks do not fit during a deployment when scaled out:
                  8 web tasks (4 running, 4 starting) of nginx 64 + app 384 + worker 160 MiB = 4864 MiB
                  1 scheduler task of 160 MiB = 160 MiB
                  1 one-off task (a migration) of 256 MiB = 256 MiB
                  total 5280 MiB
       allowed  the capacity of t3.small for tasks, on each of 2 hosts:
                  2048 MiB advertised - 167 for the kernel - 128 for the system = 1753 MiB
       fix      One of these:
                  - web.scaling.maximum: 2 or less
                  - hosts.maximum: 5
                  - hosts.instanceType: "t3a.medium", the cheapest that fits
                  - hosts.instanceType: "t3.medium", the next size of t3 that fits"
    `);
  });

  it("is also checked for the minimum of tasks, on the minimum of hosts", () => {
    expect(mistakeIn({ ...BIG, "web.desiredCount": 2, "web.scaling": { maximum: 3 }, "hosts.maximum": 4 }))
      .toMatchInlineSnapshot(`
     "web.scaling.cpuUnits
       got      512, but the tasks do not fit during a deployment:
                  4 web tasks (2 running, 2 starting) of 512 CPU units = 2048 CPU units
                  1 scheduler task of 64 CPU units = 64 CPU units
                  1 one-off task (a migration) of 64 CPU units = 64 CPU units
                  total 2176 CPU units
       allowed  the capacity of t3.medium for tasks:
                  2 vCPUs of 1024 = 2048 CPU units
       fix      One of these:
                  - web.scaling.cpuUnits: 480 or less
                  - hosts.instanceType: "t3a.xlarge", the cheapest that fits
                  - hosts.instanceType: "t3.xlarge", the next size of t3 that fits
                  - hosts.minimum: 2 (and hosts.maximum above it)"
    `);
  });

  it("ignores CPU if nothing scales on it", () => {
    expect(resolve({ ...BIG, "worker.runs": "service", "worker.scaling": { maximum: 4 } })).toBe("accepted");
  });
});
