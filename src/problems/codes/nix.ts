import type { CodeEntry } from "../code-entry.js";

export const nixCodes = {
  NP301: {
    title: "No value of Nix",
    cause:
      "A function, symbol, date, map, promise or class instance stands where a value is written to a Nix file. Nix has nothing that corresponds to it.",
    cure: "Write strings, numbers, booleans, null, arrays and plain objects, or a Nix expression: ``nix`…` ``, `pkgs.…`, `lib.…`, `config.…` or `file(…)`.",
  },
  NP302: {
    title: "No number of Nix",
    cause:
      "Integers of Nix have 64 bits, from -9223372036854775808 to 9223372036854775807, and its floats are finite: there is no NaN and no infinity.",
    cure: "Write a number within these limits. An integer that JavaScript's numbers cannot hold exactly is written as a bigint (`9007199254740993n`), a large float as ``nix`1.0e21` ``.",
  },
  NP303: {
    title: "No text of Nix",
    cause:
      "A string or a name has a NUL character, or half of a surrogate pair. Strings of Nix are UTF-8 and end at the first NUL.",
    cure: "Take the character out. Binary data can be written as base64 and decoded where it is used.",
  },
  NP304: {
    title: "A value contains itself",
    cause:
      "An object or array is reached again from within itself, so writing it down would never end.",
    cure: "Copy what is needed instead of pointing back at the object around it.",
  },
  NP305: {
    title: "Missing item in a list",
    cause:
      "An item of an array is undefined, or was never set. In an object this leaves the option out; a list cannot have a gap.",
    cure: "Leave the item out, for example with `.filter((item) => item !== undefined)`, or write null if Nix shall see one.",
  },
  NP306: {
    title: "Nested too deeply",
    cause:
      "Objects, arrays and Nix expressions are nested deeper than any NixOS option needs, or a call has hundreds of arguments. Mostly a function that builds the value calls itself without end.",
    cure: "Look for the function that builds the value, or move the deep part into a Nix file and import it with `file(…)`.",
  },
  NP307: {
    title: "A property cannot be read",
    cause: "A getter or a proxy in the config threw when its value was asked for.",
    cure: "Correct the getter, or compute the value beforehand and put it into the object.",
  },
  NP308: {
    title: "Syntax error in a Nix expression",
    cause:
      "The text of a ``nix`…` `` template does not follow the grammar of Nix, or a `${…}` of TypeScript stands where no value may: in a comment, in a path, or touching a word, a number, a string or another `${…}`, so that it would become part of them.",
    cure: "Correct the text at the place shown. A `${…}` may be an expression, the name of an attribute or a part of a string, set off by blanks, operators or brackets. One that Nix itself shall see is written `\\${…}`; the text `${HOME}` of a script is `\"\\$\\{HOME}\"`, in a ''…'' string `''\\${HOME}`.",
  },
  NP309: {
    title: "A value does not fit its place in a Nix expression",
    cause:
      "A `${…}` of a ``nix`…` `` template is inside a string of Nix, or is the name of an attribute, and its value cannot stand there. Strings take strings, numbers and Nix expressions; names are strings.",
    cure: "Convert the value to a string, or use a Nix expression such as ``nix`lib.boolToString config.a.b` ``.",
  },
  NP310: {
    title: "Nix expression used as text",
    cause:
      "A reference such as `pkgs.curl` was turned into a string by TypeScript, in a plain template or by `+`. Its value is known to Nix alone.",
    cure: 'Use a nix template, which keeps it an expression: nix`"${pkgs.curl}/bin/curl"`.',
  },
} as const satisfies Record<string, CodeEntry>;
