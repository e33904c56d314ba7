const BY_NUMBER = new Intl.Collator("en", { numeric: true });

export const compareVersions = (one: string, other: string) => BY_NUMBER.compare(one, other);

export const isBefore = (version: string, other: string) => compareVersions(version, other) < 0;
