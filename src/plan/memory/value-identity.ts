import { hostOwner } from "../../nix/syntax.js";
import {
  isNixExpression,
  nixExpression,
  type CallSite,
  type NixExpression,
} from "../../nix/value.js";
import { isPlainObject } from "../plain-object.js";

/** What is nested deeper has a problem, which the conversion tells. */
const deepest = 100;

/**
 * Writes a value down as a text that is the same only where all that is made of the value is: of two
 * runs with the same texts, the second finds what the first found.
 */
export class ValueIdentity {
  /** Templates by the order in which they were met: one that stands in two places is one. */
  readonly #templates = new Map<object, number>();
  #namesFiles = false;

  /** The templates of the value, in the order in which they stand in it. */
  get templates(): readonly object[] {
    return [...this.#templates.keys()];
  }

  /** Whether the value may name a file, relative to where it was written in the config's files. */
  get namesFiles(): boolean {
    return this.#namesFiles;
  }

  /**
   * @returns undefined for what only running the config tells: a function, an object that is no
   *   plain one, what cannot be read
   */
  of(value: unknown): string | undefined {
    try {
      return this.#text(value, 0);
    } catch {
      // What fails here fails again where its problem is told.
      return undefined;
    }
  }

  #text(value: unknown, depth: number): string {
    switch (typeof value) {
      case "string":
        return JSON.stringify(value);
      case "boolean":
        return value ? "t" : "f";
      case "undefined":
        return "u";
      case "number":
        return Object.is(value, -0) ? "-0" : String(value);
      case "bigint":
        return `${value}n`;
      case "symbol":
        throw new Error("a symbol");
      case "object":
      case "function":
        if (value === null) return "0x";
        if (depth > deepest) throw new Error("too deep");
        if (isNixExpression(value)) return this.#expression(value, depth + 1);
        if (Array.isArray(value)) return `[${this.#items(value, depth + 1)}]`;
        if (!isPlainObject(value)) throw new Error("no plain object");
        return this.#attributes(value, depth + 1);
    }
  }

  #attributes(value: Readonly<Record<string, unknown>>, depth: number): string {
    let text = "{";
    for (const key of Object.keys(value)) {
      text += `${JSON.stringify(key)}:${this.#text(value[key], depth)},`;
    }
    return `${text}}`;
  }

  #items(values: readonly unknown[], depth: number): string {
    let text = "";
    for (let index = 0; index < values.length; index += 1) {
      // A hole is not `undefined`.
      if (!(index in values)) throw new Error("a hole");
      text += `${this.#text(values[index], depth)},`;
    }
    return text;
  }

  #expression(value: NixExpression, depth: number): string {
    const source = value[nixExpression];
    // What is spread beside it is a problem.
    if (typeof value === "object" && Object.keys(value).length > 0) throw new Error("a spread");
    const from = source.readFrom === undefined ? "" : `<${JSON.stringify(source.readFrom.paths)}`;
    switch (source.kind) {
      case "reference": {
        const { owner, root, steps } = source;
        if (owner !== undefined && owner !== hostOwner) throw new Error("a module's own argument");
        let text = `r${from}${owner === undefined ? "" : "^"}${JSON.stringify(root)}`;
        for (const step of steps) {
          text +=
            step.kind === "select"
              ? `.${JSON.stringify(step.attribute)}`
              : `(${this.#items(step.arguments, depth)})`;
        }
        return text;
      }
      case "text":
        return `x${from}[${this.#items(source.parts, depth)}]`;
      case "file":
        return `p${from}${JSON.stringify(source.path)}${this.#site(source.site)}`;
      case "fragment": {
        const { raw } = source.strings;
        const number = this.#templates.get(source.strings) ?? this.#templates.size;
        this.#templates.set(source.strings, number);
        const site = raw.some((one) => one.includes("/")) ? this.#site(source.site) : "";
        return `t${from}${number}${JSON.stringify(raw)}${site}[${this.#items(source.values, depth)}]`;
      }
      case "syntax":
        throw new Error("syntax");
    }
  }

  #site(site: CallSite | undefined): string {
    this.#namesFiles = true;
    // Every run imports the bundle under a number of its own.
    return site === undefined
      ? "@"
      : `@${JSON.stringify([site.file.replace(/\?run=\d+$/, ""), site.line, site.column])}`;
  }
}
