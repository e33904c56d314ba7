/** The port of MySQL, which the database listens on and Laravel connects to. */
export const MYSQL_PORT = 3306;
