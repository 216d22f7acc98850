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
    cause: "The text of a ``nix`…` `` template does not follow the grammar of Nix.",
    cure: "Correct the text at the place shown. A `${…}` that Nix itself shall see is written `\\${…}`; without the backslash TypeScript puts a value there.",
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
  NP313: {
    title: "Operator on a Nix expression",
    cause:
      "An operator of JavaScript (`&&`, `||`, `!`, `?:`, `===`, `<`, `-` …) stands at a reference such as `config.services.nginx.enable`, or at another Nix expression. TypeScript has no value of it to work with: it would take it for true, and for equal to nothing.",
    cure: 'Let Nix work it out, in a template: ``nix`${config.a.enable} && ${config.b.enable}` ``. Whether a variable was given at all (`port === undefined`, `name ?? "none"`) can still be asked.',
  },
  NP314: {
    title: "Decision by a Nix expression",
    cause:
      "An `if`, a loop or a `switch` depends on a reference or another Nix expression. The config runs long before Nix knows its value.",
    cure: "Let Nix choose: ``nix`if ${config.a.enable} then 16 else 2` ``, or `lib.mkIf(config.a.enable, { … })` for options.",
  },
  NP315: {
    title: "Nix expression taken apart",
    cause:
      "A reference or another Nix expression is spread (`...`), gone over by a loop, or taken apart by a pattern. What it consists of is known to Nix alone.",
    cure: "Put it together in Nix: ``nix`${config.a} // { b = 1; }` `` for attributes, ``nix`${config.a} ++ [ 1 ]` `` for lists, ``nix`map (one: …) ${config.a}` `` for a loop.",
  },
  NP316: {
    title: "JavaScript's methods and functions on a Nix expression",
    cause:
      "A method of lists or texts (`map`, `includes`, `length` …) is used on a reference, or a reference is given to a function of JavaScript that computes with it. The value is known to Nix alone, and a list of Nix has no such attribute.",
    cure: 'Use the function of Nix: `lib.map(f, list)`, ``nix`builtins.elem "tun" ${config.boot.kernelModules}` ``, ``nix`builtins.length ${list}` ``. An attribute that really has such a name is written in brackets: `config.a["length"]`.',
  },
  NP317: {
    title: "Nix expression as a name",
    cause:
      "A reference or another Nix expression stands where TypeScript needs the name of a property: as a key of an object, or in brackets after one.",
    cure: "Write the attribute set in Nix: ``nix`{ ${config.a.name} = 1; }` ``.",
  },
  NP318: {
    title: "Name with a dash",
    cause:
      "`pkgs.intel-media-driver` is a subtraction in TypeScript: names after a dot have no dashes there.",
    cure: 'Write the name in brackets: `pkgs["intel-media-driver"]`.',
  },
  NP319: {
    title: "Nix expression changed",
    cause:
      "Code assigns to an attribute of a reference or of another Nix expression, or deletes it. It stands for a value that Nix works out, and has nothing to change.",
    cure: "Build the value anew: ``nix`${config.a} // { b = 1; }` ``, or set the option in the container's `config`.",
  },
} as const satisfies Record<string, CodeEntry>;
