/** The options of a container that decide a line of its conf file, by the line's key. */
export const confKeys = {
  SYSTEM_PATH: ["path"],
  FLAKE: ["flake"],
  COPY_RESOLV_CONF: ["copyResolvConf"],
  PRIVATE_NETWORK: ["privateNetwork"],
  HOST_BRIDGE: ["hostBridge"],
  HOST_PORT: ["forwardPorts"],
  HOST_ADDRESS: ["hostAddress"],
  HOST_ADDRESS6: ["hostAddress6"],
  LOCAL_ADDRESS: ["localAddress"],
  LOCAL_ADDRESS6: ["localAddress6"],
  LOCAL_MAC_ADDRESS: ["localMacAddress"],
  HOST_INTERFACE: ["hostInterface"],
  EXTRA_VETHS: ["extraVeths"],
  NETWORK_NAMESPACE_PATH: ["networkNamespace"],
  PRIVATE_USERS: ["privateUsers"],
  INTERFACES: ["interfaces"],
  MACVLANS: ["macvlans"],
  AUTO_START: ["autoStart"],
  EPHEMERAL: ["ephemeral"],
  TMPFS: ["tmpfs"],
  BIND: ["bindMounts"],
  BIND_RO: ["bindMounts"],
  CAPABILITIES: ["additionalCapabilities", "enableTun"],
  EXTRA_NSPAWN_FLAGS: ["extraFlags"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ConfKey = keyof typeof confKeys;

/** Where the value of a line comes from in the config, for problems. */
export function optionsOfKey(key: string): readonly string[] {
  return Object.hasOwn(confKeys, key) ? confKeys[key as ConfKey] : [];
}

/** Keys that nixpawn's scripts read, and nixpkgs' do not. */
export const ownKeys: ReadonlySet<string> = new Set<ConfKey>([
  "HOST_INTERFACE",
  "EXTRA_VETHS",
  "EPHEMERAL",
  "TMPFS",
  "BIND",
  "BIND_RO",
  "CAPABILITIES",
]);
