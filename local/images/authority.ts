import { mkdirSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { once, run } from "./commands";

export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

/**
 * A certificate authority that the local containers trust, instead of Amazon's: as the authority of RDS, and as that of the AWS
 * endpoints. The files stay in `folder`, so that images with the authority stay valid.
 */
export class Authority {
  public readonly folder: string;

  constructor(folder: string) {
    this.folder = once(folder, (directory) => {
      mkdirSync(directory, { recursive: true, mode: 0o755 });
      // prettier-ignore
      run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=Local authority",
        "-keyout", join(directory, "ca-key.pem"), "-out", join(directory, "ca.pem"),
      );
    });
  }

  /** The authority's own certificate. */
  public get certificate(): string {
    return join(this.folder, "ca.pem");
  }

  /** The files of a server certificate for these host names or addresses, of which the first names the files. */
  public server(...[name = "", ...more]: string[]): Certificate {
    const directory = once(join(this.folder, name.replace("*", "any")), (unfinished) => {
      mkdirSync(unfinished, { recursive: true });
      const extensions = join(unfinished, "extensions");
      writeFileSync(extensions, `subjectAltName=${[name, ...more].map(altName).join(",")}`);
      const request = join(unfinished, "request.csr");
      // A name that is longer than 64 characters is only valid as an alternative name.
      // prettier-ignore
      run(
        "openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Local server",
        "-keyout", join(unfinished, "key.pem"), "-out", request,
      );
      // prettier-ignore
      run(
        "openssl", "x509", "-req", "-days", "3650", "-in", request, "-extfile", extensions,
        "-CA", this.certificate, "-CAkey", join(this.folder, "ca-key.pem"), "-CAcreateserial",
        "-out", join(unfinished, "certificate.pem"),
      );
    });
    return { key: join(directory, "key.pem"), certificate: join(directory, "certificate.pem") };
  }
}

const altName = (name: string) => `${isIP(name) ? "IP" : "DNS"}:${name}`;
