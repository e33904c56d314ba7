import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  ECRClient,
  PutImageCommand,
} from "@aws-sdk/client-ecr";
import type { ImageBuilder } from "../../../local/images/builder";
import { pull } from "../../../local/images/pull";
import { Registry } from "../../../local/images/registry";
import type { AttestedImage } from "../../helpers/attested-image";
import { attestedImage } from "../../helpers/attested-image";
import { TestAccount } from "../test-account";

const REGION = "ap-northeast-1";
const repositoryName = "api/app";
const REFERENCE = `123456789012.dkr.ecr.${REGION}.amazonaws.com/${repositoryName}`;

describe("an image with an SBOM and its provenance, in the embedded registry,", () => {
  let account: TestAccount;
  let clients: TestAccount["clients"];
  let registry: string;
  let ecr: ECRClient;

  beforeAll(async () => {
    account = await TestAccount.open();
    ({ clients, registry } = account);
    ecr = new ECRClient(clients);
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  }, 90_000);

  afterAll(async () => {
    ecr.destroy();
    await account.close();
  });

  /** As buildx pushes: blobs, then the manifests by their digests, then the index by its tag. */
  async function push(imageTag: string, { blobs, manifests, index }: AttestedImage): Promise<void> {
    layOut(registry, blobs);
    for (const { content, mediaType, digest } of manifests) {
      const image = { imageManifest: content, imageManifestMediaType: mediaType, imageDigest: digest };
      await ecr.send(new PutImageCommand({ repositoryName, ...image }));
    }
    const image = { imageManifest: index.content, imageManifestMediaType: index.mediaType };
    await ecr.send(new PutImageCommand({ repositoryName, imageTag, ...image }));
  }

  it("is run from the manifest of its platform, and has the digest of its index", async () => {
    const image = attestedImage("v1", ["amd64", "arm64"]);
    await push("v1", image);
    const pulled = await pull(`${REFERENCE}:v1`, clients, join(account.folder, "cache"));

    expect(pulled).toMatchObject({ digest: image.index.digest, config: { Cmd: ["v1"] } });
    const own = process.arch === "x64" ? 0 : 2;
    const { config } = JSON.parse(image.manifests[own]?.content ?? "") as { config: { digest: string } };
    expect(pulled.id).toBe(config.digest);
  });

  it("runs also where its only platform is another one: local hosts run what the machine can", async () => {
    await push("v2", attestedImage("v2", ["riscv64"]));
    await expect(pull(`${REFERENCE}:v2`, clients, join(account.folder, "cache"))).resolves.toMatchObject({
      config: { Cmd: ["v2"] },
    });
  });

  it("cannot be pulled where it has several platforms, and none for this machine", async () => {
    await push("v3", attestedImage("v3", ["riscv64", "s390x"]));
    await expect(pull(`${REFERENCE}:v3`, clients, join(account.folder, "cache"))).rejects.toThrow(
      /^CannotPullContainerError: .* no matching manifest for linux\/\w+ in the manifest list entries$/,
    );
  });

  it("is pushed as its image alone where Docker exports an index", async () => {
    const { index, manifests, blobs } = attestedImage("v4", ["amd64"]);
    const builder = {
      export: (_: string, layout: string) => {
        layOut(layout, [...blobs, ...manifests, index]);
        const { digest, mediaType } = index;
        writeFileSync(
          join(layout, "index.json"),
          JSON.stringify({ manifests: [{ digest, mediaType, size: 1 }] }),
        );
      },
    } as unknown as ImageBuilder;
    await new Registry(registry).push(builder, "app", {
      ecr,
      repositoryName,
      tag: "v4",
      architecture: "arm64",
    });

    const { images: [found] = [] } = await ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: "v4" }] }),
    );
    const { config } = JSON.parse(found?.imageManifest ?? "") as { config: { digest: string } };
    const path = join(registry, "blobs", config.digest.replace(":", "/"));
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      architecture: "arm64",
      config: { Cmd: ["v4"] },
    });
  });
});

function layOut(layout: string, parts: AttestedImage["blobs"]): void {
  mkdirSync(join(layout, "blobs/sha256"), { recursive: true });
  for (const { digest, content } of parts)
    writeFileSync(join(layout, "blobs", digest.replace(":", "/")), content);
}
