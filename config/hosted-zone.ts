/** Whether a host name can have a record in a hosted zone. */
export const isInZone = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);
