import type { ServerEndpoint } from "./server-endpoint";

/** A copy of the database that was restored beside it, under its name in RDS. It has the port of the database. */
export interface CopyEndpoint {
  readonly name: string;
  /** Undefined until it listens. */
  readonly target: ServerEndpoint["target"] | undefined;
}

/**
 * Which address a copy of the database has on a network of containers. All copies have the same port, and a client of MySQL does
 * not say which server it wants, so each copy needs an address of its own. It keeps it while it exists.
 */
export class CopyAddresses {
  private readonly places = new Map<string, number>();

  constructor(private readonly copies: () => readonly CopyEndpoint[]) {}

  /** The copies by name, with their addresses. A copy for which no address is left has none. */
  public names(addresses: readonly string[]): Record<string, string> {
    const current = this.copies().map(({ name }) => name);
    for (const name of this.places.keys()) if (!current.includes(name)) this.places.delete(name);
    for (const name of current) {
      if (this.places.has(name)) continue;
      const taken = [...this.places.values()];
      const free = addresses.findIndex((_, place) => !taken.includes(place));
      if (free >= 0) this.places.set(name, free);
    }
    return Object.fromEntries([...this.places].map(([name, place]) => [name, addresses[place] ?? ""]));
  }

  /** Where the copy listens that has the address at this place of the list. */
  public targetAt(place: number): ServerEndpoint["target"] | undefined {
    return this.copies().find(({ name }) => this.places.get(name) === place)?.target;
  }
}
