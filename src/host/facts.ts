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

/** Facts that the conf file has a line for, by its key. */
export const confFacts: Readonly<Record<string, Fact>> = {
  // ExecReload reads the file again, and runs the switch-to-configuration of what it finds.
  SYSTEM_PATH: { options: ["path"], effect: "reload" },
  // What the profile is updated from; read by nobody else.
  FLAKE: { options: ["flake"], effect: "next start" },
  COPY_RESOLV_CONF: { ...atStart("copyResolvConf"), default: "1" },
  PRIVATE_NETWORK: atStart("privateNetwork"),
  HOST_BRIDGE: atStart("hostBridge"),
  HOST_PORT: atStart("forwardPorts"),
  HOST_ADDRESS: atStart("hostAddress"),
  HOST_ADDRESS6: atStart("hostAddress6"),
  LOCAL_ADDRESS: atStart("localAddress"),
  LOCAL_ADDRESS6: atStart("localAddress6"),
  LOCAL_MAC_ADDRESS: atStart("localMacAddress"),
  NETWORK_NAMESPACE_PATH: atStart("networkNamespace"),
  PRIVATE_USERS: { ...atStart("privateUsers"), default: "no" },
  INTERFACES: atStart("interfaces"),
  MACVLANS: atStart("macvlans"),
  // Whether the host starts it when it boots.
  AUTO_START: { options: ["autoStart"], effect: "next start" },
  EXTRA_NSPAWN_FLAGS: { ...atStart("bindMounts", "extraFlags"), default: "" },
};

/** Facts that the conf file cannot say; kept in nixpawn's own line of it, by the option's name. */
export const unitFacts = {
  additionalCapabilities: { ...atStart("additionalCapabilities"), default: "[]" },
  allowedDevices: { ...atStart("allowedDevices"), default: "[]" },
  enableTun: { ...atStart("enableTun"), default: "false" },
  ephemeral: { ...atStart("ephemeral"), default: "false" },
  extraVeths: { ...atStart("extraVeths"), default: "{}" },
  // How long systemd waits for a start.
  timeoutStartSec: { options: ["timeoutStartSec"], effect: "next start", default: '"1min"' },
  tmpfs: { ...atStart("tmpfs"), default: "[]" },
} as const satisfies Readonly<Record<string, Fact>>;

export type UnitFact = keyof typeof unitFacts;

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
