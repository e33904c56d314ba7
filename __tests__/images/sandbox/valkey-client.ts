import { readFileSync } from "node:fs";
import { connect } from "node:tls";

export interface ValkeyAddress {
  readonly host: string;
  readonly port: number;
  /** The name of its certificate. */
  readonly name: string;
  /** The file of the certificate's authority. */
  readonly authority: string;
}

/** Sends commands over TLS, one after the other. Returns the answers as they were sent. */
export function answersOf(
  { name, authority, ...address }: ValkeyAddress,
  ...commands: string[]
): Promise<string> {
  return new Promise((resolve, reject) => {
    let answers = "";
    const socket = connect({ ...address, servername: name, ca: readFileSync(authority) }, () =>
      socket.write([...commands, "quit", ""].join("\r\n")),
    );
    socket.setEncoding("utf8").on("data", (text: string) => (answers += text));
    socket.once("error", reject).once("close", () => resolve(answers.replace(/\+OK\r\n$/, "").trim()));
    socket.setTimeout(5_000, () => socket.destroy(new Error("it does not answer")));
  });
}
