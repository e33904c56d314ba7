/**
 * Runs an unpacked Lambda function: loads it once, reads one event per line from standard input, and writes one JSON document
 * per line to standard output: what the function logs, and its result. It ends with its standard input, and removes its folder.
 */
import { existsSync, rmSync, writeSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const [folder, handlerName] = process.argv.slice(2);
let requestId = "-";

const send = (message) => writeSync(1, `${JSON.stringify(message)}\n`);
const log = (text) => send({ log: String(text).replace(/\n$/, "") });
const entry = (level, text) => log([new Date().toISOString(), requestId, level, text].join("\t"));
process.stdout.write = process.stderr.write = (text) => {
  log(text);
  return true;
};
for (const [method, level] of Object.entries({
  log: "INFO",
  info: "INFO",
  debug: "DEBUG",
  warn: "WARN",
  error: "ERROR",
}))
  console[method] = (...args) => entry(level, format(...args));

// AWS has TLS everywhere, so a function may call it by `https`. The embedded AWS speaks plain HTTP on the loopback interface.
const { request } = https;
https.request = (url, ...rest) => (url.protocol === "http:" ? http.request : request)(url, ...rest);

const failure = (error, type) => ({
  errorType: type ?? error?.name ?? "Error",
  errorMessage: String(error?.message ?? error),
  trace: String(error?.stack ?? "").split("\n"),
});

async function load() {
  const [file, name] = handlerName.split(/\.(?=[^.]+$)/);
  const path = [".mjs", ".js", ".cjs"].map((end) => join(folder, `${file}${end}`)).find(existsSync);
  if (!path) throw new Error(`Cannot find module '${file}'`);
  const { [name]: handler } = await import(pathToFileURL(path).href);
  if (typeof handler !== "function") throw new Error(`${handlerName} is undefined or not exported`);
  return handler;
}

async function answer(loaded, { event, context, deadline }) {
  requestId = context.awsRequestId;
  try {
    const handler = await loaded;
    const result = await handler(event, {
      ...context,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    });
    return { result: result ?? null };
  } catch (error) {
    const described = failure(error);
    entry(
      "ERROR",
      `Invoke Error \t${JSON.stringify({ ...described, stack: described.trace, trace: undefined })}`,
    );
    return { error: described };
  }
}

process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const loaded = load();
loaded.catch(() => undefined);
for await (const line of createInterface({ input: process.stdin })) {
  const ended = await answer(loaded, JSON.parse(line));
  send({ ...ended, memory: Math.ceil(process.memoryUsage().rss / 2 ** 20) });
}
process.exit();
