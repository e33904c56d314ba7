import { AwsV4Signer } from "aws4fetch";
import fc from "fast-check";
import { sign } from "../../../lambda/deploy-notifier/sign";

const printable = fc.string({ minLength: 1, maxLength: 40 });

describe("sign", () => {
  it("makes the same signature as another implementation", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          host: fc.constantFrom("https://ecs.eu-west-1.amazonaws.com/", "http://127.0.0.1:4566/a/b"),
          action: fc.stringMatching(/^[A-Z][A-Za-z]{1,30}$/),
          body: fc.json(),
          service: fc.constantFrom("ecs", "ssm", "logs"),
          region: fc.constantFrom("eu-west-1", "ap-northeast-1"),
          accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
          secretAccessKey: printable,
          sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,80}$/), { nil: undefined }),
          now: fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
        }),
        async ({ host, action, body, service, region, now, ...credentials }) => {
          const url = new URL(host);
          const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": action };
          const environment = {
            AWS_REGION: region,
            AWS_ACCESS_KEY_ID: credentials.accessKeyId,
            AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
            AWS_SESSION_TOKEN: credentials.sessionToken,
          };
          const ours = sign(url, service, action, body, environment, now);
          const theirs = await new AwsV4Signer({
            url: url.href,
            headers,
            body,
            service,
            region,
            accessKeyId: credentials.accessKeyId,
            secretAccessKey: credentials.secretAccessKey,
            ...(credentials.sessionToken ? { sessionToken: credentials.sessionToken } : {}),
            datetime: now.toISOString().replace(/[:-]|\.\d{3}/g, ""),
            allHeaders: true,
          }).sign();
          expect(ours.authorization).toBe(theirs.headers.get("authorization"));
        },
      ),
    );
  });
});
