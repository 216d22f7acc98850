import { randomUUID } from "node:crypto";
import { runProgram } from "../../nix/program/run.js";
import { unexpanded } from "./unexpanded.js";

/**
 * Runs a command in a container on a terminal of the container's own, which machinectl(1) connects
 * with ours. `systemd-run --pty` looks for it among the host's terminals in some versions of systemd,
 * 252.39 among them, and finds none or somebody else's (systemd's pull request 33216).
 * @returns its exit code
 * @throws ProblemError NP501, NP502, NP508
 */
export async function runOnTerminal(
  name: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const status = `/run/nixpawn-${randomUUID()}`;
  const command = ["/bin/sh", "-l", "-c", wrapper, "sh", status, ...words].map(unexpanded);
  const ended = await runProgram("machinectl", ["--quiet", "shell", `root@${name}`, ...command], {
    signal,
    streams: "inherit",
  });
  if (ended.exitCode !== 0) return ended.exitCode ?? 1;
  const told = await runProgram(
    "systemd-run",
    [
      ...["--machine", name, "--quiet", "--wait", "--collect", "--pipe", "--service-type=exec"],
      ...["--", "/bin/sh", "-c", reader, "sh", status].map(unexpanded),
    ],
    { signal },
  );
  const code = Number(told.stdout);
  // The file is the container's: it may say anything.
  return told.exitCode === 0 && Number.isInteger(code) && code >= 0 && code < 256 ? code : hungUp;
}

/**
 * Runs its arguments, and leaves their exit code where machinectl does not tell it. Keys that end
 * the command do not end the shell.
 */
const wrapper = 'status=$1; shift; trap : INT QUIT; trap "exit 143" TERM; "$@"; echo $? >"$status"';

const reader = 'read -r code <"$1" && rm -f "$1" && echo "$code"';

/** As a shell says it of a command whose terminal went away: 128 and SIGHUP. */
export const hungUp = 129;
