import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { DataAwsAcmCertificate } from "@cdktf/provider-aws/lib/data-aws-acm-certificate";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface CertificateProps {
  /** The first name of the certificate. */
  readonly domainName: string;

  /** Its other names. */
  readonly alternativeNames: readonly string[];
  readonly zoneId: string;

  /** Whether to request a certificate from ACM, or to look up one that was issued for the name. */
  readonly origin: "create" | "existing";
}

/** The certificate of the API's domain. A new one is validated by records in the hosted zone. */
export class Certificate extends Construct {
  /** Available once the certificate is valid, so that no listener gets an invalid one. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);

    const { domainName, alternativeNames, zoneId, origin } = props;

    if (origin === "existing") {
      this.arn = new DataAwsAcmCertificate(this, "existing", {
        domain: domainName,
        statuses: ["ISSUED"],
        // Without them ACM lists only RSA certificates.
        keyTypes: ["RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1"],
        mostRecent: true,
      }).arn;
      return;
    }

    const certificate = new AcmCertificate(this, "certificate", {
      domainName,
      // Also the first name, which ACM adds: without the argument a certificate would keep the names that it had.
      subjectAlternativeNames: [domainName, ...alternativeNames],
      validationMethod: "DNS",
      // A listener always needs a certificate, also while it is replaced.
      lifecycle: { createBeforeDestroy: true },
    });
    const record = (recordId: string, name: string) => {
      const proof = proofOf(certificate, name);
      return new Route53Record(this, recordId, {
        zoneId,
        name: proof("resource_record_name"),
        type: proof("resource_record_type"),
        records: [proof("resource_record_value")],
        ttl: 60,
        // ACM uses the same record for every certificate of a domain.
        allowOverwrite: true,
      });
    };
    const records = [
      record("validation-record", domainName),
      ...withoutTheSameRecord([domainName, ...alternativeNames]).map((name) =>
        record(`validation-record-${name}`, name),
      ),
    ];
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map(({ fqdn }) => fqdn),
    }).certificateArn;
  }
}

/** The part of the certificate's validation options that is for one name. The options are a set, in no order. */
const proofOf =
  ({ terraformResourceType, friendlyUniqueId }: AcmCertificate, name: string) =>
  (attribute: string): string =>
    `\${one([for option in ${terraformResourceType}.${friendlyUniqueId}.domain_validation_options : option.${attribute} if option.domain_name == "${name}"])}`;

/** The names after the first that have a record of their own: a wildcard has that of its domain ("DNS validation", AWS Certificate Manager). */
function withoutTheSameRecord([first = "", ...others]: readonly string[]): string[] {
  const base = (name: string) => name.replace(/^\*\./, "");
  return others.filter(
    (name, index) =>
      base(name) !== base(first) && others.findIndex((other) => base(other) === base(name)) === index,
  );
}
