import {
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
} from "@aws-sdk/client-iam";
import type { Found } from "../../../../config/messages/problem";
import { GITHUB_AUDIENCE, GITHUB_HOST } from "../../../../facts/names";
import type { AccountCheck } from "../check";
import { isOwn } from "./own-tags";

interface Provider {
  readonly arn: string;
  readonly audiences: readonly string[];

  /** Whether this environment's stack created it, by its tags. */
  readonly own: boolean;
}

/** An account has one OIDC provider per host: a second CreateOpenIDConnectProvider fails with EntityAlreadyExists. */
export const identityProvider: AccountCheck = {
  subject: "GitHub's OIDC provider",
  reads: ["iam:ListOpenIDConnectProviders", "iam:GetOpenIDConnectProvider"],
  look: async (operation) => {
    const { environment } = operation;
    if (environment.ci.identity !== "github-oidc") return { seen: "none needed for an IAM user" };

    const iam = operation.client(IAMClient);
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    const arn = OpenIDConnectProviderList.find(({ Arn }) => Arn?.endsWith(`/${GITHUB_HOST}`))?.Arn;
    if (arn === undefined) {
      return { seen: "the base stack creates it", problems: withoutProvider(environment.ci.provider) };
    }

    const { Tags = [], ClientIDList = [] } = await iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
    );
    const own = isOwn(environment, Tags);
    return {
      seen: arn,
      problems: withProvider(environment.ci.provider, { arn, own, audiences: ClientIDList }),
    };
  },
};

const withoutProvider = (provider: "create" | "existing"): Found =>
  provider !== "create" && {
    path: "ci.provider",
    got: `"existing", but the account has no OIDC provider for ${GITHUB_HOST}`,
    allowed: '"existing" only where another environment or another project made the provider',
    fix: 'Write provider: "create". If another environment of this account creates it, deploy that one first.',
  };

function withProvider(provider: "create" | "existing", { arn, own, audiences }: Provider): Found {
  if (provider === "create") {
    if (own) return undefined;
    return {
      path: "ci.provider",
      got: `"create", but the account has ${arn}`,
      allowed: '"create" once per account: an account can have only one OIDC provider for this host',
      fix: 'Write provider: "existing".',
    };
  }
  return [
    own && {
      path: "ci.provider",
      got: `"existing", but this environment created ${arn}`,
      allowed: '"create" in the environment that created it: "existing" would delete it',
      fix: 'Write provider: "create".',
    },
    !audiences.includes(GITHUB_AUDIENCE) && {
      path: "ci.provider",
      got: `"existing", but ${arn} does not accept the audience ${GITHUB_AUDIENCE}`,
      allowed: `a provider with the audience ${GITHUB_AUDIENCE}, which the workflows log in with`,
      fix: `Run: aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${GITHUB_AUDIENCE}`,
    },
  ];
}
