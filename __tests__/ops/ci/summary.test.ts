import { summaryOf } from "../../../ops/ci/summary";

describe("the summary of a deploy", () => {
  it("says what runs", () => {
    expect(summaryOf("4e0f97c", '{"environment":"production","ok":true}')).toBe(
      "### production: 4e0f97c was deployed",
    );
  });

  it("says what does not, and why", () => {
    const reason = "The web service was rolled back.\n  app exited with 1";

    expect(summaryOf("4e0f97c", JSON.stringify({ environment: "production", ok: false, reason }))).toBe(
      "### production: 4e0f97c was not deployed\n\n" +
        "<pre>The web service was rolled back.&#10;  app exited with 1</pre>",
    );
  });

  it("has what the scans of the images found", () => {
    const scans = [
      { image: "app", tag: "4e0f97c", state: "scanned", findings: { CRITICAL: 1, LOW: 2 } },
      { image: "nginx", tag: "4e0f97c", state: "failed", reason: "FAILED: <b>" },
    ];

    expect(summaryOf("4e0f97c", JSON.stringify({ environment: "production", ok: true, scans }))).toBe(
      "### production: 4e0f97c was deployed\n\n" +
        "<pre>scan of app 4e0f97c: 1 critical, 2 low.&#10;scan of nginx 4e0f97c: failed. FAILED: &lt;b&gt;</pre>",
    );
  });

  it("shows a log line as text, whatever is in it", () => {
    const reason = "</pre><script>alert(1)</script>\n\n# @everyone ```";

    expect(summaryOf("x", JSON.stringify({ environment: "production", ok: false, reason }))).toContain(
      "<pre>&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#10;&#10;# @everyone ```</pre>",
    );
  });

  it("sends to the log when the deploy was never reached", () => {
    expect(summaryOf("", "")).toMatch(/Not deployed\n\nAn earlier step failed/);
  });
});
