import type { LogLine } from "../ecs/log-stream";

/**
 * How the programs of the containers begin an error. Visitors choose the rest of many lines, so an error counts only behind one of
 * these, at the start of a log event. Sources: Monolog's LineFormatter, PHP's and PHP-FPM's log formats, and docker/app/bin.
 */
const BEGINNINGS: readonly RegExp[] = [
  // Laravel, LOG_FORMAT=text.
  /^\[\d{4}-\d\d-\d\d[ T][\d:.+-]{8,24}\] [\w-]{1,40}\.(?:ERROR|CRITICAL|ALERT|EMERGENCY): /,
  // PHP itself, alone and through PHP-FPM.
  /^(?:\[[\w: /+-]{1,40}\] )?(?:NOTICE: PHP message: )?PHP (?:(?:Recoverable f|F)atal error|Parse error|Warning): {1,2}(?:Uncaught [\w\\]{1,200}: )?/,
  // PHP-FPM.
  /^\[\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d\] (?:ERROR|ALERT): /,
  // docker/app/bin/entrypoint and preflight.
  /^entrypoint: (?:(?:cannot use|no response from) database "[^"\n]*" at \S{1,300} as "[^"\n]*"(?: within \d+ s \(DB_WAIT_SECONDS\))?: )?/,
];

/** nginx. Level `error` is left out: it quotes requests, e.g. the path of each file that does not exist. */
const NGINX =
  /^(?:nginx: \[(?:emerg|alert)\] |\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[(?:emerg|alert|crit)\] \d+#\d+: (?:\*\d+ )?)/;

/** How Symfony's console shows an exception, in front of its message. */
const CONSOLE =
  /^\s{0,20}(?:In [\w.-]{1,100} line \d+:|[\w\\]{1,200}(?:Exception|Error))?\s{0,200}(?=SQLSTATE)/;

const LEVELS: readonly unknown[] = ["ERROR", "CRITICAL", "ALERT", "EMERGENCY"];

/**
 * The message of an error that the runtime of a container logged. Undefined for other lines: accesses, lower levels, and what an
 * application prints by itself.
 */
export function runtimeError({ container, text }: LogLine): string | undefined {
  if (container === "nginx") return after(NGINX, text);
  if (text.startsWith("{")) return messageOf(text);
  for (const beginning of BEGINNINGS) {
    const message = after(beginning, text);
    if (message !== undefined) return message;
  }
  // No visitor has a part in the output of a migration.
  return container === "migrate" ? after(CONSOLE, text) : undefined;
}

function after(beginning: RegExp, text: string): string | undefined {
  const found = beginning.exec(text)?.[0];
  return found === undefined ? undefined : text.slice(found.length);
}

/** Laravel, LOG_FORMAT=json. */
function messageOf(text: string): string | undefined {
  try {
    const { level_name: level, message } = JSON.parse(text) as { level_name?: unknown; message?: unknown };
    return LEVELS.includes(level) && typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}
