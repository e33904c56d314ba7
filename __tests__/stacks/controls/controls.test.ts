import { environmentSchema } from "../../../config/schema/schema";
import { pathsOf } from "../../../config/schema/tree";
import { POLICIES } from "../../../policies/policies";
import { controlIds, controls, STATUSES } from "../../helpers/controls";
import { goldenStacks } from "../../helpers/golden-stacks";
import { statements } from "../../helpers/stacks";
import { ACCESS } from "./access";
import { ASKED } from "./asked";
import { CONTAINERS } from "./containers";
import { DATA } from "./data";
import { HOSTS } from "./hosts";
import { MESSAGES } from "./messages";
import { NETWORK } from "./network";
import { OPTIONS } from "./options";
import { both } from "./production";

const ASSERTIONS = { ...CONTAINERS, ...HOSTS, ...NETWORK, ...DATA, ...MESSAGES, ...ACCESS };

describe("in production", () => {
  it.each(Object.entries(ASSERTIONS))("%s", (_control, holds) => {
    holds();
  });
});

describe("with the option", () => {
  it.each(Object.entries(OPTIONS))("%s", (_control, holds) => {
    holds();
  });
});

describe("actions that AWS cannot limit to a resource", () => {
  it("is this, and nothing else", () => {
    const wide = both
      .flatMap(statements)
      .filter(
        ({ effect, resources }) => effect !== "Deny" && (resources as string[] | undefined)?.includes("*"),
      )
      .map(({ sid }) => sid);

    expect([...new Set(wide)].sort()).toEqual([
      "Administer",
      "AnnounceAlarms",
      "AskWhoRegisteredARevision",
      "FindStoppedTasks",
      "FindTheAgentsEndpoint",
      "FindTheListener",
      "HandleRevisions",
      "LetServicesKeepUsingIt",
      "ListTasks",
      "LogInToTheRegistry",
      "LookAtWhatHasNoResource",
      "LookUp",
      "SecretsInTheEnvironmentFile",
      "ServeTheCluster",
      "SessionManager",
      "UseThroughServices",
    ]);
  });
});

describe("docs/controls.md", () => {
  const table = controls();
  const rowsThatAre = (...statuses: string[]) => table.filter(({ status }) => statuses.includes(status));
  const settings = pathsOf(environmentSchema);

  it("has one row for each control that a scanner requires, and no other row", () => {
    const answered = table.flatMap(({ askedBy }) => askedBy);
    expect(answered.filter((id, index) => answered.indexOf(id) !== index)).toEqual([]);
    expect([...answered].sort()).toEqual([...new Set(Object.values(ASKED).flatMap(controlIds))].sort());
  });

  it("knows what is asked of every type of resource that there is, and of no other", () => {
    const types = new Set(goldenStacks().flatMap(({ stack }) => Object.keys(stack.resource)));
    expect(Object.keys(ASKED).sort()).toEqual([...types].sort());
  });

  it("says first what can be had", () => {
    const order = table.map(({ status }) => STATUSES.indexOf(status));
    expect(order).toEqual([...order].sort());
    expect(new Set(order).size).toBe(STATUSES.length);
  });

  it("names a setting that there is for each option, and what it costs", () => {
    for (const { how, price } of rowsThatAre("option")) {
      expect(settings).toContain(/^`([\w.]+)/.exec(how)?.[1]);
      expect(price).toMatch(/\d USD/);
    }
  });

  it("names the setting that gives up what is on, and what it costs to keep", () => {
    for (const { how, price } of rowsThatAre("on")) {
      expect(settings).toContain(/^off (?:with|without) `([\w.]+)/.exec(how)?.[1]);
      expect(price).toMatch(/USD|free|storage/);
    }
  });

  it("gives a reason for each refusal, and no setting: there is none", () => {
    for (const { how, price } of rowsThatAre("refused")) {
      expect(how.length).toBeGreaterThan(40);
      expect(settings).not.toContain(/^`([\w.]+)/.exec(how)?.[1]);
      expect(price).toMatch(/USD|free|storage|log volume|^–$/);
    }
  });

  it("claims nothing that is not asserted, and leaves out nothing that is", () => {
    const claimed = (...statuses: string[]) => rowsThatAre(...statuses).map(({ control }) => control);
    expect(claimed("always", "on").sort()).toEqual(Object.keys(ASSERTIONS).sort());
    expect(claimed("option")).toEqual(Object.keys(OPTIONS));
  });

  it("names rules that there are for what is held", () => {
    const rules = POLICIES.map(({ name }) => name);
    for (const { how } of rowsThatAre("always")) {
      const named = [...how.matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
      expect(rules).toEqual(expect.arrayContaining(named));
      if (named.length === 0) expect(how).toBe("its assertion alone");
    }
  });
});
