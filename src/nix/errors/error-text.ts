/** A step of an evaluation that failed. */
export interface Frame {
  /** "while evaluating the attribute 'a'" */
  readonly what: string;
  readonly place: TextPlace | undefined;
}

export interface TextPlace {
  readonly file: string;
  readonly line: number;
  /** In bytes, from 1. */
  readonly column: number;
}

/** The parts of an error as Nix prints it for people. */
export interface ErrorText {
  readonly message: string;
  readonly place: TextPlace | undefined;
  /** The innermost first. */
  readonly frames: readonly Frame[];
  /** Lines of files that are shown: "file:line" to text. */
  readonly shown: ReadonlyMap<string, string>;
  /** Whether inner steps are left out, as without `--show-trace`. */
  readonly truncated: boolean;
  /** What follows "Did you mean". */
  readonly suggestion: string | undefined;
}

const frameStart = /^ {7}\u2026 (?<what>.*)$/;
const placeLine = /^ {7}(?: {2})?at (?<file>.+):(?<line>\d+):(?<column>\d+):?$/;
const shownLine = /^ {9,}(?<number>\d+)\|(?: (?<text>.*))?$/;
const caretLine = /^ {9,}\|(?: *\^)?$/;
const suggestionLine = /^ {7}Did you mean (?<names>[^`].*)\?$/;
const truncation = /^ {7}\(stack trace truncated\b/;

/**
 * Takes an error apart. Newer versions put the trace above the message, its outermost step first;
 * older ones, such as 2.8, below it, its innermost step first.
 * @param text without colours, from "error:" on
 * @param lines of the message, where it is known: then none of them is taken for a place
 */
export function parseErrorText(text: string, lines = 1): ErrorText {
  return new Reader(text.split("\n"), lines).read();
}

class Reader {
  #at = 0;
  /** What `#nextText` found: until there, all is blank. */
  #textAt = 0;
  readonly #shown = new Map<string, string>();
  #truncated = false;

  constructor(
    private readonly lines: readonly string[],
    private readonly messageLines: number,
  ) {}

  read(): ErrorText {
    const above = this.#traceStandsAbove() ? this.#framesAbove() : [];
    const message = this.#message();
    const place = this.#place();
    this.#skipBlank();
    const suggestion = this.#suggestion();
    const below = this.#frames();
    const frames = [...below, ...above.reverse()];
    // With no place, the suggestion follows the message at once.
    const own = suggestionLine.exec(`       ${message.at(-1) ?? ""}`)?.groups?.names;
    const told = message.length > this.messageLines ? own : undefined;
    if (told !== undefined) message.pop();
    return {
      message: message.join("\n").trim(),
      place,
      frames,
      shown: this.#shown,
      truncated: this.#truncated,
      suggestion: suggestion ?? told,
    };
  }

  get #line(): string | undefined {
    return this.lines[this.#at];
  }

  #traceStandsAbove(): boolean {
    return this.lines[0] === "error:" && frameStart.test(this.#nextText(1));
  }

  #framesAbove(): Frame[] {
    this.#at = 1;
    return this.#frames();
  }

  /** The message from "error: " on. */
  #message(): string[] {
    const [first = ""] = [this.#line?.replace(/^ *error: ?/, "")];
    const end = this.#at + this.messageLines;
    const message = [first];
    this.#at += 1;
    while (this.#line !== undefined && (this.#at < end || !this.#afterMessage())) {
      message.push(this.#line.replace(/^ {7}/, ""));
      this.#at += 1;
    }
    return message;
  }

  #afterMessage(): boolean {
    const line = this.#line ?? "";
    if (placeLine.test(line)) return true;
    if (line.trim() !== "") return false;
    const next = this.#nextText(this.#at);
    return next === "" || placeLine.test(next) || frameStart.test(next);
  }

  /** The first line from there on that is not blank; empty when there is none. */
  #nextText(start: number): string {
    if (start >= this.#textAt) {
      this.#textAt = start;
      while (this.lines[this.#textAt]?.trim() === "") this.#textAt += 1;
    }
    return this.lines[this.#textAt] ?? "";
  }

  #frames(): Frame[] {
    const frames: Frame[] = [];
    for (;;) {
      this.#skipBlank();
      const line = this.#line;
      if (line === undefined) return frames;
      const started = frameStart.exec(line)?.groups;
      if (started !== undefined) {
        this.#at += 1;
        const what = [started.what ?? "", ...this.#restOfFrame()].join("\n").trim();
        frames.push({ what, place: this.#place() });
      } else if (/^ {7}error:/.test(line)) {
        return frames;
      } else {
        // A remark, such as "(… duplicate frames omitted)".
        if (truncation.test(line)) this.#truncated = true;
        this.#at += 1;
      }
    }
  }

  #restOfFrame(): string[] {
    const rest: string[] = [];
    for (let line = this.#line; line !== undefined && line.trim() !== ""; line = this.#line) {
      if (placeLine.test(line) || frameStart.test(line)) break;
      rest.push(line.trim());
      this.#at += 1;
    }
    return rest;
  }

  /** A place, with the lines of the file that are shown below it. */
  #place(): TextPlace | undefined {
    const before = this.#at;
    this.#skipBlank();
    const found = placeLine.exec(this.#line ?? "")?.groups;
    if (found === undefined) {
      this.#at = before;
      return undefined;
    }
    const { file = "", line, column } = found;
    this.#at += 1;
    this.#skipBlank();
    for (let next = this.#line; next !== undefined; next = this.#line) {
      const shown = shownLine.exec(next)?.groups;
      if (shown === undefined && !caretLine.test(next)) break;
      if (shown !== undefined) this.#shown.set(`${file}:${shown.number ?? ""}`, shown.text ?? "");
      this.#at += 1;
    }
    return { file, line: Number(line), column: Number(column) };
  }

  #suggestion(): string | undefined {
    const names = suggestionLine.exec(this.#line ?? "")?.groups?.names;
    if (names !== undefined) this.#at += 1;
    return names;
  }

  #skipBlank(): void {
    while (this.#line !== undefined && this.#line.trim() === "") this.#at += 1;
  }
}
