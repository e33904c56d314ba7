export interface RequestLimits {
  readonly maximumUploadMiB: number;
  readonly requestSeconds: number;
}

/** The variables from which both images derive the limits of nginx, PHP and PHP-FPM. They win over the environment file. */
export const requestVariables = ({ maximumUploadMiB, requestSeconds }: RequestLimits) => [
  { name: "MAXIMUM_UPLOAD_MIB", value: String(maximumUploadMiB) },
  { name: "REQUEST_SECONDS", value: String(requestSeconds) },
];
