import { extname } from "node:path";
import { instrument } from "./instrument.js";
import { Hints } from "../operators/hint.js";
import { jsonModule, jsonWithOrigins } from "./json-origins.js";
import { KnownSite } from "./known-site.js";
import { Origins } from "./origins.js";
import { Recorder } from "./recorder.js";
import { traceGlobal } from "./sites.js";
import { SourceText } from "../../problems/text-position.js";
import type { Transform } from "../bundle/user-files.js";

export interface Trace {
  readonly origins: Origins;
  /** What the bundler shall read in place of a user's file. */
  readonly instrument: Transform;
}

/** Starts to record: instrumented code that runs from now on fills the origins. */
export function startTrace(): Trace {
  const sites: KnownSite[] = [];
  const values: unknown[] = [];
  const origins = new Origins();
  const hints = new Hints();
  origins.hintAt = hints.at.bind(hints);
  Object.assign(globalThis, { [traceGlobal]: new Recorder(sites, values, origins).functions() });
  return {
    origins,
    instrument: (file, text) =>
      Promise.resolve(
        extname(file) === ".json"
          ? json(file, text, values, origins)
          : code(file, text, sites, hints),
      ),
  };
}

function code(file: string, text: string, sites: KnownSite[], hints: Hints): string | undefined {
  hints.add(file, text);
  const source = new SourceText(text);
  return instrument(file, text, (site) => sites.push(new KnownSite(site, file, source)) - 1);
}

function json(file: string, text: string, values: unknown[], origins: Origins): string | undefined {
  try {
    const value = jsonWithOrigins(file, text, origins);
    return jsonModule(value, `${traceGlobal}.json(${values.push(value) - 1})`);
  } catch {
    // Whoever bundles it will say what is wrong with it.
    return undefined;
  }
}

/** A JSON config with the places of all its values. */
export function traceJson(file: string, text: string): { exported: unknown; origins: Origins } {
  const origins = new Origins();
  return { exported: jsonWithOrigins(file, text, origins), origins };
}
