import type { Server } from "node:http";
import type { Socket } from "node:net";

/** The TCP connections of a server, by the port of the client: a TLS connection cannot be reset by itself. */
export class Connections {
  private readonly sockets = new Map<number | undefined, Socket>();

  constructor(server: Server) {
    server.on("connection", (socket: Socket) => this.sockets.set(socket.remotePort, socket));
  }

  public reset({ remotePort }: Socket): void {
    this.sockets.get(remotePort)?.resetAndDestroy();
  }
}
