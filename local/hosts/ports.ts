import type { NetworkBinding, PortMapping } from "@aws-sdk/client-ecs";
import { connect, createServer, type Server } from "node:net";
import type { RunningContainer } from "../containers/runtime";

/** Docker's dynamic ports: the ephemeral range of Linux (`net.ipv4.ip_local_port_range`). */
const FIRST = 32_768;
const LAST = 60_999;

/** The ports of a host. They forward to containers, as Docker's proxy does. */
export class HostPorts {
  private next = FIRST;

  /**
   * @param address of the host, on the loopback interface
   * @param source the address that a container sees as its client
   */
  constructor(
    private readonly address: string,
    private readonly source?: string,
  ) {}

  /** @throws Error with the text of the Docker daemon if the port is taken */
  public async open(mapping: PortMapping, container: RunningContainer): Promise<Forward> {
    const { containerPort = 0, hostPort = 0, protocol = "tcp" } = mapping;
    if (protocol !== "tcp") throw new Error(`the protocol ${protocol} cannot be forwarded here`);
    const target = await container.endpoint(containerPort);
    const local =
      this.source === undefined || target.host === "127.0.0.1" ? {} : { localAddress: this.source };
    const server = createServer({ allowHalfOpen: true }, (client) => {
      const upstream = connect({ ...target, ...local, allowHalfOpen: true });
      client.pipe(upstream).pipe(client);
      client.on("error", () => upstream.destroy()).on("close", () => upstream.destroy());
      upstream.on("error", () => client.destroy()).on("close", () => client.destroy());
    });
    const taken = await this.listen(server, hostPort);
    const binding = { bindIP: "0.0.0.0", containerPort, hostPort: taken, protocol } as const;
    return { binding, close: () => server.close() };
  }

  private async listen(server: Server, wanted: number): Promise<number> {
    for (let attempt = FIRST; attempt <= LAST; attempt++) {
      const port = wanted === 0 ? this.next : wanted;
      if (wanted === 0) this.next = this.next === LAST ? FIRST : this.next + 1;
      const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
        server.once("error", resolve).listen(port, this.address, () => resolve(undefined));
      });
      server.removeAllListeners("error");
      if (!error) return port;
      if (error.code !== "EADDRINUSE") throw error;
      if (wanted !== 0) throw new Error(`Bind for 0.0.0.0:${port} failed: port is already allocated`);
    }
    throw new Error("all ports are allocated");
  }
}

export interface Forward {
  readonly binding: NetworkBinding;
  close(): void;
}
