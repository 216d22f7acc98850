import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { CallSite } from "../nix/value.js";
import type { Place } from "../problems/problem.js";

/**
 * Maps positions of the running bundle back to the user's files.
 * @param bundle path of the bundle that runs
 * @param root what the source map's paths are relative to
 * @param map reads the source map; called once, when the first position is asked for
 */
export function sourcePlaces(
  bundle: string,
  root: string,
  map: () => string,
): (site: CallSite | undefined) => Place | undefined {
  let traced: TraceMap | undefined;
  return (site) => {
    if (site === undefined || pathOf(site.file) !== bundle) return undefined;
    traced ??= new TraceMap(map());
    const { source, line, column } = originalPositionFor(traced, {
      line: site.line,
      column: site.column - 1,
    });
    if (source === null) return undefined;
    return { file: resolve(root, source), start: { line, column: column + 1 } };
  };
}

function pathOf(file: string): string {
  return file.startsWith("file:") ? fileURLToPath(file.replace(/\?.*$/, "")) : file;
}

/** The call sites of an error's stack, innermost first. */
export function stackSites(stack: string | undefined): CallSite[] {
  const sites: CallSite[] = [];
  for (const frame of (stack ?? "").matchAll(/\(?((?:file:\/\/|\/)[^\n()]*?):(\d+):(\d+)\)?$/gm)) {
    const [, file = "", line, column] = frame;
    sites.push({ file, line: Number(line), column: Number(column) });
  }
  return sites;
}
