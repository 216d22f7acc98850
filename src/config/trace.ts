import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { runInThisContext } from "node:vm";
import type { Place } from "../problems/problem.js";
import { instrument, traceGlobal, type LiteralPart, type Range, type Site } from "./instrument.js";
import { Origins, type KeyOrigin } from "./origins.js";
import { TextPositions } from "../problems/text-position.js";

export interface Trace {
  readonly origins: Origins;
  /** What the bundler shall read in place of a user's file. */
  readonly instrument: (file: string, text: string) => Promise<string | undefined>;
}

interface KnownSite {
  readonly site: Site;
  readonly file: string;
  readonly text: string;
  readonly positions: TextPositions;
  /** What was put before the text to parse it. */
  readonly shift: number;
}

/** Starts to record: instrumented code that runs from now on fills the origins. */
export function startTrace(): Promise<Trace> {
  const sites: KnownSite[] = [];
  const origins = new Origins();
  Object.assign(globalThis, { [traceGlobal]: new Recorder(sites, origins).functions() });
  const instrumentText = (file: string, text: string, shift = 0): string | undefined => {
    const positions = new TextPositions(text);
    return instrument(
      shift > 0 ? `${file}.js` : file,
      text,
      (site) => sites.push({ site, file, text, positions, shift }) - 1,
    );
  };
  return Promise.resolve({
    origins,
    instrument: (file, text) =>
      Promise.resolve(
        extname(file) === ".json"
          ? jsonModule(text, instrumentText(file, `(${text.replace(/^\uFEFF/, "")})`, 1))
          : instrumentText(file, text.replace(/^\uFEFF/, "")),
      ),
  });
}

/** A JSON file as a module: its value, and its members that have names as exports. */
function jsonModule(text: string, instrumented: string | undefined): string | undefined {
  if (instrumented === undefined) return undefined;
  const value = JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  const names =
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.keys(value).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name))
      : [];
  const aliases = names.map(
    (name, index) => `const __json${String(index)} = __json[${JSON.stringify(name)}];`,
  );
  return [
    `const __json = ${instrumented.replace(/\n\/\/# sourceMappingURL=.*$/, "")};`,
    "export default __json;",
    ...aliases,
    names.length === 0
      ? ""
      : `export { ${names.map((name, index) => `__json${String(index)} as ${name}`).join(", ")} };`,
  ].join("\n");
}

/** A JSON config with the places of all its values. */
export async function traceJson(
  file: string,
  text?: string,
): Promise<{ exported: unknown; origins: Origins }> {
  const trace = await startTrace();
  const source = text ?? (await readFile(file, "utf8"));
  const module = await trace.instrument(file, source);
  const expression = module?.slice("const __json = ".length, module.indexOf("\nexport default"));
  // The text is JSON that has been parsed before: evaluating it can do nothing but make the value.
  const exported: unknown = runInThisContext((expression ?? "null").replace(/;$/, ""));
  return { exported, origins: trace.origins };
}

/** A literal with spreads that is being evaluated. */
interface Frame {
  readonly site: number;
  readonly sources: unknown[];
}

/** What instrumented code calls. */
class Recorder {
  readonly #frames: Frame[] = [];

  constructor(
    private readonly sites: readonly KnownSite[],
    private readonly origins: Origins,
  ) {}

  functions(): Readonly<Record<string, (...given: never[]) => unknown>> {
    return {
      begin: (site: number) => this.#begin(site),
      spread: (site: number, value: unknown) => this.#spread(site, value),
      spreadItems: (site: number, value: Iterable<unknown>) =>
        this.#spread(site, Array.isArray(value) ? (value as unknown[]) : [...value]),
      literal: (site: number, frame: Frame | 0, value: object) => this.#literal(site, frame, value),
      assign: (site: number, target: Record<string, unknown>, key: string, value: unknown) =>
        this.#assign(site, target, key, value),
      tag: (site: number, tag: unknown) => this.#tag(site, tag),
      objectAssign: (target: object, ...sources: unknown[]) => this.#objectAssign(target, sources),
      fromEntries: (entries: Iterable<readonly [string, unknown]>) => this.#fromEntries(entries),
    };
  }

  #begin(site: number): Frame {
    const frame: Frame = { site, sources: [] };
    this.#frames.push(frame);
    return frame;
  }

  #spread<Value>(site: number, value: Value): Value {
    // Frames above it belong to literals whose evaluation threw.
    this.#frames.findLast((frame) => frame.site === site)?.sources.push(value);
    return value;
  }

  #literal<Value extends object>(site: number, frame: Frame | 0, value: Value): Value {
    const known = this.sites[site];
    if (frame !== 0) this.#frames.length = Math.max(0, this.#frames.indexOf(frame));
    if (known?.site.kind !== "literal") return value;
    const { parts, range, inFunction } = known.site;
    const sources = frame === 0 ? [] : frame.sources;
    const keys = Array.isArray(value)
      ? this.#itemKeys(known, parts, sources)
      : this.#propertyKeys(known, parts, sources, value);
    const stack = inFunction ? new Error().stack : undefined;
    this.origins.setObject(value, { place: placeIn(known, range), keys, stack });
    return value;
  }

  #itemKeys(
    known: KnownSite,
    parts: readonly LiteralPart[],
    sources: readonly unknown[],
  ): Map<string, KeyOrigin> {
    const keys = new Map<string, KeyOrigin>();
    let index = 0;
    let spread = 0;
    for (const part of parts) {
      if (part.kind !== "spread") {
        keys.set(String(index++), this.#keyOrigin(known, part));
        continue;
      }
      const source = sources[spread++];
      const length = Array.isArray(source) ? source.length : 0;
      const from = Array.isArray(source) ? this.origins.object(source)?.keys : undefined;
      for (let item = 0; item < length; item += 1) {
        keys.set(String(index++), from?.get(String(item)) ?? { value: placeIn(known, part.value) });
      }
    }
    return keys;
  }

  #propertyKeys(
    known: KnownSite,
    parts: readonly LiteralPart[],
    sources: readonly unknown[],
    value: object,
  ): Map<string, KeyOrigin> {
    const keys = new Map<string, KeyOrigin>();
    const computed: LiteralPart[] = [];
    let spread = 0;
    for (const part of parts) {
      if (part.kind === "key") keys.set(part.name, this.#keyOrigin(known, part));
      else if (part.kind === "computed") computed.push(part);
      else if (part.kind === "spread") {
        const source = sources[spread++];
        if (typeof source === "object" && source !== null) {
          this.#copyKeys(keys, source, placeIn(known, part.value));
        }
      }
    }
    // What neither a name nor a spread accounts for came from the computed keys, in their order.
    const unknown = Object.keys(value).filter((name) => !keys.has(name));
    unknown.forEach((name, index) => {
      const part = computed[Math.min(index, computed.length - 1)];
      if (part !== undefined) keys.set(name, this.#keyOrigin(known, part));
    });
    return keys;
  }

  #copyKeys(keys: Map<string, KeyOrigin>, source: object, fallback: Place): void {
    const from = this.origins.object(source)?.keys;
    for (const name of Object.keys(source)) keys.set(name, from?.get(name) ?? { value: fallback });
  }

  #keyOrigin(known: KnownSite, part: LiteralPart): KeyOrigin {
    const value = placeIn(known, part.value);
    return {
      value,
      ...("key" in part ? { key: placeIn(known, part.key) } : {}),
      ...("constant" in part ? { constant: placeIn(known, part.constant) } : {}),
    };
  }

  #assign(site: number, target: Record<string, unknown>, key: string, value: unknown): unknown {
    target[key] = value;
    const known = this.sites[site];
    if (known?.site.kind === "assignment" && typeof target === "object") {
      this.origins.setKey(target, key, {
        key: placeIn(known, known.site.key),
        value: placeIn(known, known.site.value),
      });
    }
    return value;
  }

  #tag(site: number, tag: unknown): unknown {
    const known = this.sites[site];
    if (typeof tag !== "function" || known?.site.kind !== "template") return tag;
    const { quasis } = known.site;
    return (strings: TemplateStringsArray, ...values: unknown[]): unknown => {
      this.origins.setFragment(strings, (quasi, offset) =>
        pointIn(known, (quasis[quasi] ?? 0) + rawOffset(known.text, quasis[quasi] ?? 0, offset)),
      );
      return (tag as (...given: unknown[]) => unknown)(strings, ...values);
    };
  }

  #objectAssign(target: object, sources: readonly unknown[]): object {
    const result = Object.assign(target, ...sources) as object;
    for (const source of sources) {
      if (typeof source !== "object" || source === null) continue;
      for (const name of Object.keys(source)) {
        const origin = this.origins.object(source)?.keys.get(name);
        if (origin !== undefined) this.origins.setKey(result, name, origin);
      }
    }
    return result;
  }

  #fromEntries(entries: Iterable<readonly [string, unknown]>): object {
    const list = [...entries];
    const result = Object.fromEntries(list);
    for (const entry of list) {
      const keys = this.origins.object(entry)?.keys;
      const value = keys?.get("1");
      if (value === undefined) continue;
      const key = keys?.get("0")?.value;
      this.origins.setKey(result, entry[0], { ...value, ...(key === undefined ? {} : { key }) });
    }
    return result;
  }
}

function placeIn({ file, positions, shift }: KnownSite, [start, end]: Range): Place {
  return {
    file,
    start: shifted(positions.at(start), shift),
    end: shifted(positions.at(end), shift),
  };
}

function pointIn({ file, positions, shift }: KnownSite, offset: number): Place {
  return { file, start: shifted(positions.at(offset), shift) };
}

/** The parenthesis before a JSON text stands on its first line only. */
function shifted(position: Place["start"], shift: number): Place["start"] {
  return position.line === 1 ? { line: 1, column: position.column - shift } : position;
}

/** In the raw text of a template a CRLF is one character. */
function rawOffset(text: string, start: number, offset: number): number {
  let at = start;
  for (let left = offset; left > 0; left -= 1) at += text.startsWith("\r\n", at) ? 2 : 1;
  return at - start;
}
