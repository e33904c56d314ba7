import { useContainers } from "./sandbox/container";
import { describeImages } from "./sandbox/requirements";
import { Stack } from "./sandbox/stack";

/** Runs each statement and prints "done" or MySQL's error number. */
const RUN_STATEMENTS = `
  $options = [PDO::MYSQL_ATTR_SSL_CA => getenv("MYSQL_ATTR_SSL_CA")];
  try {
    $pdo = new PDO("mysql:host=database;dbname=laravel", getenv("DB_USERNAME"), getenv("DB_PASSWORD"), $options);
  } catch (PDOException $error) { exit("refused {$error->getCode()}\\n"); }
  foreach (array_slice($argv, 1) as $statement) {
    try { $pdo->exec($statement); echo "done\\n"; }
    catch (PDOException $error) { echo $error->errorInfo[1], "\\n"; }
  }`;

const COMMAND_DENIED = "1142";

const FIRST_PASSWORD = `it's "one" \\ % _ password`;

/** The migration task creates the database user of the application. */
describeImages("The application's own database user", () => {
  useContainers();
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
    expect(await migrate(FIRST_PASSWORD)).toMatchObject({ code: 0 });
  });

  async function migrate(password: string, environment: Record<string, string> = {}) {
    const migration = stack.app("migrate", {
      command: ["migrate"],
      environment: {
        DB_APPLICATION_USERNAME: "application",
        DB_APPLICATION_PASSWORD: password,
        ...environment,
      },
    });
    const code = await migration.wait();
    return { code, output: `${migration.stdout}${migration.stderr}` };
  }

  const as = (password: string) => ({ DB_USERNAME: "application", DB_PASSWORD: password });

  async function results(password: string, ...statements: string[]): Promise<string[]> {
    const client = stack.app("client", {
      command: ["php", "-r", RUN_STATEMENTS, "--", ...statements],
      environment: as(password),
    });
    await client.wait();
    return client.stdout.trim().split("\n");
  }

  it("serves requests, and can read and write rows", async () => {
    const web = await stack.web("web", { environment: as(FIRST_PASSWORD) });

    expect(await web.json<unknown[]>("/items")).toHaveLength(20);
    expect(
      await results(
        FIRST_PASSWORD,
        "INSERT INTO items (name) VALUES ('new')",
        "UPDATE items SET name = 'newer' WHERE name = 'new'",
        "DELETE FROM items WHERE name = 'newer'",
      ),
    ).toEqual(["done", "done", "done"]);
  });

  it("cannot drop, change or create a table, or read accounts", async () => {
    expect(
      await results(
        FIRST_PASSWORD,
        "DROP TABLE items",
        "ALTER TABLE items ADD COLUMN more INT",
        "CREATE TABLE mine (id INT)",
        "TRUNCATE TABLE items",
        "SELECT * FROM mysql.user",
      ),
    ).toEqual(Array<string>(5).fill(COMMAND_DENIED));
  });

  it("gets a new password at the next migration, and the old one is refused", async () => {
    const { code, output } = await migrate("another");

    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining('connects as "application"') as string,
    });
    expect(await results(FIRST_PASSWORD, "DELETE FROM items WHERE id = 0")).toEqual(["refused 1045"]);
    expect(await results("another", "DELETE FROM items WHERE id = 0")).toEqual(["done"]);
  });

  it("is not created by a user without the permission, with an error that does not contain the password", async () => {
    const { code, output } = await migrate("not-to-be-seen", {
      ...as("another"),
      DB_APPLICATION_USERNAME: "third",
    });

    expect(code).toBe(1);
    expect(output).toContain(
      'cannot create the database user "third" (error 1227). Fix: grant CREATE USER and GRANT OPTION to "application".',
    );
    expect(output).not.toContain("not-to-be-seen");
  });
});
