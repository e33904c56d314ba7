import { ACMClient, DescribeCertificateCommand } from "@aws-sdk/client-acm";
import { GetEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import type { ImportRule, Wanted } from "../rule";

/** As the stacks name the records that prove a domain to ACM and to SES: by what these services have chosen. */
const OF_CERTIFICATE = /^\$\{one\(\[for option in (aws_acm_certificate\.[\w-]+)\.[^"]+"([^"]+)"/;
const OF_SENDER = /^\$\{element\((aws_sesv2_email_identity\.[\w-]+)\.[^,]+, (\d)\)\}/;

/** The import id of a record: `<zone>_<name>_<type>`. */
export const recordId: ImportRule = async (wanted) => {
  const { text, resource } = wanted;
  const zone = await text("zone_id");
  const name = String(resource.config.name);
  const certificate = OF_CERTIFICATE.exec(name);
  if (certificate) {
    const record = await validationRecord(wanted, certificate[1] ?? "", certificate[2]);
    return record && `${zone}_${record.Name?.replace(/\.$/, "")}_${record.Type}`;
  }
  const sender = OF_SENDER.exec(name);
  if (sender) {
    const token = await dkimToken(wanted, sender[1] ?? "", Number(sender[2]));
    return token && `${zone}_${name.replace(OF_SENDER, token)}_${await text("type")}`;
  }
  return `${zone}_${await text("name")}_${await text("type")}`;
};

async function validationRecord(
  { operation, values }: Wanted,
  address: string,
  domainName: string | undefined,
) {
  const CertificateArn = await values.requireId(address);
  const { Certificate } = await operation
    .client(ACMClient)
    .send(new DescribeCertificateCommand({ CertificateArn }));
  return Certificate?.DomainValidationOptions?.find(({ DomainName }) => DomainName === domainName)
    ?.ResourceRecord;
}

async function dkimToken({ operation, values }: Wanted, address: string, key: number) {
  const EmailIdentity = await values.requireId(address);
  const { DkimAttributes } = await operation
    .client(SESv2Client)
    .send(new GetEmailIdentityCommand({ EmailIdentity }));
  return DkimAttributes?.Tokens?.[key];
}
