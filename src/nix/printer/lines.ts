import type { Position } from "../../problems/problem.js";

/** Indentation by nesting level, innermost first. */
interface Indents {
  readonly indent: number;
  readonly level: number;
  readonly outer: Indents | undefined;
}

/** Where the text stands: nothing before it changes any more. */
interface State {
  readonly output: string;
  readonly line: number;
  readonly lineStart: number;
  readonly column: number;
  readonly afterEmptyLine: boolean;
  readonly indents: Indents;
}

const indentWidth = 2;

/** Text that is written line by line, and can be taken back to any earlier state. */
export class Lines {
  /** Columns used on this line without its indentation; 0 also means no text is on it yet. */
  protected column = 0;
  private output = "";
  private line = 1;
  private lineStart = 0;
  /** Whether the line before this one is empty, or there is none. */
  private afterEmptyLine = true;
  private indents: Indents = { indent: 0, level: 0, outer: undefined };

  /** @returns the text so far, ending in exactly one line break */
  finish(): string {
    return this.column === 0 ? this.output : `${this.output}\n`;
  }

  /** Appends to the current line; `width` is the room that it takes there. */
  write(text: string, width = text.length): void {
    this.output += text;
    this.column += width;
  }

  newLine(): void {
    if (this.column > 0) this.newLines(1);
  }

  emptyLine(): void {
    if (this.column > 0) this.newLines(2);
    else if (!this.afterEmptyLine) this.newLines(1);
  }

  newLines(count: number): void {
    this.afterEmptyLine = count > 1 || this.column === 0;
    this.output += count === 1 ? "\n" : "\n".repeat(count);
    this.line += count;
    this.lineStart = this.output.length;
    this.column = 0;
  }

  /** Settles the indentation for a text; writes it when the text is the first of its line. */
  startLine(level: number, offset: number): void {
    while (level < this.indents.level && this.indents.outer !== undefined) {
      this.indents = this.indents.outer;
    }
    if (level > this.indents.level) {
      // Nesting that starts in the middle of a line is swallowed: only lines are indented.
      const indent = this.indents.indent + (this.column === 0 ? indentWidth : 0);
      this.indents = { indent, level, outer: this.indents };
    }
    if (this.column === 0) this.output += " ".repeat(this.indents.indent + offset);
  }

  /** Where the end of a text will be that is written next. */
  protected positionAfter(text: string): Position {
    const lastBreak = text.lastIndexOf("\n");
    if (lastBreak === -1) {
      return { line: this.line, column: this.output.length - this.lineStart + text.length + 1 };
    }
    return {
      line: this.line + text.split("\n").length - 1,
      column: text.length - lastBreak,
    };
  }

  protected save(): State {
    const { output, line, lineStart, column, afterEmptyLine, indents } = this;
    return { output, line, lineStart, column, afterEmptyLine, indents };
  }

  protected restore(state: State): void {
    Object.assign(this, state);
  }
}
