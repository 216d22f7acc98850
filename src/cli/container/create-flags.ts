import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import { checkRules } from "../../spec/rules.js";
import { checkShape } from "../../spec/schema.js";
import { ProblemError, type Problem } from "../../problems/problem.js";
import { bindsOf, deviceOf, limitsOf, misuse, numberOf, pairsOf, portOf } from "./flag-texts.js";

/** The options of `nixpawn create` that say what the container is like. */
export interface CreateFlags {
  readonly autoStart?: boolean | undefined;
  readonly hostNetwork?: boolean | undefined;
  readonly privateNetwork?: boolean | undefined;
  readonly hostAddress?: string | undefined;
  readonly hostAddress6?: string | undefined;
  readonly localAddress?: string | undefined;
  readonly localAddress6?: string | undefined;
  readonly localMacAddress?: string | undefined;
  readonly bridge?: string | undefined;
  readonly hostInterface?: string | undefined;
  readonly extraVeth?: readonly string[] | undefined;
  readonly port?: readonly string[] | undefined;
  readonly interface?: readonly string[] | undefined;
  readonly macvlan?: readonly string[] | undefined;
  readonly networkNamespace?: string | undefined;
  readonly bind?: readonly string[] | undefined;
  readonly bindRo?: readonly string[] | undefined;
  readonly tmpfs?: readonly string[] | undefined;
  readonly privateUsers?: string | undefined;
  readonly capability?: readonly string[] | undefined;
  readonly device?: readonly string[] | undefined;
  readonly enableTun?: boolean | undefined;
  readonly ephemeral?: boolean | undefined;
  readonly noResolvConf?: boolean | undefined;
  readonly limit?: readonly string[] | undefined;
  readonly timeoutStart?: string | undefined;
  readonly nspawnFlag?: readonly string[] | undefined;
}

/**
 * Rules that are about rebuilding a host, about a `config` in TypeScript, or about a network without
 * addresses: `create` gives it a pair of them.
 */
const notHere = new Set(["NP204", "NP212", "NP220"]);

/**
 * The options of a container that flags name, held to the schema and the rules of a config.
 * @returns the options, and warnings
 * @throws ProblemError NP1xx, NP2xx
 */
export function optionsOfFlags(
  name: string,
  flags: CreateFlags,
): { readonly options: ContainerOptions; readonly warnings: readonly Problem[] } {
  const given: Record<string, unknown> = {
    privateNetwork: isPrivate(flags),
    autoStart: flags.autoStart,
    hostAddress: flags.hostAddress,
    hostAddress6: flags.hostAddress6,
    localAddress: flags.localAddress,
    localAddress6: flags.localAddress6,
    localMacAddress: flags.localMacAddress,
    hostBridge: flags.bridge,
    hostInterface: flags.hostInterface,
    extraVeths: pairsOf(flags.extraVeth),
    forwardPorts: flags.port?.map(portOf),
    interfaces: flags.interface,
    macvlans: flags.macvlan,
    networkNamespace: flags.networkNamespace,
    bindMounts: bindsOf(flags.bind, flags.bindRo),
    tmpfs: flags.tmpfs,
    privateUsers: numberOf(flags.privateUsers),
    additionalCapabilities: flags.capability,
    allowedDevices: flags.device?.map(deviceOf),
    enableTun: flags.enableTun,
    ephemeral: flags.ephemeral,
    copyResolvConf: flags.noResolvConf === true ? false : undefined,
    resourceControl: limitsOf(flags.limit),
    timeoutStartSec: flags.timeoutStart,
    extraFlags: flags.nspawnFlag,
  };
  const options = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  // Where its system comes from is said, and looked at, apart.
  const containers = { [name]: { ...options, path: "/nix" } };
  const shape = checkShape(containers);
  const found = (shape.length > 0 ? shape : checkRules(containers, "systemd.containers")).filter(
    ({ code }) => !notHere.has(code),
  );
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ProblemError(errors);
  return { options, warnings: found };
}

/** nixos-container gives every container a network of its own. */
function isPrivate({ hostNetwork, privateNetwork, networkNamespace }: CreateFlags): boolean {
  if (hostNetwork === true && privateNetwork === true) {
    throw misuse("give `--private-network` or `--host-network`, not both");
  }
  return privateNetwork ?? (hostNetwork !== true && networkNamespace === undefined);
}
