import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isatty } from "node:tty";
import { thisHost } from "../../host/system/this-host.js";
import { onHost } from "../../host/system/write-file.js";
import { type ProgramStreams, runProgram } from "../../nix/program/run.js";

/** A pipe between a terminal of ours and a program, which has one end. */
interface Pipe {
  readonly end: number;
  /** To be called when the program has ended; resolves when all is passed on. */
  readonly close: () => Promise<void>;
}

/**
 * Runs a program with our standard streams, but with pipes for those that are terminals.
 * @param run runs it, and is over when it, and all that has its streams, has ended
 * @throws ProblemError NP501 without mkfifo(1): the pipes that Node makes are sockets, which no
 *   program can open as /dev/stderr; NP711 where none can be made; and what `run` throws
 */
export async function withoutTerminals<T>(
  run: (streams: ProgramStreams) => Promise<T>,
): Promise<T> {
  const pipes = await pipesOf([0, 1, 2].filter((descriptor) => isatty(descriptor)));
  const stream = (descriptor: number): "inherit" | number =>
    pipes.get(descriptor)?.end ?? "inherit";
  try {
    return await run({ stdin: stream(0), stdout: stream(1), stderr: stream(2) });
  } finally {
    await Promise.all([...pipes.values()].map(({ close }) => close()));
  }
}

/** By the file descriptors of our terminals. */
async function pipesOf(terminals: readonly number[]): Promise<ReadonlyMap<number, Pipe>> {
  if (terminals.length === 0) return new Map();
  return onHost({ system: thisHost }, tmpdir(), async () => {
    const folder = mkdtempSync(join(tmpdir(), "nixpawn-"));
    try {
      const place = (descriptor: number): string => join(folder, String(descriptor));
      await runProgram("mkfifo", terminals.map(place));
      return new Map(
        terminals.map((one) => [one, one === 0 ? fromInput(place(0)) : to(one, place(one))]),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

// An end waits for the other to be opened (fifo(7)), unless it is told not to. Programs do not expect
// that flag of theirs.

function to(terminal: number, place: string): Pipe {
  const ours = openSync(place, O_RDONLY | O_NONBLOCK);
  const end = openSync(place, O_WRONLY);
  const socket = new Socket({ fd: ours, writable: false });
  const passedOn = new Promise<void>((resolve) => {
    socket.once("close", () => {
      resolve();
    });
  });
  socket.pipe(terminal === 1 ? process.stdout : process.stderr, { end: false });
  return {
    end,
    close: () => {
      closeSync(end);
      return passedOn;
    },
  };
}

function fromInput(place: string): Pipe {
  const waiting = openSync(place, O_RDONLY | O_NONBLOCK);
  const ours = openSync(place, O_WRONLY | O_NONBLOCK);
  const end = openSync(place, O_RDONLY);
  closeSync(waiting);
  const socket = new Socket({ fd: ours, readable: false });
  process.stdin.pipe(socket);
  return {
    end,
    close: () => {
      process.stdin.unpipe(socket).pause();
      // What was typed and not read is nobody's.
      socket.on("error", () => undefined).destroy();
      closeSync(end);
      return Promise.resolve();
    },
  };
}
