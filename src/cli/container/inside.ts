import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import { containerAddresses, hasOwnNetwork } from "../../host/snapshot/container-addresses.js";
import {
  confOfExisting,
  existingContainer,
  runningRoot,
} from "../../host/snapshot/existing-container.js";
import { hostKey } from "../../host/host-key.js";
import { hostLayout } from "../../host/layout.js";
import { machineLeader } from "../../host/snapshot/machines.js";
import { processStart } from "../../host/snapshot/running-process.js";
import { thisHost } from "../../host/system/this-host.js";
import { unitProperties } from "../../host/systemd.js";
import { runProgram } from "../../nix/program/run.js";
import { NP901 } from "../../problems/codes/cli.js";
import { NP723, NP728, NP729, NP730 } from "../../problems/codes/host.js";
import { ProblemError } from "../../problems/problem.js";
import type { GlobalOptions } from "../options.js";
import { hostCommand } from "./host-command.js";
import { hungUp, runOnTerminal } from "./run-on-terminal.js";
import { unexpanded } from "./unexpanded.js";
import { withoutTerminals } from "./without-terminals.js";

export interface OneContainer extends GlobalOptions {
  readonly name: string;
}

/**
 * `nixpawn run NAME -- COMMAND …`: runs it as root in a container, its streams and its exit code as
 * they are. systemd-run(1) makes it a unit of the container, which a later stop ends with the rest.
 */
export async function run(
  options: OneContainer & { readonly words: readonly string[] },
): Promise<number> {
  const { name, words } = options;
  let exitCode = 0;
  const failed = await hostCommand(options, async (signal) => {
    if (words.length === 0) {
      throw new ProblemError([NP901.noCommand()]);
    }
    const { leader } = await runningContainer(name, signal);
    const began = processStart(leader);
    const onTerminal = process.stdin.isTTY && process.stdout.isTTY;
    exitCode = await (onTerminal ? runOnTerminal : runPiped)(name, words, signal);
    // Cut off from the container, systemd-run ends as if all were well.
    if ([0, hungUp].includes(exitCode) && !(await isUpSince(name, { leader, began }, signal))) {
      throw new ProblemError([NP723.cutOff({ name, hint: `nixpawn start ${name}` })]);
    }
    return {};
  });
  return failed === 0 ? exitCode : failed;
}

/**
 * Runs a command in a container with our streams as its own, but for terminals: root in a container
 * could type on ours (TIOCSTI, ioctl_tty(2)). @returns its exit code
 */
async function runPiped(
  name: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const unit = `nixpawn-run-${randomUUID()}.service`;
  const command = [
    ...["--machine", name, "--unit", unit, "--quiet", "--wait", "--collect"],
    ...["--service-type=exec", "--pipe"],
    // Its own environment, as a login has it; the shell tells a signal by its exit code.
    ...["--setenv=HOME=/root", "--"],
    ...["/bin/sh", "-l", "-c", wrapper, "sh", ...words].map(unexpanded),
  ];
  const ended = await withoutTerminals(async (streams) => {
    try {
      return await runProgram("systemd-run", command, { signal, streams });
    } catch (error) {
      // systemd-run leaves what it started to itself when it is ended: the pipes, too.
      if (signal.aborted) await runProgram("systemctl", ["--machine", name, "stop", unit]);
      throw error;
    }
  });
  return ended.exitCode ?? 1;
}

/** Whether a container runs, with the same first process, and is not about to stop. */
async function isUpSince(
  name: string,
  { leader, began }: { readonly leader: number; readonly began: number | undefined },
  signal: AbortSignal,
): Promise<boolean> {
  const state = await unitProperties(thisHost, name, ["ActiveState"], signal);
  if (!["active", "reloading"].includes(state.get("ActiveState") ?? "")) return false;
  // Its first process lives as long as it does. Not every user may see that of another's.
  return began === undefined
    ? (await machineLeader(thisHost, name, signal)) === leader
    : processStart(leader) === began;
}

/** Runs its arguments; ended with the container, it tells so, which systemd takes for a good end. */
const wrapper = 'trap "exit 143" TERM; "$@"';

/** `nixpawn login` and `root-login`: through machined, or the container's socket where that fails. */
export async function login(options: OneContainer & { readonly asRoot: boolean }): Promise<number> {
  const { name, asRoot } = options;
  const isTerminal = process.stdin.isTTY;
  // machinectl talks to terminals alone; a shell reads its commands as well from a file.
  if (asRoot && !isTerminal) return run({ ...options, words: ["/bin/sh", "-l"] });
  return hostCommand(options, async (signal) => {
    const { root } = await runningContainer(name, signal);
    const words = asRoot ? ["shell", `root@${name}`] : ["login", name];
    if (isTerminal) {
      const given = ["--quiet", ...words];
      const ended = await runProgram("machinectl", given, { signal, streams: "inherit" });
      if (ended.exitCode === 0) return {};
    }
    const socket = asRoot ? "root-shell.socket" : "login.socket";
    await talk(join(root, "var/lib", socket));
    return {};
  });
}

/** `nixpawn show-ip NAME`: its address, without a prefix; as JSON, all of them. */
export async function showIp(options: OneContainer): Promise<number> {
  return hostCommand(options, async (signal) => {
    const layout = hostLayout();
    const container = await existingContainer(layout, options.name, signal);
    const found = await containerAddresses(layout.system, [container], signal);
    const addresses = found.get(options.name) ?? [];
    const [first] = addresses;
    if (first === undefined) {
      throw new ProblemError([
        hasOwnNetwork(container.conf?.values ?? new Map())
          ? NP728.unknown({ name: options.name })
          : NP728.ofHost({ name: options.name }),
      ]);
    }
    return { data: { addresses }, text: `${first}\n` };
  });
}

/** `nixpawn show-host-key NAME`: the public key of its SSH server. */
export async function showHostKey(options: OneContainer): Promise<number> {
  return hostCommand(options, () => {
    const layout = hostLayout();
    const container = { name: options.name, conf: confOfExisting(layout, options.name) };
    const key = hostKey(runningRoot(layout, container));
    if (key === undefined) {
      throw new ProblemError([NP729.none({ name: options.name })]);
    }
    return Promise.resolve({ data: { key }, text: `${key}\n` });
  });
}

/** @throws ProblemError NP710, NP717, NP723 where it does not run */
async function runningContainer(
  name: string,
  signal: AbortSignal,
): Promise<{ root: string; leader: number }> {
  const layout = hostLayout();
  const container = { name, conf: confOfExisting(layout, name) };
  const leader = await machineLeader(layout.system, name, signal);
  if (leader !== undefined) return { root: runningRoot(layout, container), leader };
  throw new ProblemError([NP723.notRunning({ name, hint: `nixpawn start ${name}` })]);
}

/** Talks with a socket of the container, as `socat unix:PATH -` does. */
async function talk(path: string): Promise<void> {
  const socket = connect(path);
  const isTerminal = process.stdin.isTTY;
  await new Promise<void>((resolve, reject) => {
    socket.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code ?? error.message;
      reject(new ProblemError([NP730.failed({ path, reason })]));
    });
    socket.once("connect", () => {
      if (isTerminal) process.stdin.setRawMode(true);
      process.stdin.pipe(socket);
      socket.pipe(process.stdout, { end: false });
    });
    socket.once("close", () => {
      resolve();
    });
  }).finally(() => {
    if (isTerminal) process.stdin.setRawMode(false);
    process.stdin.destroy();
  });
}
