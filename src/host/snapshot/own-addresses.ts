import { ProblemError } from "../../problems/problem.js";
import { normalizedAddress } from "../../containers/address.js";
import type { HostLayout } from "../layout.js";
import type { HostSystem } from "../system/host-system.js";

/**
 * The addresses of a host's interfaces, without prefixes; where `ip` is there, also of those that are
 * down. Of a system that is being staged, only those that every machine has are known.
 * @throws ProblemError NP502 when it was interrupted
 */
export async function ownAddresses(
  { root, system }: Pick<HostLayout, "root" | "system">,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (root !== "/") return new Set(["127.0.0.1", "::1"]);
  // Node knows only the interfaces that are up.
  const all = [...system.addresses(), ...readAddresses(await ipAddresses(system, signal))];
  return new Set(all.map(normalizedAddress).filter((one) => one !== undefined));
}

/** What `ip` prints; nothing where it is not there, or too old for JSON. */
async function ipAddresses(system: HostSystem, signal: AbortSignal | undefined): Promise<string> {
  try {
    const run = await system.run("ip", ["-json", "address", "show"], { signal });
    return run.exitCode === 0 ? run.stdout : "";
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.problems.some(({ code }) => code === "NP502")) throw error;
    return "";
  }
}

interface IpInterface {
  /** `address` is the other end's, where there is one. */
  readonly addr_info?: readonly { readonly local?: unknown; readonly address?: unknown }[];
}

function readAddresses(json: string): unknown[] {
  try {
    return (JSON.parse(json) as readonly IpInterface[]).flatMap(({ addr_info = [] }) =>
      addr_info.flatMap(({ local, address }) => [local, address]),
    );
  } catch {
    return [];
  }
}
