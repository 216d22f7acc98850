import { extname } from "node:path";
import { runInThisContext } from "node:vm";
import { instrument } from "./instrument.js";
import { jsonModule, withoutMap } from "./json-module.js";
import { KnownSite } from "./known-site.js";
import { Origins } from "./origins.js";
import { Recorder } from "./recorder.js";
import { traceGlobal } from "./sites.js";
import { SourceText } from "../problems/text-position.js";
import type { Transform } from "./user-files.js";

export interface Trace {
  readonly origins: Origins;
  /** What the bundler shall read in place of a user's file. */
  readonly instrument: Transform;
}

/** Starts to record: instrumented code that runs from now on fills the origins. */
export function startTrace(): Trace {
  const { origins, code, json } = recording();
  return {
    origins,
    instrument: (file, text) =>
      Promise.resolve(
        extname(file) === ".json"
          ? optional(json(file, text), (made) => jsonModule(text, made))
          : code(file, text),
      ),
  };
}

/** A JSON config with the places of all its values. */
export function traceJson(file: string, text: string): { exported: unknown; origins: Origins } {
  const { origins, json } = recording();
  const source = new SourceText(text);
  const made = json(file, source.text);
  // The text is JSON that has been parsed before: evaluating it can do nothing but make the value.
  const exported: unknown =
    made === undefined ? (JSON.parse(source.text) as unknown) : runInThisContext(withoutMap(made));
  return { exported, origins };
}

interface Recording {
  readonly origins: Origins;
  readonly code: (file: string, text: string) => string | undefined;
  /** JSON as an expression. */
  readonly json: (file: string, text: string) => string | undefined;
}

function recording(): Recording {
  const sites: KnownSite[] = [];
  const origins = new Origins();
  Object.assign(globalThis, { [traceGlobal]: new Recorder(sites, origins).functions() });
  const keep = (file: string, text: string, shift: number) => {
    const source = new SourceText(text);
    return (site: KnownSite["site"]): number =>
      sites.push(new KnownSite(site, file, source, shift)) - 1;
  };
  return {
    origins,
    code: (file, text) => instrument(file, text, { addSite: keep(file, text, 0) }),
    json: (file, text) =>
      instrument(`${file}.js`, `(${text})`, { addSite: keep(file, text, 1), json: true }),
  };
}

function optional<From, To>(value: From | undefined, make: (value: From) => To): To | undefined {
  return value === undefined ? undefined : make(value);
}
