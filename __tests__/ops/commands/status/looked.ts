import { Played } from "../../played/played";
import type { Observations } from "../../../../ops/diagnosis/observations";
import { status } from "../../../../ops/commands/status/status";
import { environment, healthy, service } from "../../diagnosis/observed";

/** Real time: what is too old to matter is left out. */
export const NOW = new Date();
export const served = service("web", {
  loadBalancers: [{ targetGroupArn: "arn:aws:x:targetgroup/web-1/2" }],
});
export const scheduler = service("scheduler");
export const well: Observations = { ...healthy, at: NOW, services: [served, scheduler] };

/** Counted from the test, not from NOW: on a busy machine minutes lie between the two. */
export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** What `ops status` reports of an environment that is well but for what was seen. */
export async function look(
  seen: Partial<Observations>,
  more: Parameters<typeof Played.open>[2] = {},
  settings: Readonly<Record<string, unknown>> = {},
) {
  const played = await Played.open(environment(settings), { ...well, ...seen }, more);
  try {
    const ended = await played.run(status);
    // It only looks, whatever it finds.
    for (const { action } of played.endpoint.calls) expect(action).toMatch(/^(Get|List|Describe)/);
    return { ...ended, actions: played.endpoint.actions, calls: played.endpoint.calls };
  } finally {
    await played.close();
  }
}
