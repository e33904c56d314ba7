import {
  CreateOpenIDConnectProviderCommand,
  EntityAlreadyExistsException,
  IAMClient,
} from "@aws-sdk/client-iam";
import { ECRClient, ImageAlreadyExistsException, PutImageCommand } from "@aws-sdk/client-ecr";
import {
  CreateHostedZoneCommand,
  ListHostedZonesByNameCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Environment } from "../config/environment";
import { IMAGES, namesOf } from "../facts/names";
import { Registry } from "./images/registry";
import { loopback } from "./isolation";
import { REGISTRY } from "./project";

const PLACEHOLDER_TAG = "placeholder";

/** The smallest manifest that a registry accepts. Its configuration is an empty object, and it has no layers. */
const PLACEHOLDER_MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  config: {
    mediaType: "application/vnd.docker.container.image.v1+json",
    size: 2,
    digest: "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
  },
  layers: [],
});

const GITHUB_OIDC = "https://token.actions.githubusercontent.com";

/** The configuration of an AWS client that can only connect to the embedded AWS. */
export function clientsOf(endpoint: string, region: string) {
  return {
    endpoint: loopback(endpoint),
    region,
    credentials: { accessKeyId: "embedded", secretAccessKey: "embedded" },
    forcePathStyle: true,
  };
}

type Clients = ReturnType<typeof clientsOf>;

/** The same for what runs in the embedded AWS. Its calls are not among those that a test looks at (moto/questions.py). */
export const insiderClients = (endpoint: string, region: string) => ({
  ...clientsOf(endpoint, region),
  customUserAgent: "embedded-aws-insider",
});

/** Creates what an account has before the first deployment: the hosted zone of the domain, GitHub's identity provider. */
export async function furnishAccount(environment: Environment, clients: Clients): Promise<void> {
  if (environment.domain) await hostedZone(environment.domain.hostedZone, clients);
  if (environment.ci.identity === "github-oidc" && environment.ci.provider === "existing") {
    await githubProvider(clients);
  }
}

async function hostedZone(name: string, clients: Clients): Promise<void> {
  const route53 = new Route53Client(clients);
  const { HostedZones = [] } = await route53.send(new ListHostedZonesByNameCommand({ DNSName: name }));
  if (HostedZones.some((zone) => zone.Name === `${name}.`)) return;
  await route53.send(new CreateHostedZoneCommand({ Name: name, CallerReference: name }));
}

async function githubProvider(clients: Clients): Promise<void> {
  try {
    await new IAMClient(clients).send(
      new CreateOpenIDConnectProviderCommand({ Url: GITHUB_OIDC, ClientIDList: ["sts.amazonaws.com"] }),
    );
  } catch (error) {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  }
}

/** Pushes an image to each repository and sets its image parameter, as CI does. */
export async function pushPlaceholders(environment: Environment, clients: Clients): Promise<void> {
  const names = namesOf(environment);
  new Registry(REGISTRY).write({});
  for (const image of IMAGES) {
    try {
      await new ECRClient(clients).send(
        new PutImageCommand({
          repositoryName: names.repository(image).name,
          imageTag: PLACEHOLDER_TAG,
          imageManifest: PLACEHOLDER_MANIFEST,
        }),
      );
    } catch (error) {
      if (!(error instanceof ImageAlreadyExistsException)) throw error;
    }
    await new SSMClient(clients).send(
      new PutParameterCommand({
        Name: names.imageParameter(image).name,
        Value: PLACEHOLDER_TAG,
        Overwrite: true,
      }),
    );
  }
}
