import type { Action, Rule, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";

/** A request as the rules of a listener see it. */
export interface Asked {
  readonly host: string;
  readonly path: string;
  readonly query: string;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The protocol and the port of the listener. */
  readonly protocol: string;
  readonly port: number;
}

/** The action for a request: that of the first rule whose conditions are all true. The default rule has none. */
export function actionFor(rules: readonly Rule[], asked: Asked): Action | undefined {
  const inOrder = [...rules].sort((a, b) => priority(a) - priority(b));
  const rule = inOrder.find(({ Conditions = [] }) =>
    Conditions.every((condition) => holds(condition, asked)),
  );
  // Authentication comes before the last action, which answers.
  return rule?.Actions?.at(-1);
}

const priority = ({ Priority = "default" }: Rule) => (Priority === "default" ? Infinity : Number(Priority));

/** Knows the host name, the path and headers. Any other condition is false. */
function holds(
  { Field, Values, HostHeaderConfig, PathPatternConfig, HttpHeaderConfig }: RuleCondition,
  { host, path, headers }: Asked,
): boolean {
  if (Field === "http-header") {
    const { HttpHeaderName = "", Values: values = [] } = HttpHeaderConfig ?? {};
    const given = [headers[HttpHeaderName.toLowerCase()] ?? []].flat();
    // Without regard to case ("Rule condition types", HTTP header conditions).
    return given.some((value) => values.some((each) => like(each, "i").test(value)));
  }
  const patterns = HostHeaderConfig?.Values ?? PathPatternConfig?.Values ?? Values ?? [];
  if (Field === "host-header")
    return patterns.some((each) => like(each, "i").test(host.replace(/:\d+$/, "")));
  return Field === "path-pattern" && patterns.some((each) => like(each).test(path));
}

/** `*` is any number of characters, `?` is one. */
const like = (pattern: string, flags = "") =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.+()[\]{}|]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    flags,
  );

/** The URL that a redirect answers with. */
export function redirection({ RedirectConfig }: Action, asked: Asked): string {
  const { Protocol = "#{protocol}", Host = "#{host}", Port = "#{port}" } = RedirectConfig ?? {};
  const { Path = "/#{path}", Query = "#{query}" } = RedirectConfig ?? {};
  const fill = (text: string) =>
    text.replace(/#\{(\w+)\}/g, (_, name: string) => {
      const values: Record<string, string> = {
        protocol: asked.protocol.toLowerCase(),
        host: asked.host.replace(/:\d+$/, ""),
        port: `${asked.port}`,
        path: asked.path.slice(1),
        query: asked.query,
      };
      return values[name] ?? "";
    });
  const query = fill(Query);
  return `${fill(Protocol).toLowerCase()}://${fill(Host)}:${fill(Port)}${fill(Path)}${query && `?${query}`}`;
}
