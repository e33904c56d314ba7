import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { DataAwsAcmCertificate } from "@cdktf/provider-aws/lib/data-aws-acm-certificate";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface CertificateProps {
  readonly domainName: string;
  readonly zoneId: string;

  /** Whether to request a certificate from ACM, or to look up one that was issued for the name. */
  readonly origin: "create" | "existing";
}

/** The certificate of the API's domain. A new one is validated by a record in the hosted zone. */
export class Certificate extends Construct {
  /** Available once the certificate is valid, so that no listener gets an invalid one. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);

    const { domainName, zoneId, origin } = props;

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
      validationMethod: "DNS",
      // A listener always needs a certificate, also while it is replaced.
      lifecycle: { createBeforeDestroy: true },
    });
    const proof = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(this, "validation-record", {
      zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 60,
      // ACM uses the same record for every certificate of a domain.
      allowOverwrite: true,
    });
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    }).certificateArn;
  }
}
