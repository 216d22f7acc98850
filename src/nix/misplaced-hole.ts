import { NixSyntaxError } from "./syntax-error.js";
import type { TokenKind } from "./tokens.js";

/*
 * A value is a token of its own. Where what is written beside it would make one token with a name
 * in its place, or where no token can begin, it may not stand. Every error is at the hole.
 */

/** What a hole runs into. */
export interface Beside {
  /** Of the token that it would become part of, or that it touches. */
  readonly kind: TokenKind;
  /** What of it is written before the hole, and after. */
  readonly before: string;
  readonly after: string;
  /** Whether a `.` is before it: it is a name in a set. */
  readonly afterDot?: boolean;
}

/** A hole that touches a word, a number, a string or another hole, or would be part of a longer token. */
export function gluedHole(offset: number, beside: Beside): NixSyntaxError {
  if (beside.kind === "path" && beside.before !== "") return holeInPath(offset);
  return new NixSyntaxError(
    "a value cannot run into what is beside it: put a blank between them, or both in a string",
    offset,
    gluedHint(beside),
  );
}

function gluedHint({ kind, before, after, afterDot }: Beside): string {
  const text = `"${before}\${…}${after}"`;
  switch (kind) {
    case "identifier":
      if (afterDot === true) return `write the name of the attribute in quotes: \`.${text}\``;
      return before === ""
        ? `for a text write \`${text}\`, for two things \`\${…} ${after}\``
        : `for a text write \`${text}\`, for a call \`${before} \${…}\`, for an attribute \`set.${text}\``;
    case "punctuation":
      return `for an operation put blanks around \`${after.charAt(0)}\`; for a text write \`${text}\``;
    case "path":
      return `for a text write \`${text}\`; for a path behind a path, \`\${…} + "${after}"\``;
    case "integer":
    case "float":
      return "put the whole number together in TypeScript; between two items of a list put a blank";
    case "uri":
      return `for an address write \`${text}\`; for a function put a blank after the \`:\``;
    case "search-path":
      return 'put the value behind it: `<nixpkgs> + "/${…}"`';
    case "string":
      return "put the value between the quotes";
    case "hole":
      return 'for a text write `"${…}${…}"`; between two items of a list put a blank';
    case "keyword":
    case "end":
      return "put a blank between them";
  }
}

export function holeInPath(offset: number): NixSyntaxError {
  return new NixSyntaxError(
    'a value cannot be put into a path; use `file(…)`, or write `./. + "/…"`',
    offset,
    'put a `file("./…")` of TypeScript in the place of the path, or write `./. + "/${…}"`, or `"/etc/${…}"` for a text',
  );
}

export function holeInComment(offset: number): NixSyntaxError {
  return new NixSyntaxError(
    "a value cannot be put into a comment",
    offset,
    "write the comment without `${…}`, or in TypeScript: `// …`",
  );
}

/** After a character that starts no token, and means what it does only together with the next. */
export function holeAfterSign(offset: number, sign: string): NixSyntaxError {
  const hint =
    sign === "$"
      ? "write `\\${` for Nix's own `${`"
      : "take the sign away, or put the text in quotes";
  return new NixSyntaxError(`a value cannot follow \`${sign}\``, offset, hint);
}

/** Right after the `$` of a string, where `${` would be text for Nix. */
export function holeAfterDollar(offset: number, style: "quoted" | "indented"): NixSyntaxError {
  const dollar = style === "quoted" ? "\\$" : "''$";
  return new NixSyntaxError(
    "a value cannot follow a `$` in a string, where Nix takes `$${` for text",
    offset,
    `for a dollar sign before the value write \`${dollar}\${…}\`; for the text \`\${\` of Nix's own \`$\${\` write \`$\\\${\``,
  );
}

export function holeAfterBackslash(offset: number): NixSyntaxError {
  return new NixSyntaxError(
    "a value cannot follow a backslash",
    offset,
    "write `\\\\` for a backslash before the value",
  );
}

/** Right after the end of a string. After ''…'', it may have been meant as Nix's `''${`. */
export function holeAfterString(offset: number, style: "quoted" | "indented"): NixSyntaxError {
  const glued = gluedHole(offset, { kind: "string", before: "", after: "" });
  return style === "quoted"
    ? glued
    : new NixSyntaxError(
        glued.message,
        offset,
        "put the value between the quotes; for Nix's own `''${` write `''\\${`",
      );
}
