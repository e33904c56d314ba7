import type { DescribeImageScanFindingsResponse, ScanStatus } from "@aws-sdk/client-ecr";
import type { Image } from "../../facts/names";

/** The severities of ECR and Amazon Inspector, the worst first (Amazon ECR API Reference, ImageScanFinding). */
const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED", "UNTRIAGED"] as const;

/** What a scan found, or why that is not known. */
export type ScanState =
  | { readonly state: "scanned"; readonly findings: Readonly<Record<string, number>> }
  | { readonly state: "unfinished" | "unsupported" | "none" }
  | { readonly state: "failed" | "unreadable"; readonly reason: string };

/** The scan of a released image. */
export type Scan = ScanState & { readonly image: Image; readonly tag: string };

const UNFINISHED: readonly (ScanStatus | undefined)[] = ["IN_PROGRESS", "PENDING"];
/** Amazon Inspector scans again and again, so that its scans are never complete. */
const FINISHED: readonly (ScanStatus | undefined)[] = ["COMPLETE", "ACTIVE"];

/** @param pages all of them: findings are counted here, because AWS does not document whether its counts are those of a page */
export function stateOf(pages: readonly DescribeImageScanFindingsResponse[]): ScanState {
  const { status, description } = pages[0]?.imageScanStatus ?? {};
  if (UNFINISHED.includes(status)) return { state: "unfinished" };
  if (status === "UNSUPPORTED_IMAGE") return { state: "unsupported" };
  if (!FINISHED.includes(status))
    return { state: "failed", reason: [status, description].filter(Boolean).join(": ") };

  const severities = pages.flatMap(({ imageScanFindings: { findings = [], enhancedFindings = [] } = {} }) =>
    [...findings, ...enhancedFindings].map(({ severity }) => severity ?? "UNDEFINED"),
  );
  const known: readonly string[] = SEVERITIES;
  const names = [...known, ...new Set(severities.filter((severity) => !known.includes(severity)))];
  const counts = names.map(
    (name) => [name, severities.filter((severity) => severity === name).length] as const,
  );
  return { state: "scanned", findings: Object.fromEntries(counts.filter(([, count]) => count > 0)) };
}

/** A line of a summary, e.g. `scan of app 1a2b3c4: 1 critical, 12 medium.` */
export function scanLine(scan: Scan): string {
  return `scan of ${scan.image} ${scan.tag}: ${inWords(scan)}`;
}

function inWords(scan: Scan): string {
  switch (scan.state) {
    case "scanned": {
      const counts = Object.entries(scan.findings).map(([name, count]) => `${count} ${name.toLowerCase()}`);
      return `${counts.join(", ") || "no findings"}.`;
    }
    case "unfinished":
      return "not finished yet. Amazon ECR shows the result later.";
    case "unsupported":
      return "Amazon ECR cannot scan this image. Its guide lists the operating systems that it can scan.";
    case "none":
      return "Amazon ECR has none yet. It scans when an image is pushed.";
    case "failed":
      return `failed. ${scan.reason}`;
    case "unreadable":
      return `it could not be read. ${scan.reason}`;
  }
}
