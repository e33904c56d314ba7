export interface Visits {
  readonly session: { readonly driver: string; readonly visits: number };
  readonly cache: { readonly store: string; readonly visits: number };
}

/** A visit with the cookie of an earlier one, and the cookie that it sets. */
export async function visit(origin: string, cookie = ""): Promise<Visits & { readonly cookie: string }> {
  const response = await fetch(`${origin}/visits`, { headers: { cookie } });
  if (response.status !== 200) throw new Error(await response.text());
  return {
    ...((await response.json()) as Visits),
    cookie: (response.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "",
  };
}
