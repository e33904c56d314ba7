import { DataAwsIamOpenidConnectProvider } from "@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import { GITHUB_AUDIENCE, GITHUB_HOST } from "../../facts/names";
import { equals } from "../aws/conditions";

export interface GitHubProps {
  /** Whether this environment creates the provider, or uses an existing one. An account can have only one. */
  readonly provider: "create" | "existing";
}

/** GitHub Actions as an OIDC identity provider: workflows log in with a short-lived token, and there is no access key. */
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

  /** Trust in exactly these subjects, e.g. `repo:example/api:environment:production`, without patterns and forks. */
  public trust(subjects: string[]): DataAwsIamPolicyDocumentStatement {
    return {
      actions: ["sts:AssumeRoleWithWebIdentity"],
      principals: [{ type: "Federated", identifiers: [this.providerArn] }],
      condition: [equals(`${GITHUB_HOST}:aud`, GITHUB_AUDIENCE), equals(`${GITHUB_HOST}:sub`, ...subjects)],
    };
  }
}
