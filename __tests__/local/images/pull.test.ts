import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  PutImageCommand,
} from "@aws-sdk/client-ecr";
import type { ImageBuilder } from "../../../local/images/builder";
import { pull } from "../../../local/images/pull";
import { Registry } from "../../../local/images/registry";
import { TestAccount } from "../test-account";

const REGION = "ap-northeast-1";
const HOST = `123456789012.dkr.ecr.${REGION}.amazonaws.com`;

describe("An image in the embedded registry", () => {
  let account: TestAccount;
  let clients: TestAccount["clients"];
  let registry: string;
  let cache: string;
  let ecr: ECRClient;

  beforeAll(async () => {
    account = await TestAccount.open();
    ({ clients, registry } = account);
    cache = join(account.folder, "cache");
    ecr = new ECRClient(clients);
    await ecr.send(new CreateRepositoryCommand({ repositoryName: "api/app" }));
    await push("v1");
  }, 90_000);

  afterAll(async () => {
    ecr.destroy();
    await account.close();
  });

  const push = (tag: string) =>
    new Registry(registry).push({ export: exportImage } as unknown as ImageBuilder, "app", {
      ecr,
      repositoryName: "api/app",
      tag,
      architecture: "arm64",
    });

  it("is unpacked without what its upper layer removes", async () => {
    const { rootfs, config, digest } = await pull(`${HOST}/api/app:v1`, clients, cache);

    const files = readdirSync(rootfs, { recursive: true, encoding: "utf8" });
    expect(files.sort()).toEqual(["dir", "dir/new", "dir/sub", "dir/sub/kept", "etc", "etc/b", "etc/hosts"]);
    expect(readFileSync(join(rootfs, "dir/new"), "utf8")).toBe("2");
    expect(config).toEqual({ Cmd: ["serve"] });

    const byDigest = await pull(`${HOST}/api/app@${digest}`, clients, cache);
    expect(byDigest.rootfs).toBe(rootfs);
  });

  it("has the digest of its manifest, and a configuration with the architecture of the hosts", async () => {
    const { images: [image] = [] } = await ecr.send(
      new BatchGetImageCommand({ repositoryName: "api/app", imageIds: [{ imageTag: "v1" }] }),
    );
    const manifest = image?.imageManifest ?? "";
    expect(image?.imageId?.imageDigest).toBe(digestOf(manifest));

    const { digest } = (JSON.parse(manifest) as { config: { digest: string } }).config;
    const { downloadUrl } = await ecr.send(
      new GetDownloadUrlForLayerCommand({ repositoryName: "api/app", layerDigest: digest }),
    );
    expect(await (await fetch(downloadUrl!)).json()).toMatchObject({ architecture: "arm64" });
  });

  it.each([
    [
      "tag",
      "api/app:v9",
      `manifest for ${HOST}/api/app:v9 not found: manifest unknown: Requested image not found`,
    ],
    ["repository", "api/none:v1", `repository ${HOST}/api/none not found: name unknown`],
  ])("stops the task in ECS's words if its %s is missing", async (_, reference, reason) => {
    await expect(pull(`${HOST}/${reference}`, clients, cache)).rejects.toThrow(
      `CannotPullContainerError: Error response from daemon: ${reason}`,
    );
  });

  it("is refused if a layer was not pushed, or comes from another registry", async () => {
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: {
        digest: `sha256:${"0".repeat(64)}`,
        size: 2,
        mediaType: "application/vnd.oci.image.config.v1+json",
      },
      layers: [],
    });
    const put = new PutImageCommand({ repositoryName: "api/app", imageTag: "v2", imageManifest });

    await expect(ecr.send(put)).rejects.toMatchObject({ name: "LayersNotFoundException" });
    await expect(pull("example.com/app:v1", clients, cache)).rejects.toThrow("no such host");
  });

  it("is refused if its content is not that of its digest", async () => {
    const other = join(account.folder, "other");
    const { digest } = await pull(`${HOST}/api/app:v1`, clients, other);
    rmSync(other, { recursive: true });
    const [layer] = readdirSync(join(registry, "blobs/sha256")).filter(
      (name) => readFileSync(join(registry, "blobs/sha256", name)).length > 2_000,
    );
    const path = join(registry, "blobs/sha256", layer!);
    const before = readFileSync(path);
    writeFileSync(path, before.subarray(1));

    await expect(pull(`${HOST}/api/app@${digest}`, clients, other)).rejects.toThrow("verification failed");
    writeFileSync(path, before);
    expect(existsSync(join(other, digest.replace(":", "-")))).toBe(false);
  });
});

const digestOf = (content: string | Buffer) => `sha256:${createHash("sha256").update(content).digest("hex")}`;

/** As buildah does, an OCI layout: two layers, of which the second has whiteouts. */
function exportImage(image: string, layout: string): void {
  const blob = (content: string | Buffer, mediaType: string) => {
    const digest = digestOf(content);
    mkdirSync(join(layout, "blobs/sha256"), { recursive: true });
    writeFileSync(join(layout, "blobs", digest.replace(":", "/")), content);
    return { digest, size: content.length, mediaType };
  };
  const layer = (content: string, ...files: string[]) => {
    const root = mkdtempSync(join(tmpdir(), "layer-"));
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), content);
    }
    const tar = execFileSync("tar", ["--create", "--directory", root, "etc", "dir"]);
    rmSync(root, { recursive: true });
    return blob(tar, "application/vnd.oci.image.layer.v1.tar");
  };
  const layers = [
    layer("1", "etc/a", "etc/b", "dir/x", "dir/sub/y"),
    layer("2", "etc/.wh.a", "dir/.wh..wh..opq", "dir/new", "dir/sub/kept"),
  ];
  const config = blob(
    JSON.stringify({ architecture: "amd64", config: { Cmd: ["serve"] } }),
    "application/vnd.oci.image.config.v1+json",
  );
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = blob(JSON.stringify({ schemaVersion: 2, mediaType, config, layers }), mediaType);
  const named = { ...manifest, annotations: { "org.opencontainers.image.ref.name": image } };
  writeFileSync(join(layout, "index.json"), JSON.stringify({ manifests: [named] }));
}
