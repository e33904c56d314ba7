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
    ["no credentials", thrown("CredentialsProviderError"), /^There are no AWS credentials/],
    ["a denial", thrown("AccessDeniedException"), /^AWS denied the request: as AWS put it\nFix: /],
    [
      "throttling",
      thrown("ThrottlingException", { $metadata: { attempts: 8 } }),
      /throttled the request 8 times/,
    ],
    [
      "a refused connection",
      thrown("Error", { code: "ECONNREFUSED" }),
      /^AWS cannot be reached \(ECONNREFUSED\)/,
    ],
    ["silence", thrown("TimeoutError"), /^AWS cannot be reached/],
    ["anything else", thrown("ClusterNotFoundException"), /^ClusterNotFoundException: as AWS put it$/],
  ])("explains %s and what to do", (_, error, words) => {
    expect(inWords(error)).toMatch(words);
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
