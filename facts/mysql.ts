/** The port of MySQL, which the database listens on and Laravel connects to. */
export const MYSQL_PORT = 3306;

/** Whether a version names one patch, e.g. `8.4.6`. `8.4` stands for each of its patches. */
export const isPatch = (version: string): boolean => /^\d+\.\d+\.\d+$/.test(version);
