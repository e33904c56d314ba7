export const OCI_INDEX = "application/vnd.oci.image.index.v1+json";
export const OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

/** An image's manifest, and the list of its manifests for several processor architectures, in OCI's and in Docker's form. */
export const MANIFEST_TYPES = [
  OCI_INDEX,
  "application/vnd.docker.distribution.manifest.list.v2+json",
  OCI_MANIFEST,
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** One manifest of an index (OCI Image Format Specification, "Image Index Specification"). */
export interface IndexEntry {
  readonly digest: string;
  readonly platform?: { readonly architecture?: string; readonly os?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * BuildKit lists an SBOM and the provenance beside each image, as a manifest for the platform `unknown/unknown` (Docker
 * documentation, "Image attestation storage").
 */
const isAttestation = ({ platform, annotations = {} }: IndexEntry) =>
  annotations["vnd.docker.reference.type"] === "attestation-manifest" || platform?.architecture === "unknown";

/**
 * The images of an index, without attestations.
 *
 * @returns undefined for the manifest of one image
 */
export function imagesOfIndex(manifest: string): readonly IndexEntry[] | undefined {
  const { manifests } = JSON.parse(manifest) as { readonly manifests?: readonly IndexEntry[] };
  return manifests?.filter((entry) => !isAttestation(entry));
}
