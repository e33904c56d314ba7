import { expectToSurviveKill } from "./service-on-hosts";

it("a service of simulated containers comes back on another host after kill -9 of its host", async () => {
  await expectToSurviveKill("simulated", "is simulated");
}, 60_000);
