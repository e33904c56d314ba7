import { grown } from "../../helpers/fixtures";
import { containers, settings, statement, synthesize } from "../../helpers/stacks";

const output = (name: string) => `\${data.terraform_remote_state.base.outputs.${name}}`;
const secretsOf = (container: Record<string, unknown> | undefined) =>
  Object.fromEntries(
    (container?.secrets as { name: string; valueFrom: string }[]).map(({ name, valueFrom }) => [
      name,
      valueFrom,
    ]),
  );

describe("the migration of an application without a database user of its own", () => {
  it("connects as the application does", () => {
    const { service } = synthesize();
    const [migration] = containers(service, "migrate");

    expect(migration).not.toHaveProperty("environment");
    expect(secretsOf(migration)).toEqual(secretsOf(containers(service, "web")[1]));
  });
});

describe("the migration of an application with a database user of its own", () => {
  const { service } = synthesize(grown);
  const [migration] = containers(service, "migrate");
  const others = containers(service).filter(({ name }) => name !== "migrate" && name !== "nginx");

  it("connects as the privileged user, and makes the other one", () => {
    expect(migration?.environment).toEqual([
      { name: "DB_USERNAME", value: "laravel" },
      { name: "DB_APPLICATION_USERNAME", value: "application" },
    ]);
    expect(secretsOf(migration)).toMatchObject({
      DB_PASSWORD: output("databasePasswordArn"),
      DB_APPLICATION_PASSWORD: output("applicationUserPasswordArn"),
    });
  });

  it("is the only container that has the privileged user's password", () => {
    expect(settings(service)).toContain("DB_USERNAME=application");
    expect(others).toHaveLength(3);
    for (const container of others) {
      expect(secretsOf(container)).toMatchObject({ DB_PASSWORD: output("applicationUserPasswordArn") });
      expect(JSON.stringify(container)).not.toContain("databasePasswordArn");
    }
  });

  it("finds both passwords open to the tasks' execution role", () => {
    expect(statement(service, "OpenSecrets").resources).toEqual(
      expect.arrayContaining([output("databasePasswordArn"), output("applicationUserPasswordArn")]),
    );
  });
});
