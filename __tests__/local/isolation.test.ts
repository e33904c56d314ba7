import { isolatedEnvironment, loopback } from "../../local/isolation";

const ENDPOINT = "http://127.0.0.1:4000";
const isolated = (inherited: NodeJS.ProcessEnv) =>
  isolatedEnvironment(ENDPOINT, "ap-northeast-1", "/project/.local/aws", inherited);

describe("the environment of a process that connects to the embedded AWS", () => {
  it("keeps no variable of the user that could redirect it", () => {
    const hostile = {
      AWS_PROFILE: "real",
      AWS_DEFAULT_PROFILE: "real",
      AWS_ACCESS_KEY_ID: "AKIAREAL",
      AWS_SECRET_ACCESS_KEY: "real",
      AWS_SESSION_TOKEN: "real",
      AWS_ENDPOINT_URL: "https://example.com",
      AWS_ENDPOINT_URL_S3: "https://example.com",
      AWS_ENDPOINT_URL_STS: "https://example.com",
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
      AWS_CONFIG_FILE: "/home/taylor/.aws/config",
      AWS_ROLE_ARN: "arn:aws:iam::999999999999:role/real",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/token",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.2/real",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      HTTP_PROXY: "http://proxy",
      https_proxy: "http://proxy",
      ALL_PROXY: "http://proxy",
      NODE_OPTIONS: "--require /real.js",
      TF_CLI_CONFIG_FILE: "/home/taylor/.terraformrc",
      TF_CLI_ARGS: "-destroy",
      TF_VAR_open_secrets: "false",
      TF_WORKSPACE: "other",
      TF_REATTACH_PROVIDERS: "{}",
    };

    expect(isolated(hostile)).toEqual(isolated({}));
  });

  it("keeps which Docker engine builds the images", () => {
    const docker = { DOCKER_HOST: "unix:///run/user/1000/docker.sock", DOCKER_CONTEXT: "rootless" };

    expect(isolated(docker)).toMatchObject(docker);
  });

  it("is this", () => {
    expect(isolated({ PATH: "/bin", HOME: "/home/taylor" })).toMatchInlineSnapshot(`
{
  "AWS_ACCESS_KEY_ID": "embedded",
  "AWS_CONFIG_FILE": "/dev/null",
  "AWS_EC2_METADATA_DISABLED": "true",
  "AWS_ENDPOINT_URL": "http://127.0.0.1:4000",
  "AWS_REGION": "ap-northeast-1",
  "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
  "AWS_SECRET_ACCESS_KEY": "embedded",
  "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
  "CHECKPOINT_DISABLE": "1",
  "CI": "true",
  "DISABLE_VERSION_CHECK": "1",
  "HOME": "/home/taylor",
  "PATH": "/bin",
  "SUPPORT_DAY": "2026-11-24",
  "TF_CLI_CONFIG_FILE": "/project/.local/aws/terraform.rc",
  "TF_INPUT": "0",
  "TF_IN_AUTOMATION": "1",
}
`);
  });
});

describe("loopback", () => {
  it.each(["http://127.0.0.1:4000", "http://[::1]:4000"])("accepts %s", (endpoint) => {
    expect(loopback(endpoint)).toBe(endpoint);
  });

  it.each([
    "https://sts.amazonaws.com",
    "http://localhost:4000",
    "http://127.0.0.1.example.com",
    "http://127.0.0.1@example.com",
    "http://0.0.0.0:4000",
    "http://192.168.0.1:4000",
    "https://127.0.0.1:4000",
  ])("refuses %s", (endpoint) => {
    expect(() => loopback(endpoint)).toThrow("must be on the loopback interface of this machine");
  });

  it("reports what is allowed", () => {
    expect(() => loopback("https://sts.amazonaws.com")).toThrowErrorMatchingInlineSnapshot(
      `"The endpoint of the embedded AWS must be on the loopback interface of this machine, got https://sts.amazonaws.com. Allowed: http://127.0.0.1:<port> or http://[::1]:<port>."`,
    );
  });
});
