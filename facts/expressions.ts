/**
 * A text of Terraform with its template expressions replaced, each from `${` to the next `}`. A regular expression would need
 * quadratic time for `${${${`.
 */
export function replaceExpressions(text: string, by: (expression: string) => string): string {
  let made = "";
  let end = 0;
  for (;;) {
    const start = text.indexOf("${", end);
    const close = start < 0 ? -1 : text.indexOf("}", start);
    if (close < 0) return made + text.slice(end);
    made += text.slice(end, start) + by(text.slice(start, close + 1));
    end = close + 1;
  }
}
