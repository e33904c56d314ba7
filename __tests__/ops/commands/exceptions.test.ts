import { resolveEnvironments } from "../../../config/resolve-environments";
import { production } from "../../environments/production";
import { exceptionsFrom } from "../../../ops/commands/exceptions";
import { withoutDomain } from "../../e2e/variants";

const exceptionsIn = (input: typeof production) => resolveEnvironments([input]).flatMap(exceptionsFrom);

describe("the exceptions of an environment", () => {
  it("are listed with address, policy and reason", () => {
    expect(exceptionsIn(production)).toEqual(
      expect.arrayContaining([
        "production-base: aws_lb.load-balancer_30A23327\n" +
          "  public-access/internet-facing\n" +
          "  It serves the public API; hosts and database accept connections from inside the network only.",
        "production-base: data.aws_iam_policy_document.ci_deploy-role_permissions_7ED8CCC7\n" +
          "  iam-wildcards/any-resource of LogInToTheRegistry\n" +
          "  It has no resource (Service Authorization Reference, Amazon ECR).",
      ]),
    );
  });

  it("follow what the environment chooses", () => {
    const about = (policy: string, input: typeof production) =>
      exceptionsIn(input).filter((exception) => exception.includes(`\n  ${policy}`)).length;

    expect(about("tls", production)).toBe(0);
    expect(about("tls", withoutDomain(production))).toBe(1);
  });
});
