import { describe, expect, test } from "@jest/globals";
import { planSummary, showPlan } from "../../src/cli/show-plan.js";
import type { Action, ActionPlan } from "../../src/host/actions/plan-actions.js";

const systems = { before: "/nix/store/1-system", after: "/nix/store/2-system" };
const same = { notes: [], running: true, systems };
const plan: ActionPlan = {
  actions: [
    { ...same, name: "a", kind: "untouched", reasons: [] },
    { ...same, name: "new", kind: "created", reasons: [] },
    {
      ...same,
      name: "web-server",
      kind: "restarted",
      reasons: [
        { key: "system", options: ["config"], ...systems, effect: "reload" },
        {
          key: "LOCAL_ADDRESS",
          options: ["localAddress"],
          before: undefined,
          after: "10.0.0.2",
          effect: "restart",
        },
        {
          key: "EXTRA_NSPAWN_FLAGS",
          options: ["bindMounts", "extraFlags"],
          before: " --bind-ro=/a:/a --volatile",
          after: " --bind=/a:/a --volatile",
          effect: "restart",
        },
      ],
      notes: ["if it runs: systemd cannot be asked"],
    },
    { ...same, name: "z", kind: "untouched", reasons: [] },
  ] satisfies Action[],
  leftOver: ["gone"],
  problems: [],
};

describe("the table of actions", () => {
  const options = {
    closures: new Map([["web-server", ["nginx: 1.28 -> 1.29"]]]),
    colors: false,
    verbose: false,
  };

  test("has a row for each that something happens to, with its reasons", () => {
    expect(showPlan(plan, options)).toBe(
      [
        "created    new",
        "restarted  web-server  config: another system (reload)",
        "                         nginx: 1.28 -> 1.29",
        "                       localAddress: not set -> 10.0.0.2 (restart)",
        "                       bindMounts, extraFlags: without --bind-ro=/a:/a, with --bind=/a:/a (restart)",
        "                       (if it runs: systemd cannot be asked)",
        "untouched  2 containers",
        "left over: gone (--prune removes what the config has no more)",
        "",
      ].join("\n"),
    );
    expect(planSummary(plan)).toBe("1 created, 1 restarted, 2 untouched");
  });

  test("names all with --verbose, and what --prune removes only once", () => {
    const removed: Action = { ...same, name: "gone", kind: "removed", reasons: [] };
    const text = showPlan({ ...plan, actions: [removed] }, { ...options, verbose: true });
    expect(text).toBe("removed    gone\n");
    expect(showPlan(plan, { ...options, verbose: true })).toMatch(
      /^untouched {2}a\n.*config: \/nix\/store\/1-system -> \/nix\/store\/2-system.*\nuntouched {2}z\n/s,
    );
  });
});
