import { readEnvironmentFile } from "../../conf/environment-file.js";
import { environmentFileText } from "../../conf/environment-file-text.js";
import { optionsOfKey } from "../../conf/keys.js";
import type { DesiredContainer } from "../actions/desired.js";
import { isUnitTrait, type UnitTrait } from "./effects.js";

/** What nixpawn notes in the conf file of a container that it put on a host. */
export interface ConfMark {
  /** Absolute path of the config that the container comes from. */
  readonly config: string;
  /** What the conf file cannot say, as JSON; only what is not the default. */
  readonly unit: ReadonlyMap<UnitTrait, string>;
}

export interface ConfFile {
  readonly values: ReadonlyMap<string, string>;
  /** Undefined for a file that nixpawn did not write. */
  readonly mark: ConfMark | undefined;
}

/**
 * The mark is a comment, which systemd and nixos-container pass over: this word and a JSON object,
 * `{"version":1,"config":PATH,"unit":{OPTION:VALUE}}`. A file without it, or with one of another
 * version, is not nixpawn's to change or remove.
 */
const word = " nixpawn ";
const version = 1;
const notice = " Written by nixpawn: changes here are lost.";

/**
 * The conf file of a container.
 * @param config absolute path of the config it comes from
 * @throws ProblemError NP702 for a value that no such file can hold
 */
export function confFileText(desired: DesiredContainer, config: string): string {
  const unit = Object.fromEntries(
    [...desired.unit].map(([trait, text]) => [trait, JSON.parse(text) as unknown]),
  );
  return environmentFileText(
    {
      comments: [notice, `${word}${JSON.stringify({ version, config, unit })}`],
      assignments: [...desired.conf].map(([key, value]) => ({ key, value })),
    },
    {
      words: `container \`${desired.name}\``,
      pathOf: (key) => [desired.name, ...optionsOfKey(key).slice(0, 1)],
    },
  );
}

/** Reads a conf file: nixpawn's, nixpkgs' or nixos-container's. */
export function readConfFile(text: string): ConfFile {
  const { assignments, comments } = readEnvironmentFile(text);
  const marks = comments.filter((one) => one.startsWith(word));
  const [only] = marks;
  return {
    values: new Map(assignments.map(({ key, value }) => [key, value])),
    mark: only === undefined || marks.length > 1 ? undefined : readMark(only.slice(word.length)),
  };
}

function readMark(text: string): ConfMark | undefined {
  let mark: unknown;
  try {
    mark = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(mark) || mark.version !== version) return undefined;
  const { config, unit } = mark;
  if (typeof config !== "string" || !isRecord(unit)) return undefined;
  const known = Object.entries(unit).flatMap(([name, value]) =>
    isUnitTrait(name) ? ([[name, JSON.stringify(value)]] as const) : [],
  );
  return { config, unit: new Map(known) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
