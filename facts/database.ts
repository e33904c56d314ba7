/** What the base stack gives every database, and `ops database restore` a restored one. */
export const DATABASE = {
  engine: "mysql",
  storageType: "gp3",
  caCertificate: "rds-ca-rsa2048-g1",
  /** Without standard support the instance fails to start, which is better than a bill for extended support. */
  lifecycleSupport: "open-source-rds-extended-support-disabled",
  /** The logs that RDS exports. Audit and general logs cost more than they are worth here. */
  logs: ["error", "slowquery"],
} as const;

/** The names of the groups of a database. The database itself has the name of the environment. */
export const databaseGroups = (name: string) => ({
  subnetGroup: name,
  securityGroup: `${name}-database`,
  parameterGroup: `${name}-mysql84`,
});
