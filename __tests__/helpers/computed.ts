/** The time that this process has computed, in milliseconds: other work on the machine does not count. */
export const computed = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
