import { imagesOfIndex } from "../../facts/image-manifest";
import { attestedImage } from "../helpers/attested-image";

const architectures = (manifest: string) =>
  imagesOfIndex(manifest)?.map(({ platform }) => platform?.architecture);

describe("the images of an index", () => {
  it("are those of its platforms, without their attestations", () => {
    const { index, manifests } = attestedImage("v1", ["amd64", "arm64"]);

    expect((JSON.parse(index.content) as { manifests: unknown[] }).manifests).toHaveLength(4);
    expect(architectures(index.content)).toEqual(["amd64", "arm64"]);
    expect(imagesOfIndex(index.content)?.map(({ digest }) => digest)).toEqual([
      manifests[0]?.digest,
      manifests[2]?.digest,
    ]);
  });

  it("are known by their platform where another tool left the annotation out, and the other way round", () => {
    const entry = { digest: "sha256:1" };
    const annotations = { "vnd.docker.reference.type": "attestation-manifest" };
    const manifests = [
      { ...entry, platform: { architecture: "amd64", os: "linux" } },
      { ...entry, platform: { architecture: "unknown", os: "unknown" } },
      { ...entry, annotations },
    ];

    expect(architectures(JSON.stringify({ manifests }))).toEqual(["amd64"]);
  });

  it("are none of the manifest of one image", () => {
    const { manifests } = attestedImage("v1", ["amd64"]);
    expect(imagesOfIndex(manifests[0]?.content ?? "")).toBeUndefined();
  });
});
