import { createHash } from "node:crypto";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const BOUNDARY = "----slow";
const PIECES = 8;

/** Sends a form with one file of so many MiB, in pieces over some seconds, and returns the status and the JSON of the answer. */
export async function uploadSlowly(
  url: string,
  { mebibytes, seconds }: { readonly mebibytes: number; readonly seconds: number },
): Promise<{ status: number; json: unknown; sha1: string }> {
  const file = Buffer.alloc(mebibytes * 2 ** 20, "laravel-ecs");
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n`;
  const tail = `\r\n--${BOUNDARY}--\r\n`;
  const sent = request(url, {
    method: "POST",
    headers: {
      "Content-Type": `multipart/form-data; boundary=${BOUNDARY}`,
      "Content-Length": head.length + file.length + tail.length,
    },
  });
  const answer = new Promise<{ status: number; text: string }>((resolve, reject) => {
    sent.once("error", reject).once("response", (response) => {
      let text = "";
      response
        .setEncoding("utf8")
        .on("data", (chunk: string) => (text += chunk))
        .once("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
  });
  sent.write(head);
  for (let piece = 0; piece < PIECES; piece++) {
    await sleep((1000 * seconds) / PIECES);
    sent.write(file.subarray((piece * file.length) / PIECES, ((piece + 1) * file.length) / PIECES));
  }
  sent.end(tail);
  const { status, text } = await answer;
  return {
    status,
    json: status === 200 ? JSON.parse(text) : text,
    sha1: createHash("sha1").update(file).digest("hex"),
  };
}
