import { confKeys } from "../conf/keys.js";

/**
 * When a change of a container's fact reaches a container that runs:
 * - `reload`: by its own switch-to-configuration, while it goes on running;
 * - `restart`: only what systemd-nspawn or the unit does at the start can bring it about;
 * - `next start`: it is of no use to a container that runs already.
 */
export type Effect = "reload" | "restart" | "next start";

/** Something that a container is made of, as the host keeps it. */
export interface Fact {
  /** The options of `containers.<name>` that decide it. */
  readonly options: readonly string[];
  readonly effect: Effect;
  /** Its text where the host says nothing of it; undefined where there is none. */
  readonly default?: string;
}

const atStart = (...options: readonly string[]): Fact => ({ options, effect: "restart" });

/** Of lines that are not read at the start alone. */
const effects: Readonly<Record<string, Effect>> = {
  // ExecReload reads the file again, and runs the switch-to-configuration of what it finds.
  SYSTEM_PATH: "reload",
  // What the profile is updated from; read by nobody else.
  FLAKE: "next start",
  // Whether the host starts it when it boots.
  AUTO_START: "next start",
};

const defaults: Readonly<Record<string, string>> = { COPY_RESOLV_CONF: "1", PRIVATE_USERS: "no" };

/** Facts that the conf file has a line for, by its key. */
export const confFacts: Readonly<Record<string, Fact>> = Object.fromEntries(
  Object.entries(confKeys).map(([key, options]): [string, Fact] => {
    const usual = defaults[key];
    const fact = { options, effect: effects[key] ?? "restart" } as const;
    return [key, usual === undefined ? fact : { ...fact, default: usual }];
  }),
);

/**
 * Facts that systemd has to know, and that the unit says, not the conf file; kept in nixpawn's own
 * line of it, by the option's name.
 */
export const unitFacts = {
  allowedDevices: { ...atStart("allowedDevices"), default: "[]" },
  enableTun: { ...atStart("enableTun"), default: "false" },
  resourceControl: { ...atStart("resourceControl"), default: "{}" },
  // How long systemd waits for a start.
  timeoutStartSec: { options: ["timeoutStartSec"], effect: "next start", default: '"1min"' },
} as const satisfies Readonly<Record<string, Fact>>;

export type UnitFact = keyof typeof unitFacts;

export function isUnitFact(name: string): name is UnitFact {
  return Object.hasOwn(unitFacts, name);
}

/** The container's system, which its profile leads to. */
export const systemFact: Fact = { options: ["config"], effect: "reload" };

/**
 * Options that are no fact of what runs: what others are worked out from, and how a change is
 * brought about.
 */
export const otherOptions: ReadonlySet<string> = new Set([
  "config",
  "nixpkgs",
  "restartIfChanged",
  "specialArgs",
]);
