/**
 * The global that a bundle calls, before its code runs, with the parts of Node that it imports and
 * that write to file descriptors: to guard them costs those that use them.
 */
export const descriptorsGlobal = "nixpawn.descriptors";

/** Parts of Node that write past `process.stdout`. */
export const writingModules = ["child_process", "fs"] as const;

type Functions = Record<string, (...given: unknown[]) => unknown>;

/**
 * While code of the user runs, what it writes to file descriptor 1 goes to stderr, its own writes
 * and those of programs that it starts: stdout is for data.
 * @param quiet whether it was written before, by a first run of the same code
 * @returns ends it
 */
export function guardChildren(quiet: boolean): () => void {
  const kept: (readonly [object: Functions, name: string, value: Functions[string]])[] = [];
  const patch = (object: Functions, name: string, wrap: Wrap): void => {
    const original = object[name];
    if (original === undefined) return;
    kept.push([object, name, original]);
    object[name] = Object.assign(wrap(original, quiet), original);
  };
  const guard = (modules: readonly string[]): void => {
    if (modules.includes("child_process")) {
      const module = builtin("child_process");
      for (const name of ["spawn", "spawnSync", "execFileSync", "execSync"]) {
        patch(module, name, withStdio);
      }
      patch(module, "fork", withForkedStdio);
    }
    if (modules.includes("fs")) {
      const module = builtin("fs");
      for (const name of [
        "write",
        "writev",
        "writeSync",
        "writevSync",
        "writeFile",
        "writeFileSync",
        "appendFile",
        "appendFileSync",
      ]) {
        patch(module, name, withDescriptor);
      }
    }
    // What is imported by name follows only then.
    builtin("module").syncBuiltinESMExports?.();
  };
  const key = Symbol.for(descriptorsGlobal);
  Object.assign(globalThis, { [key]: guard });
  return () => {
    Object.assign(globalThis, { [key]: undefined });
    if (kept.length === 0) return;
    for (const [object, name, value] of kept.reverse()) object[name] = value;
    builtin("module").syncBuiltinESMExports?.();
  };
}

type Wrap = (original: Functions[string], quiet: boolean) => Functions[string];

function builtin(name: string): Functions {
  return process.getBuiltinModule(`node:${name}`) as unknown as Functions;
}

/** `spawn(file, args?, options?)` and its kin. */
const withStdio: Wrap = (original, quiet) =>
  function guarded(this: unknown, ...given: unknown[]) {
    const at = given.findIndex(
      (one) => typeof one === "object" && one !== null && !Array.isArray(one),
    );
    if (at >= 0) {
      const options = given[at] as { readonly stdio?: unknown };
      if (options.stdio !== undefined) {
        given[at] = { ...options, stdio: otherStdio(options.stdio, quiet) };
      }
    }
    return original.apply(this, given);
  };

/** A forked program inherits unless it is told otherwise. */
const withForkedStdio: Wrap = (original, quiet) =>
  function guarded(this: unknown, ...given: unknown[]) {
    const at = given.findIndex(
      (one) => typeof one === "object" && one !== null && !Array.isArray(one),
    );
    const options = (at >= 0 ? given[at] : {}) as {
      readonly stdio?: unknown;
      readonly silent?: unknown;
    };
    const stdio =
      options.stdio === undefined && options.silent !== true
        ? [...(otherStdio("inherit", quiet) as unknown[]), "ipc"]
        : otherStdio(options.stdio, quiet);
    const settled = { ...options, stdio };
    if (at >= 0) given[at] = settled;
    else given.push(settled);
    return original.apply(this, given);
  };

const withDescriptor: Wrap = (original, quiet) =>
  function guarded(this: unknown, descriptor: unknown, ...given: unknown[]) {
    if (descriptor !== 1 && !(quiet && descriptor === 2)) {
      return original.call(this, descriptor, ...given);
    }
    if (!quiet) return original.call(this, 2, ...given);
    const done = given.findLast((one) => typeof one === "function");
    const [data] = given;
    const length =
      typeof data === "string"
        ? Buffer.byteLength(data)
        : ArrayBuffer.isView(data)
          ? data.byteLength
          : 0;
    if (done !== undefined) process.nextTick(done, null, length, data);
    return length;
  };

function otherStdio(stdio: unknown, quiet: boolean): unknown {
  const [out, err] = quiet ? ["ignore", "ignore"] : [2, 2];
  const other = (one: unknown, index: number): unknown => {
    const isOut = one === 1 || one === process.stdout || (one === "inherit" && index === 1);
    const isErr = one === 2 || one === process.stderr || (one === "inherit" && index === 2);
    return isOut ? out : isErr && quiet ? err : one;
  };
  if (stdio === "inherit") return [0, out, err];
  return Array.isArray(stdio) ? stdio.map(other) : stdio;
}
