import { DataAwsIamOpenidConnectProvider } from "@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import { GITHUB_AUDIENCE, GITHUB_HOST } from "../../facts/names";

export interface GitHubProps {
  /** An account has one such provider: whether this environment makes it, or another did. */
  readonly provider: "create" | "existing";
}

/** GitHub Actions as an identity provider: workflows log in by a token of minutes, and no key is kept anywhere. */
export class GitHub extends Construct {
  private readonly providerArn: string;

  constructor(scope: Construct, id: string, props: GitHubProps) {
    super(scope, id);

    this.providerArn =
      props.provider === "create"
        ? new IamOpenidConnectProvider(this, "provider", {
            url: `https://${GITHUB_HOST}`,
            clientIdList: [GITHUB_AUDIENCE],
          }).arn
        : new DataAwsIamOpenidConnectProvider(this, "provider", { url: `https://${GITHUB_HOST}` }).arn;
  }

  /** Trust in exactly these subjects, e.g. `repo:example/api:environment:production`: no pattern, no fork. */
  public trust(subjects: string[]): DataAwsIamPolicyDocumentStatement {
    return {
      actions: ["sts:AssumeRoleWithWebIdentity"],
      principals: [{ type: "Federated", identifiers: [this.providerArn] }],
      condition: [
        { test: "StringEquals", variable: `${GITHUB_HOST}:aud`, values: [GITHUB_AUDIENCE] },
        { test: "StringEquals", variable: `${GITHUB_HOST}:sub`, values: subjects },
      ],
    };
  }
}
