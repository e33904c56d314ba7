import { mistakeIn, resolve } from "../change";

describe("a setting that makes Laravel connect", () => {
  it("needs its port to be open", () => {
    expect(mistakeIn({ "env.MAIL_MAILER": "smtp", "env.MAIL_PORT": "587" })).toMatchInlineSnapshot(`
      "env.MAIL_PORT
        got      "587"
        allowed  443, or a port in hosts.egressPorts: the containers can connect to no other
        fix      Add 587 to hosts.egressPorts."
    `);
    expect(mistakeIn({ "env.REDIS_HOST": "cache.example" })).toMatchInlineSnapshot(`
      "env.REDIS_HOST
        got      "cache.example", so Laravel connects to port 6379, the default of REDIS_PORT
        allowed  443, or a port in hosts.egressPorts: the containers can connect to no other
        fix      Add 6379 to hosts.egressPorts, or set REDIS_PORT."
    `);
  });

  it.each<[string, Record<string, unknown>]>([
    ["its port is open", { "env.MAIL_MAILER": "smtp", "env.MAIL_PORT": "587", "hosts.egressPorts": [587] }],
    ["it uses 443, which is always open", { "env.MAIL_MAILER": "smtp", "env.MAIL_PORT": "443" }],
    ["its default port is open", { "env.REDIS_HOST": "cache.example", "hosts.egressPorts": [6379] }],
    ["mail is only logged", { "env.MAIL_MAILER": "log", "env.MAIL_PORT": "587" }],
  ])("is accepted if %s", (_, changes) => {
    expect(resolve(changes)).toBe("accepted");
  });
});

describe("a driver that calls AWS", () => {
  it.each([
    [
      "FILESYSTEM_DISK",
      "s3",
      'Remove it, and write files: { kind: "create" }: the bucket, the right and the setting follow.',
    ],
    ["MAIL_MAILER", "ses", 'write mail: { kind: "ses"'],
    ["MAIL_MAILER", "ses-v2", 'write mail: { kind: "ses"'],
    ["SESSION_DRIVER", "dynamodb", 'Write "database", or remove it.'],
  ])("is refused, because no role has its rights: %s=%s", (setting, value, fix) => {
    const message = resolve({ [`env.${setting}`]: value });
    expect(message).toContain("allowed  drivers that need no right of the task's role");
    expect(message).toContain(fix);
  });
});

describe("the log channel", () => {
  it.each([
    ["LOG_CHANNEL", "single"],
    ["LOG_CHANNEL", "daily"],
    ["LOG_CHANNEL", "syslog"],
    ["LOG_CHANNEL", "null"],
    ["LOG_STACK", "stderr,single"],
  ])("writes to the output of the container, unlike %s=%s", (setting, value) => {
    expect(resolve({ [`env.${setting}`]: value })).toContain(
      "allowed  a channel that writes to the output of the container; others are lost when it stops",
    );
  });

  it.each(["stack", "stderr", "stdout", "my-channel"])("may be %s", (channel) => {
    expect(resolve({ "env.LOG_CHANNEL": channel })).toBe("accepted");
  });
});
