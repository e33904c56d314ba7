import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { NETWORK } from "./container";

/** Reaches a copy of the database from containers, at a port of this machine. */
export async function tunnelTo(target: { host: string; port: number }) {
  const server = createServer((client) => {
    const upstream = connect(target);
    client.on("error", () => upstream.destroy()).pipe(upstream);
    upstream.on("error", () => client.destroy()).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, NETWORK.hostAddress, resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}
