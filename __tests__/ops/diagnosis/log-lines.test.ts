import { causes, container, explained, line, minutesAgo, stopped, waiting } from "./observed";
import { REAL_LINES } from "./real-lines";
import { VISITOR_LINES } from "./visitor-lines";

const REFUSED = "[2026-11-24 03:00:00] production.ERROR: SQLSTATE[HY000] [2002] Connection refused";

describe("What containers complain about", () => {
  it.each(REAL_LINES)("is explained, in %s: %s", (name, text, cause) => {
    expect(causes({ logs: [line(name, text), line(name, text)] })).toEqual([cause]);
  });

  it("comes with the line itself", () => {
    expect(explained({ logs: [line("worker", REFUSED)] })).toMatchInlineSnapshot(`
     "database-unreachable: worker: the database cannot be reached
     The database is down, restarting or failing over, or its security group does not allow the hosts. The log shows: [2026-11-24 03:00:00] production.ERROR: SQLSTATE[HY000] [2002] Connection refused
     Check its status: aws rds describe-db-instances --db-instance-identifier shop-test --query 'DBInstances[].DBInstanceStatus' --region eu-west-1"
    `);
  });

  it("comes with a restart of each service where the password was rotated", () => {
    const refused = line("app", REFUSED.replace("[2002] Connection refused", "[1045] Access denied"));
    const fix = explained({ logs: [refused] });
    for (const service of ["web", "scheduler"]) {
      expect(fix).toContain(
        `\naws ecs update-service --cluster shop-test --service ${service} --force-new-deployment --region eu-west-1`,
      );
    }
  });

  it("is over when it was not repeated", () => {
    expect(causes({ logs: [{ ...line("app", REFUSED), at: minutesAgo(6) }] })).toEqual([]);
    expect(causes({ logs: [{ ...line("app", REFUSED), at: minutesAgo(4) }] })).toEqual([
      "database-unreachable",
    ]);
  });

  it("is nothing in an ordinary log", () => {
    expect(
      causes({ logs: [line("app", "GET /up 200"), line("app", "production.ERROR: Card declined")] }),
    ).toEqual([]);
  });
});

describe("What visitors write into the logs", () => {
  it("is tried with at least 40 lines", () => {
    expect(VISITOR_LINES.length).toBeGreaterThanOrEqual(40);
  });

  it.each(VISITOR_LINES)("changes no verdict, in %s: %s", (name, text) => {
    expect(causes({ logs: [line(name, text), line(name, text)] })).toEqual([]);
  });

  it.each(VISITOR_LINES)("does not change why a task stopped, in %s: %s", (name, text) => {
    const crash = {
      services: [waiting("web")],
      tasks: [
        stopped("web", [container(name, { exitCode: 1 })], {
          stoppedReason: "Essential container in task exited",
          stopCode: "EssentialContainerExited",
        }),
      ],
    };
    expect(causes({ ...crash, logs: [line(name, text)] })).toEqual(causes(crash));
  });

  it("is not quoted as the reason from nginx's access log", () => {
    const tasks = [stopped("web", [container("nginx", { exitCode: 1 })])];
    const logs = [
      line("nginx", "2026/11/24 03:00:00 [emerg] 1#1: host not found in upstream"),
      line("nginx", '{"uri":"/","user_agent":"fatal error"}'),
    ];
    expect(explained({ services: [waiting("web")], tasks, logs })).toContain("[emerg] 1#1: host not found");
  });
});
