import { ACMClient, ImportCertificateCommand } from "@aws-sdk/client-acm";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { clientsOf } from "../../local/account";
import { succeed } from "../../local/processes";

/** Puts an issued certificate for the name into the account, as one that was imported long ago. */
export async function importCertificate(name: string, clients: ReturnType<typeof clientsOf>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  try {
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const selfSigned = [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
    ];
    await succeed("openssl", [
      ...selfSigned,
      "-addext",
      `subjectAltName=DNS:${name}`,
      "-keyout",
      key,
      "-out",
      certificate,
    ]);
    await new ACMClient(clients).send(
      new ImportCertificateCommand({ Certificate: readFileSync(certificate), PrivateKey: readFileSync(key) }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
