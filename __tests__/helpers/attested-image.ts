import { createHash } from "node:crypto";
import { OCI_INDEX, OCI_MANIFEST } from "../../facts/image-manifest";

/** A part of an image in a registry: a blob or a manifest. */
export interface Part {
  readonly digest: string;
  readonly content: string;
  readonly mediaType: string;
}

/** What `docker buildx build --sbom=true --provenance=mode=max --push` leaves in a registry. */
export interface AttestedImage {
  readonly index: Part;
  /** The manifests that the index lists: for each platform the image, then its attestations. */
  readonly manifests: readonly Part[];
  readonly blobs: readonly Part[];
}

/** OCI Image Format Specification, "Descriptors". */
const descriptor = ({ digest, mediaType, content }: Part) => ({
  mediaType,
  digest,
  size: Buffer.byteLength(content),
});

const part = (mediaType: string, body: unknown): Part => {
  const content = JSON.stringify(body);
  return { mediaType, content, digest: `sha256:${createHash("sha256").update(content).digest("hex")}` };
};

const CONFIG = "application/vnd.oci.image.config.v1+json";

/** The statements of BuildKit (Docker documentation, "SBOM attestations" and "Provenance attestations"). */
const PREDICATES = ["https://spdx.dev/Document", "https://slsa.dev/provenance/v0.2"];

/**
 * An image for each processor, with an SBOM and its provenance. Docker documentation, "Image attestation storage": the
 * attestations of a platform are one manifest, whose layers are in-toto statements, and whose entry in the index names the
 * platform `unknown/unknown` and the digest of the image.
 */
export function attestedImage(tag: string, architectures: readonly string[]): AttestedImage {
  const platforms = architectures.map((architecture) => {
    const config = part(CONFIG, {
      architecture,
      os: "linux",
      config: { Cmd: [tag] },
      rootfs: { type: "layers", diff_ids: [] },
    });
    const image = part(OCI_MANIFEST, {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: descriptor(config),
      layers: [],
    });
    const statements = PREDICATES.map((predicateType) =>
      part("application/vnd.in-toto+json", {
        _type: "https://in-toto.io/Statement/v0.1",
        predicateType,
        subject: [{ name: tag, digest: { sha256: image.digest.replace("sha256:", "") } }],
        predicate: {},
      }),
    );
    const noImage = part(CONFIG, {
      architecture: "unknown",
      os: "unknown",
      config: {},
      rootfs: { type: "layers", diff_ids: statements.map(({ digest }) => digest) },
    });
    const attestations = part(OCI_MANIFEST, {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: descriptor(noImage),
      layers: statements.map((statement, index) => ({
        ...descriptor(statement),
        annotations: { "in-toto.io/predicate-type": PREDICATES[index] },
      })),
    });
    const entries = [
      { ...descriptor(image), platform: { architecture, os: "linux" } },
      {
        ...descriptor(attestations),
        annotations: {
          "vnd.docker.reference.digest": image.digest,
          "vnd.docker.reference.type": "attestation-manifest",
        },
        platform: { architecture: "unknown", os: "unknown" },
      },
    ];
    return { image, attestations, entries, blobs: [config, noImage, ...statements] };
  });
  return {
    index: part(OCI_INDEX, {
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      // BuildKit lists all images first.
      manifests: [0, 1].flatMap((kind) => platforms.map(({ entries }) => entries[kind])),
    }),
    manifests: platforms.flatMap(({ image, attestations }) => [image, attestations]),
    blobs: platforms.flatMap(({ blobs }) => blobs),
  };
}
