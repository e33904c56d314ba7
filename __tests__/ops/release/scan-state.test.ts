import { scanLine, stateOf } from "../../../ops/release/scan-state";

const lineOf = (...pages: Parameters<typeof stateOf>[0]) =>
  scanLine({ image: "app", tag: "1a2b3c4", ...stateOf(pages) });

const withStatus = (status: "IN_PROGRESS" | "PENDING" | "UNSUPPORTED_IMAGE" | "FAILED" | "LIMIT_EXCEEDED") =>
  lineOf({ imageScanStatus: { status, description: "The reason of ECR." } });

describe("the line of a scan", () => {
  it("has the worst findings first, of both kinds of scans", () => {
    expect(
      lineOf(
        {
          imageScanStatus: { status: "COMPLETE" },
          imageScanFindings: { findings: [{ severity: "MEDIUM" }, { severity: "CRITICAL" }, {}] },
        },
        { imageScanFindings: { findings: [{ severity: "MEDIUM" }] } },
      ),
    ).toBe("scan of app 1a2b3c4: 1 critical, 2 medium, 1 undefined.");
    expect(
      lineOf({
        imageScanStatus: { status: "ACTIVE" },
        imageScanFindings: { enhancedFindings: [{ severity: "UNTRIAGED" }, { severity: "HIGH" }] },
      }),
    ).toBe("scan of app 1a2b3c4: 1 high, 1 untriaged.");
  });

  it("says that there are none", () => {
    expect(lineOf({ imageScanStatus: { status: "COMPLETE" }, imageScanFindings: {} })).toBe(
      "scan of app 1a2b3c4: no findings.",
    );
  });

  it("says why a scan has no result", () => {
    const lines = [
      withStatus("IN_PROGRESS"),
      withStatus("PENDING"),
      withStatus("UNSUPPORTED_IMAGE"),
      withStatus("FAILED"),
      withStatus("LIMIT_EXCEEDED"),
      scanLine({ image: "app", tag: "1a2b3c4", state: "none" }),
      scanLine({ image: "app", tag: "1a2b3c4", state: "unreadable", reason: "You have no permission." }),
    ];

    expect(lines.join("\n")).toMatchInlineSnapshot(`
      "scan of app 1a2b3c4: not finished yet. Amazon ECR shows the result later.
      scan of app 1a2b3c4: not finished yet. Amazon ECR shows the result later.
      scan of app 1a2b3c4: Amazon ECR cannot scan this image. Its guide lists the operating systems that it can scan.
      scan of app 1a2b3c4: failed. FAILED: The reason of ECR.
      scan of app 1a2b3c4: failed. LIMIT_EXCEEDED: The reason of ECR.
      scan of app 1a2b3c4: Amazon ECR has none yet. It scans when an image is pushed.
      scan of app 1a2b3c4: it could not be read. You have no permission."
    `);
  });
});
