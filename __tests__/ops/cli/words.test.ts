import { endOf } from "../../../ops/cli/command";
import { Failure, Interruption } from "../../../ops/cli/outcome";
import { Refusal } from "../../../ops/cli/refusal";
import { inWords } from "../../../ops/cli/words";

const thrown = (name: string, more: object = {}) =>
  Object.assign(new Error("as AWS put it"), { name, ...more });

describe("an error of AWS, in words", () => {
  it.each([
    [
      "expired credentials",
      thrown("ExpiredTokenException"),
      /^Your AWS credentials have expired\.\nFix: Log in/,
    ],
    ["unknown credentials", thrown("InvalidClientTokenId"), /^Your AWS credentials are not valid/],
    ["no credentials", thrown("CredentialsProviderError"), /^AWS credentials were not found/],
    ["a denial", thrown("AccessDeniedException"), /^AWS denied the request: as AWS put it\nFix: /],
    [
      "throttling",
      thrown("ThrottlingException", { $metadata: { attempts: 8 } }),
      /throttled the request 8 times/,
    ],
    [
      "a refused connection",
      thrown("Error", { code: "ECONNREFUSED" }),
      /^AWS cannot be reached \(ECONNREFUSED/,
    ],
    ["silence", thrown("TimeoutError"), /^AWS cannot be reached/],
    [
      "a key that will be deleted",
      thrown("KMSInvalidStateException"),
      /^A KMS key cannot be used: as AWS put it\nFix: Make it usable\. `ops doctor` prints the commands/,
    ],
    [
      "a disabled key, as Parameter Store reports it",
      thrown("InvalidKeyId", { message: "no (Service: AWSKMS; Error Code: DisabledException)" }),
      /^A KMS key cannot be used: no/,
    ],
    ["anything else", thrown("ClusterNotFoundException"), /^ClusterNotFoundException: as AWS put it$/],
  ])("explains %s and what to do", (_, error, words) => {
    expect(inWords(error)).toMatch(words);
  });
});

describe("an error that depends on the shell's variables", () => {
  const given = { ...process.env };
  afterEach(() => {
    process.env = { ...given };
  });

  it("names the profile", () => {
    process.env.AWS_PROFILE = "nope";

    expect(inWords(thrown("CredentialsProviderError"))).toBe(
      'The profile "nope" (AWS_PROFILE) has no AWS credentials (as AWS put it).\n' +
        "Fix: Set AWS_PROFILE to a profile of your AWS configuration, or log in: aws sso login --profile 'nope'",
    );
    expect(inWords(thrown("ExpiredToken"))).toContain("aws sso login --profile 'nope'");
  });

  it("names the server that does not answer", () => {
    const unknown = { code: "ENOTFOUND", hostname: "ecs.eu-west-9.amazonaws.com" };
    const refused = { code: "ECONNREFUSED", address: "127.0.0.1", port: 4566 };
    delete process.env.AWS_ENDPOINT_URL;
    expect(inWords(thrown("Error", unknown))).toBe(
      "AWS cannot be reached (ENOTFOUND, ecs.eu-west-9.amazonaws.com).\nFix: Check the network connection, then run the command again.",
    );
    expect(inWords(thrown("Error", refused))).toContain("(ECONNREFUSED, 127.0.0.1:4566)");
    process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1";
    expect(inWords(thrown("TimeoutError"))).toBe(
      "AWS cannot be reached (as AWS put it, http://127.0.0.1:1).\nFix: Check AWS_ENDPOINT_URL and the network connection, then run the command again.",
    );
  });
});

describe("the exit code", () => {
  it.each([
    [1, new Failure("web did not become healthy")],
    [1, thrown("ClusterNotFoundException")],
    [2, new Refusal("another deploy is in progress")],
    [130, new Interruption()],
  ])("is %i after %s", (exitCode, error) => {
    expect(endOf(error)).toMatchObject({ exitCode });
  });
});
