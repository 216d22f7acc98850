import picocolors from "picocolors";
import type { Reason } from "../host/actions/differences.js";
import type { Action, ActionKind, ActionPlan } from "../host/actions/plan-actions.js";

export interface ShowPlanOptions {
  /** Lines on what changes in a container's system, by name of the container. */
  readonly closures: ReadonlyMap<string, readonly string[]>;
  readonly colors: boolean;
  /** Also what nothing happens to, and whole store paths. */
  readonly verbose: boolean;
}

/** The plan of actions as a table for people. */
export function showPlan({ actions, leftOver }: ActionPlan, options: ShowPlanOptions): string {
  const paint = painter(options.colors);
  const shown = actions.filter((one) => options.verbose || !isQuiet(one));
  const width = Math.max(0, ...shown.map(({ name }) => name.length));
  const rows = shown.flatMap((action) => {
    const [first = "", ...rest] = linesOf(action, options);
    const head = `${paint(action.kind)}  ${action.name.padEnd(width)}  ${first}`.trimEnd();
    return [head, ...rest.map((line) => `${" ".repeat(longestKind + width + 4)}${line}`)];
  });
  const quiet = actions.length - shown.length;
  if (quiet > 0) rows.push(`${paint("untouched")}  ${containers(quiet)}`);
  const removable = leftOver.filter((name) => !actions.some((one) => one.name === name));
  if (removable.length > 0) {
    rows.push(`left over: ${removable.join(", ")} (--prune removes what the config has no more)`);
  }
  return rows.map((row) => `${row}\n`).join("");
}

/** The plan as data. */
export function planData({ actions, leftOver }: ActionPlan): Readonly<Record<string, unknown>> {
  return {
    actions: actions.map(({ name, kind, reasons, notes, running, systems }) => ({
      name,
      action: kind,
      running: running ?? null,
      reasons: reasons.map(({ key, options, before, after, effect }) => ({
        key,
        options,
        before: before ?? null,
        after: after ?? null,
        effect,
      })),
      notes,
      systems: { before: systems.before ?? null, after: systems.after ?? null },
    })),
    leftOver,
  };
}

/** How many containers each kind of action is for: "1 created, 3 untouched". */
export function planSummary({ actions }: ActionPlan): string {
  const counted = kinds.flatMap((kind) => {
    const count = actions.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [`${String(count)} ${kind}`];
  });
  return counted.length === 0 ? "no containers" : counted.join(", ");
}

const kinds = [
  "created",
  "removed",
  "restarted",
  "reloaded",
  "untouched",
] as const satisfies readonly ActionKind[];
const longestKind = Math.max(...kinds.map((kind) => kind.length));

function isQuiet({ kind, reasons, notes }: Action): boolean {
  return kind === "untouched" && reasons.length === 0 && notes.length === 0;
}

function linesOf(action: Action, { closures, verbose }: ShowPlanOptions): string[] {
  const inside = (closures.get(action.name) ?? []).map((line) => `  ${line}`);
  return [
    ...action.reasons.flatMap((reason) => [
      reasonText(reason, verbose),
      ...(reason.key === "system" ? inside : []),
    ]),
    ...action.notes.map((note) => `(${note})`),
  ];
}

function reasonText(reason: Reason, verbose: boolean): string {
  const subject = reason.options.length === 0 ? reason.key : reason.options.join(", ");
  const { effect, before, after } = reason;
  if (reason.key === "system" && !verbose) return `${subject}: another system (${effect})`;
  return `${subject}: ${change(reason.key, before, after)} (${effect})`;
}

/** Of a line of words, the words that come and go. */
function change(key: string, before: string | undefined, after: string | undefined): string {
  if (key !== "EXTRA_NSPAWN_FLAGS") return `${before ?? "not set"} -> ${after ?? "not set"}`;
  const [old, now] = [before, after].map((text = "") => text.split(" ").filter(Boolean));
  const gone = (old ?? []).filter((word) => now?.includes(word) !== true);
  const come = (now ?? []).filter((word) => old?.includes(word) !== true);
  const words = [...gone.map((word) => `without ${word}`), ...come.map((word) => `with ${word}`)];
  return words.length === 0 ? "in another order" : words.join(", ");
}

function containers(count: number): string {
  return `${String(count)} container${count === 1 ? "" : "s"}`;
}

function painter(color: boolean): (kind: ActionKind) => string {
  const colors = picocolors.createColors(color);
  const paints: Readonly<Record<ActionKind, (text: string) => string>> = {
    created: colors.green,
    removed: colors.red,
    restarted: colors.yellow,
    reloaded: colors.cyan,
    untouched: colors.dim,
  };
  return (kind) => paints[kind](kind.padEnd(longestKind));
}
