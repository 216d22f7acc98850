import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isatty } from "node:tty";
import { type ProgramStreams, runProgram } from "../../nix/program/run.js";

/** A pipe between a terminal of ours and a program, which has one end. */
interface Pipe {
  readonly end: number;
  /** To be called when the program has ended; resolves when all is passed on. */
  readonly close: () => Promise<void>;
}

/**
 * Runs a program with our standard streams, but with pipes for those that are terminals.
 * @param run runs it, and is over when it has ended
 * @throws ProblemError NP501 without mkfifo(1): the pipes that Node makes are sockets, which no
 *   program can open as /dev/stderr; and what `run` throws
 */
export async function withoutTerminals<T>(
  run: (streams: ProgramStreams) => Promise<T>,
): Promise<T> {
  if (![0, 1, 2].some((descriptor) => isatty(descriptor))) {
    return run({ stdin: "inherit", stdout: "inherit", stderr: "inherit" });
  }
  const folder = mkdtempSync(join(tmpdir(), "nixpawn-"));
  const [stdin, stdout, stderr] = await (async () => {
    try {
      return [
        isatty(0) ? await pipeFromInput(join(folder, "0")) : undefined,
        isatty(1) ? await pipeTo(process.stdout, join(folder, "1")) : undefined,
        isatty(2) ? await pipeTo(process.stderr, join(folder, "2")) : undefined,
      ] as const;
    } finally {
      rmSync(folder, { recursive: true });
    }
  })();
  try {
    return await run({
      stdin: stdin?.end ?? "inherit",
      stdout: stdout?.end ?? "inherit",
      stderr: stderr?.end ?? "inherit",
    });
  } finally {
    await Promise.all([stdin?.close(), stdout?.close(), stderr?.close()]);
  }
}

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

// An end waits for the other to be opened (fifo(7)), unless it is told not to. Programs do not expect
// that flag of theirs.

async function pipeTo(stream: NodeJS.WriteStream, place: string): Promise<Pipe> {
  await runProgram("mkfifo", [place]);
  const socket = new Socket({ fd: openSync(place, O_RDONLY | O_NONBLOCK), writable: false });
  const fd = openSync(place, O_WRONLY);
  const passedOn = new Promise<void>((resolve) => {
    socket.once("close", () => {
      resolve();
    });
  });
  socket.pipe(stream, { end: false });
  return {
    end: fd,
    close: () => {
      closeSync(fd);
      return passedOn;
    },
  };
}

async function pipeFromInput(place: string): Promise<Pipe> {
  await runProgram("mkfifo", [place]);
  const waiting = openSync(place, O_RDONLY | O_NONBLOCK);
  const socket = new Socket({ fd: openSync(place, O_WRONLY | O_NONBLOCK), readable: false });
  const fd = openSync(place, O_RDONLY);
  closeSync(waiting);
  process.stdin.pipe(socket);
  return {
    end: fd,
    close: () => {
      process.stdin.unpipe(socket).pause();
      // What was typed and not read is nobody's.
      socket.on("error", () => undefined).destroy();
      closeSync(fd);
      return Promise.resolve();
    },
  };
}
