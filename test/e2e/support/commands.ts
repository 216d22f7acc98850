import type { Run } from "../../support/program.js";
import type { LabHost } from "./lab-host.js";
import { labNixpkgs, nixpawn, program } from "./program.js";

/** What `status --json` says of a container. */
export interface Status {
  readonly name: string;
  readonly state: string;
  readonly addresses: readonly string[];
  readonly generation: number | null;
  readonly system: string | null;
  readonly runningSystem: string | null;
  readonly drift: readonly string[];
  readonly notInEffect: readonly string[];
  readonly uptimeSeconds: number | null;
}

/** nixpawn's commands on a lab host, which is booted when they are called. */
export function commandsOn(host: () => LabHost) {
  const run = (...words: readonly string[]): Promise<Run> => nixpawn(host(), ...words);
  const create = (name: string, ...words: readonly string[]) =>
    run("create", name, "--nixpkgs", labNixpkgs, ...words);

  /** @throws Error when it fails, with what it said */
  async function done(...words: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await run(...words);
    if (exitCode !== 0) throw new Error(`${words.join(" ")}: exit ${String(exitCode)}\n${stderr}`);
    return stdout;
  }

  async function statusOf(...names: readonly string[]): Promise<Status[]> {
    const { containers } = JSON.parse(await done("status", "--json", ...names)) as {
      containers: Status[];
    };
    return containers;
  }

  const leader = (name: string) => host().sh(`machinectl show ${name} --property=Leader --value`);

  /** All that there is of containers on the host. */
  const traces = () =>
    host().sh(`
      ls /etc/nixos-containers /var/lib/nixos-containers /var/lib/nixpawn/unfinished \
        /nix/var/nix/profiles/per-container /nix/var/nix/gcroots/per-container \
        /etc/systemd/system.control /run/nixpawn 2>/dev/null |
        grep -ve '^/' -e '^$' -e multi-user -e subsys || true
      machinectl list --no-legend`);

  /** Kills a command as soon as a condition of bash holds. @throws Error where it ends before */
  async function killedWhen(condition: string, ...words: readonly string[]): Promise<void> {
    await host().sh(`
      ${program} ${words.join(" ")} >/dev/null 2>&1 & nixpawn=$!
      until ${condition}; do kill -0 $nixpawn; done
      kill -KILL $nixpawn
      wait $nixpawn || true`);
  }

  return { create, done, killedWhen, leader, run, statusOf, traces };
}
