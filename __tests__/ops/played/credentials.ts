/** Imported before everything that reads them: credentials of no account, and time a thousand times as fast. */
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "example",
  AWS_MAX_ATTEMPTS: "2",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  OPS_PACE: "0.001",
});
