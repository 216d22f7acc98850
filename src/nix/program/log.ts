import { stripVTControlCharacters } from "node:util";

/** What one line of Nix's log says. Texts have no colours. */
export type LogEntry =
  | {
      /** Something for people: an error, a warning, a trace. May have several lines. */
      readonly kind: "message";
      readonly text: string;
      /** For errors and warnings, in the JSON format alone. */
      readonly info?: LoggedError;
      /** A line in no JSON format, which may be a part of what was said before. */
      readonly plain?: true;
    }
  | {
      /** Nix begins to build, copy or fetch something. */
      readonly kind: "activity";
      readonly text: string;
      /** The derivation that is built. */
      readonly derivation?: string;
    }
  /** A line that a builder printed. */
  | { readonly kind: "build-line"; readonly text: string; readonly derivation?: string };

/** An error or a warning as the JSON format has it; its trace is in the text, too. */
export interface LoggedError {
  /** Without "error:", place and trace. */
  readonly message: string;
  /** Nix 2.8 gives a text from standard input itself for its `file`. */
  readonly place: LoggedPlace | undefined;
}

export interface LoggedPlace {
  readonly file: string;
  readonly line: number;
  /** In bytes, from 1. */
  readonly column: number;
}

/** Numbers of Nix's log protocol. */
const activityBuild = 105;
const resultBuildLine = 101;
const resultHookLine = 107;
/** More talkative activities are not shown without `--verbose`. */
const levelInfo = 3;

interface RawError {
  readonly file?: string | null;
  readonly line?: number | null;
  readonly column?: number | null;
}

interface RawLine extends RawError {
  readonly action: "msg" | "start" | "stop" | "result";
  readonly id?: number;
  readonly level?: number;
  readonly type?: number;
  readonly text?: string;
  readonly msg?: string;
  readonly raw_msg?: string;
  readonly fields?: readonly (string | number)[];
}

/**
 * Reads the log that Nix writes to its standard error with `--log-format internal-json`, line by
 * line. Lines in no such format are messages.
 */
export class LogReader {
  /** Derivations that are built, by the activity's number. */
  readonly #builds = new Map<number, string>();

  /** @returns undefined for a line that is nothing for people */
  read(line: string): LogEntry | undefined {
    const raw = rawLine(line);
    if (raw === undefined) return { kind: "message", text: plain(line), plain: true };
    const { id = 0, text = "", fields = [] } = raw;
    switch (raw.action) {
      case "msg":
        return message(raw);
      case "start": {
        const built = raw.type === activityBuild ? String(fields[0]) : undefined;
        if (built !== undefined) this.#builds.set(id, built);
        if ((raw.level ?? 0) > levelInfo || text === "") return undefined;
        const more = built === undefined ? {} : { derivation: built };
        return { kind: "activity", text: `${plain(text)}...`, ...more };
      }
      case "stop":
        this.#builds.delete(id);
        return undefined;
      case "result": {
        if (raw.type !== resultBuildLine && raw.type !== resultHookLine) return undefined;
        const derivation = this.#builds.get(id);
        const more = derivation === undefined ? {} : { derivation };
        return { kind: "build-line", text: plain(String(fields[0] ?? "")), ...more };
      }
    }
  }
}

/** A whole log as entries. */
export function readLog(log: string): readonly LogEntry[] {
  const reader = new LogReader();
  const lines = log.endsWith("\n") ? log.slice(0, -1) : log;
  if (lines === "") return [];
  return lines.split("\n").flatMap((line) => reader.read(line) ?? []);
}

function rawLine(line: string): RawLine | undefined {
  if (!line.startsWith("@nix ")) return undefined;
  try {
    return JSON.parse(line.slice("@nix ".length)) as RawLine;
  } catch {
    return undefined;
  }
}

function message({ msg = "", raw_msg: own, ...place }: RawLine): LogEntry {
  const text = plain(msg);
  if (own === undefined) return { kind: "message", text };
  return { kind: "message", text, info: { message: plain(own), place: placeOf(place) } };
}

function placeOf({ file, line, column }: RawError): LoggedPlace | undefined {
  if (typeof file !== "string" || !line || !column) return undefined;
  // Newer versions put line and column behind the name of the file, too.
  return { file: file.replace(`:${String(line)}:${String(column)}`, ""), line, column };
}

function plain(text: string): string {
  return stripVTControlCharacters(text);
}
