import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { CallSite } from "../../nix/value.js";
import type { Place } from "../../problems/problem.js";
import { SourceText } from "../../problems/text-position.js";

/**
 * Maps positions of the running bundle back to the user's files.
 * @param bundle path of the bundle that runs
 * @param root what the source map's paths are relative to
 * @param map reads the source map; called once, when the first position is asked for
 * @param files the files that it speaks of: a map writes a backslash in a name as a slash
 */
export function sourcePlaces(
  bundle: string,
  root: string,
  map: () => string,
  files: readonly string[] = [],
): (site: CallSite | undefined) => Place | undefined {
  let traced: TraceMap | undefined;
  const texts = new Map<string, SourceText>();
  const odd = files.filter((file) => file.includes("\\"));
  const fileOf = (source: string): string => {
    const path = resolve(root, source);
    return odd.find((file) => file.replaceAll("\\", "/") === path.replaceAll("\\", "/")) ?? path;
  };
  return (site) => {
    if (site === undefined || pathOf(site.file) !== bundle) return undefined;
    traced ??= traceMap(map);
    const { source, line, column } = originalPositionFor(traced, {
      line: site.line,
      column: site.column - 1,
    });
    if (source === null) return undefined;
    const file = fileOf(source);
    const text = texts.get(file) ?? sourceText(file);
    texts.set(file, text);
    return { file, start: text.fromScript({ line, column: column + 1 }) };
  };
}

/** A cached map that was damaged costs places, not the run. */
function traceMap(read: () => string): TraceMap {
  try {
    return new TraceMap(read());
  } catch {
    return new TraceMap({ version: 3, names: [], sources: [], mappings: "" });
  }
}

/** A user's file as it is now; empty when it cannot be read. */
export function sourceText(file: string): SourceText {
  try {
    return new SourceText(readFileSync(file, "utf8"));
  } catch {
    return new SourceText("");
  }
}

function pathOf(file: string): string | undefined {
  if (!file.startsWith("file:")) return file;
  try {
    return fileURLToPath(file.replace(/\?.*$/, ""));
  } catch {
    return undefined;
  }
}

/** The call sites of an error's stack, innermost first. */
export function stackSites(stack: string | undefined): CallSite[] {
  const sites: CallSite[] = [];
  // A frame is `at PLACE` or `at NAME (PLACE)`; a place may have parentheses of its own.
  const frames = /^\s+at (?:async )?(?:.*? \()?((?:file:\/\/|\/).*?):(\d+):(\d+)\)?$/gm;
  for (const [, file = "", line, column] of (stack ?? "").matchAll(frames)) {
    sites.push({ file, line: Number(line), column: Number(column) });
  }
  return sites;
}
