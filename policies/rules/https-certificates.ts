import type { Policy } from "../policy";

export const httpsCertificates: Policy = {
  name: "https-certificates",
  reason: "A listener cannot speak TLS without a certificate.",
  source: 'AWS: "CreateListener", Elastic Load Balancing API Reference',
  types: ["aws_lb_listener", "aws_alb_listener"],
  check: ({ body }) =>
    (body.protocol === "HTTPS" || body.protocol === "TLS") && body.certificate_arn === undefined
      ? [`protocol is ${body.protocol} and certificate_arn is missing: name a certificate, or use HTTP`]
      : [],
};
