import { isReservedUser } from "../../facts/mysql-words";
import type { Policy } from "../policy";
import { text } from "../values";

/** For MySQL; any printable character but / ' " @ and space. */
const PASSWORD = /^(?!.*[/'"@\s])[\x21-\x7e]{8,41}$/;

export const databaseCredentials: Policy = {
  name: "database-credentials",
  reason: "RDS refuses them.",
  source: 'AWS: "CreateDBInstance", Amazon RDS API Reference',
  types: ["aws_db_instance"],
  check: ({ body }) => {
    const username = text(body.username);
    const passwords = [text(body.password), text(body.password_wo)].filter(
      (password) => password !== undefined,
    );
    return [
      ...(username !== undefined && isReservedUser(username)
        ? [`username is "${username}", a reserved name: use the application's name`]
        : []),
      ...passwords
        .filter((password) => !PASSWORD.test(password))
        .map(
          ({ length }) =>
            `the password has ${length} characters: use 8 to 41 printable ones without / ' " @ and space`,
        ),
    ];
  },
};
