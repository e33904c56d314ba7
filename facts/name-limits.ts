/** Load balancers and target groups ("CreateLoadBalancer", "CreateTargetGroup", Elastic Load Balancing API). */
export const LONGEST_LOAD_BALANCER_NAME = 32;

/**
 * "Bucket naming rules", Amazon S3 User Guide. Dots are excluded too, because S3's TLS certificate does not match names that
 * contain them.
 */
export const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** The first name of a certificate is its common name ("RequestCertificate", AWS Certificate Manager API Reference). */
export const LONGEST_CERTIFICATE_NAME = 64;
