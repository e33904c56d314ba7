import { scansOf } from "../../../ops/release/scan";
import { attestedImage } from "../../helpers/attested-image";
import { environment, healthy } from "../diagnosis/observed";
import type { Answers } from "../played/endpoint";
import { Played } from "../played/played";
import { AwsError } from "../played/protocols";

const INDEX = attestedImage("v1", ["arm64", "amd64"]);
const PLAIN = attestedImage("v2", ["amd64"]).manifests[0]!;

const SEVERITIES = ["HIGH", "CRITICAL", "HIGH", "LOW"];

/** The app image is an index, nginx is one image. */
const images: Answers = {
  BatchGetImage: ({ repositoryName }: { repositoryName: string }) => ({
    images: [{ imageManifest: repositoryName.endsWith("/app") ? INDEX.index.content : PLAIN.content }],
  }),
};

interface Asked {
  readonly imageId: { imageDigest?: string; imageTag?: string };
  readonly nextToken?: string;
}

/** Scans whose pages have one finding. */
const inPages = ({ imageId, nextToken = "0" }: Asked) => {
  const index = Number(nextToken);
  return {
    imageId,
    imageScanStatus: { status: "COMPLETE" },
    imageScanFindings: { findings: [{ name: `CVE-2026-${index}`, severity: SEVERITIES[index] }] },
    ...(index + 1 < SEVERITIES.length ? { nextToken: String(index + 1) } : {}),
  };
};

async function scans(answer: (input: Asked) => unknown) {
  const played = await Played.open(environment(), healthy, {
    ecr: { ...images, DescribeImageScanFindings: answer },
  });
  try {
    const { exitCode, facts } = await played.run(async (operation) => ({
      scans: await scansOf(operation, { app: "v1", nginx: "v2" }),
    }));
    const asked = played.endpoint.inputsOf("ecr:DescribeImageScanFindings");
    return { exitCode, scans: facts.scans as Awaited<ReturnType<typeof scansOf>>, asked };
  } finally {
    await played.close();
  }
}

describe("the scans of a release", () => {
  it("are counted by severity over all pages", async () => {
    const { scans: found, asked } = await scans(inPages);

    expect(found).toEqual(
      [
        ["app", "v1"],
        ["nginx", "v2"],
      ].map(([image, tag]) => ({ image, tag, state: "scanned", findings: { CRITICAL: 1, HIGH: 2, LOW: 1 } })),
    );
    expect(asked).toHaveLength(2 * SEVERITIES.length);
  });

  it("are those of the hosts' platform: ECR scans no index, and no attestation", async () => {
    const { asked } = await scans(inPages);
    const ids = new Set(asked.map(({ imageId }) => JSON.stringify(imageId)));

    // The third manifest is the image for amd64.
    expect(ids).toEqual(
      new Set([
        JSON.stringify({ imageDigest: INDEX.manifests[2]?.digest }),
        JSON.stringify({ imageTag: "v2" }),
      ]),
    );
  });

  it("are none where ECR has not scanned", async () => {
    const { scans: found } = await scans(() => new AwsError("ScanNotFoundException", "no scan"));
    expect(found).toMatchObject([{ state: "none" }, { state: "none" }]);
  });

  it("never end a release, e.g. where the role is older than its permission", async () => {
    const { exitCode, scans: found } = await scans(
      () => new AwsError("AccessDeniedException", "not authorized to perform: ecr:DescribeImageScanFindings"),
    );

    expect(exitCode).toBe(0);
    expect(found).toMatchObject([
      { state: "unreadable", reason: expect.stringContaining("not authorized") as string },
      { state: "unreadable" },
    ]);
  });
});
