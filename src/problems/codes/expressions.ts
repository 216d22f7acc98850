import { code, error } from "../code.js";

/** What a config did with a Nix expression that only Nix can do. */
interface Misused {
  /** Of the expression. */
  readonly name: string;
  /** The operator, method or function, as it is written. */
  readonly what: string;
  readonly hint: string | undefined;
}

const known = "its value is known to Nix alone";

export const NP302 = code("NP302", {
  title: "No number of Nix",
  cause:
    "Integers of Nix have 64 bits, from -9223372036854775808 to 9223372036854775807, and its floats are finite: there is no NaN and no infinity.",
  cure: "Write a number within these limits. An integer that JavaScript's numbers cannot hold exactly is written as a bigint (`9007199254740993n`), a large float as ``nix`1.0e21` ``.",
  says: {
    noNumber: ({ what }: { what: string }) => error(`this is ${what}`),
    inText: ({ what }: { what: string }) => error(`this is ${what}`, "put a number there"),
  },
});

export const NP309 = code("NP309", {
  title: "A value does not fit its place in a Nix expression",
  cause:
    "A `${…}` of a ``nix`…` `` template is inside a string of Nix, or is the name of an attribute, and its value cannot stand there. Strings take strings, numbers and Nix expressions; names are strings or Nix expressions.",
  cure: "Convert the value to a string, or use a Nix expression such as ``nix`lib.boolToString config.a.b` ``.",
  says: {
    attribute: ({ what, isFixed }: { what: string; isFixed: boolean }) =>
      error(
        `the name of an attribute ${isFixed ? "here is a string" : "is a string or a Nix expression"}; this is ${what}`,
      ),
    inString: ({ what }: { what: string }) =>
      error(
        `${what} cannot be put into a string of Nix`,
        "put a string, a number or a Nix expression there",
      ),
    variable: ({ name }: { name: string }) =>
      error(`no variable of Nix can have the name \`${name}\``),
    inText: ({ what }: { what: string }) =>
      error(
        `${what} cannot be put into a text`,
        "put a string, a number or a Nix expression there",
      ),
  },
});

export const NP310 = code("NP310", {
  title: "Nix expression used as text",
  cause:
    "A reference such as `pkgs.curl` was turned into a string by TypeScript, in a plain template or by `+`. Its value is known to Nix alone.",
  cure: 'Use a nix template, which keeps it an expression: nix`"${pkgs.curl}/bin/curl"`.',
  says: {
    text: ({ name, hint }: Misused) =>
      error(`${name} is a Nix expression and has no text in TypeScript`, hint),
  },
});

export const NP313 = code("NP313", {
  title: "Operator on a Nix expression",
  cause:
    "An operator of JavaScript (`&&`, `||`, `!`, `?:`, `===`, `<`, `-`, `typeof`, `instanceof` …) stands at a reference such as `config.services.nginx.enable`, or at another Nix expression. TypeScript has no value of it to work with: it would take it for true, and for equal to nothing.",
  cure: 'Let Nix work it out, in a template: ``nix`${config.a.enable} && ${config.b.enable}` ``. Whether a variable was given at all (`port === undefined`, `name ?? "none"`) can still be asked, and whether a value is an expression: `isNixExpression(value)`.',
  says: {
    operator: ({ name, what, hint }: Misused) =>
      error(`\`${what}\` cannot compute with ${name}: ${known}`, hint),
    // nixpkgs #7272: the module system asks for every name that a module's function has.
    default: ({ hint }: Misused) =>
      error(
        "a default of a module's argument is never taken: NixOS gives it or fails",
        hint ??
          "leave the default out, and set it as an option: { _module: { args: { port: lib.mkDefault(80) } } }",
      ),
  },
});

export const NP314 = code("NP314", {
  title: "Decision by a Nix expression",
  cause:
    "An `if`, a loop or a `switch` depends on a reference or another Nix expression. The config runs long before Nix knows its value.",
  cure: "Let Nix choose: ``nix`if ${config.a.enable} then 16 else 2` ``, or `lib.mkIf(config.a.enable, { … })` for options.",
  says: {
    statement: ({ name, what, hint }: Misused) =>
      error(`\`${what}\` cannot decide by ${name}: ${known}`, hint),
  },
});

export const NP315 = code("NP315", {
  title: "Nix expression taken apart",
  cause:
    "A reference or another Nix expression is spread (`...`), gone over by a loop, taken apart by a pattern, or asked for an item by its number (`config.a.list[0]`). What it consists of is known to Nix alone.",
  cure: 'Put it together in Nix: ``nix`${config.a} // { b = 1; }` `` for attributes, ``nix`${config.a} ++ [ 1 ]` `` for lists, ``nix`map (one: …) ${config.a}` `` for a loop, ``nix`builtins.elemAt ${config.a.list} 0` `` for an item. An attribute that is named so is ``nix`${config.a}."0"` ``.',
  says: {
    spread: () =>
      error(
        "a Nix expression was spread here beside other attributes",
        "let Nix put them together: nix`${expression} // { … }`",
      ),
    apart: ({ name, what, hint }: Misused) =>
      error(`\`${what}\` cannot take ${name} apart: ${known}`, hint),
    index: ({ name, what, hint }: Misused) =>
      error(`TypeScript cannot take item ${what} of ${name}: ${known}`, hint),
  },
});

export const NP316 = code("NP316", {
  title: "JavaScript's methods and functions on a Nix expression",
  cause:
    "A method of lists or texts (`map`, `includes`, `length` …) is used on a reference, or a reference is given to a function of JavaScript or Node that computes with it (`Array.isArray`, `structuredClone`, `path.join` …), or what is looked for may be it. The value is known to Nix alone, and a list of Nix has no such attribute.",
  cure: 'Use the function of Nix: `lib.map(f, list)`, ``nix`builtins.elem "tun" ${config.boot.kernelModules}` ``, ``nix`builtins.length ${list}` ``. An attribute that really has such a name is written in brackets: `config.a["length"]`.',
  says: {
    method: ({ name, what, hint }: Misused) =>
      error(`${name} is no list or text of TypeScript, and has no \`${what}\``, hint),
    argument: ({ name, what, hint }: Misused) =>
      error(`\`${what}\` cannot compute with ${name}: ${known}`, hint),
    callback: ({ name, hint }: Misused) =>
      error(`${name} would be given the index and the list as well as the item`, hint),
    attribute: ({ name, what, hint }: Misused) =>
      error(`TypeScript cannot take \`${what}\` of ${name}: ${known}`, hint),
    identity: ({ name, what, hint }: Misused) =>
      error(
        /^(?:concat|flat|flatMap)$/.test(what)
          ? `\`${what}\` adds ${name} as one item, also when it is a list: ${known}`
          : what === "Set"
            ? `\`Set\` keeps ${name} twice: it compares objects, not values`
            : `\`${what}\` looks for ${name} as an object, not by its value`,
        hint,
      ),
    search: ({ name, what, hint }: Misused) =>
      error(`\`${what}\` cannot say whether it is ${name}: ${known}`, hint),
  },
});

export const NP317 = code("NP317", {
  title: "Nix expression as a name",
  cause:
    "A reference or another Nix expression stands where TypeScript needs the name of a property: as a key of an object, or in brackets after one.",
  cure: "Write the attribute set in Nix: ``nix`{ ${config.a.name} = 1; }` ``.",
  says: {
    key: ({ name, hint }: Misused) =>
      error(`${name} cannot be a name in TypeScript: ${known}`, hint),
  },
});

export const NP318 = code("NP318", {
  title: "Name with a dash",
  cause:
    "`pkgs.intel-media-driver` is a subtraction in TypeScript: names after a dot have no dashes there.",
  cure: 'Write the name in brackets: `pkgs["intel-media-driver"]`.',
  says: {
    dash: ({ name, hint }: Misused) =>
      error(`TypeScript takes the dash after ${name} for a subtraction`, hint),
  },
});

export const NP319 = code("NP319", {
  title: "Nix expression changed",
  cause:
    "Code assigns to an attribute of a reference or of another Nix expression, or deletes it. It stands for a value that Nix works out, and has nothing to change.",
  cure: "Build the value anew: ``nix`${config.a} // { b = 1; }` ``, or set the option in the container's `config`.",
  says: {
    change: ({ name, hint }: Misused) =>
      error(`${name} is a Nix expression and cannot be changed`, hint),
  },
});

export const NP332 = code("NP332", {
  title: "A function, promise, list or text spread into an object",
  cause:
    "`{ ...base, … }` copies the properties of `base`. A function has none, so that a module or a container that is written as one is lost, and nor have a promise, a map and a set; items of a list and letters of a text become attributes called `0`, `1` and so on.",
  cure: "Put modules side by side: `config: [base, { … }]`. Call a function that makes options, `...base(name)`, and await it if it is async. Give a list or a text a name.",
  says: {
    lost: ({ what, hint }: Misused) => {
      const isSpread = !what.startsWith("Object.assign");
      const lost = isSpread ? what : what.slice("Object.assign ".length);
      const done = isSpread ? "is spread into an object" : "is given to `Object.assign`";
      return error(
        /^a (?:list|text)$/.test(lost)
          ? `${lost} ${done}: its parts become attributes called \`0\`, \`1\` …`
          : `${lost} ${done}, which takes nothing of it`,
        hint,
      );
    },
  },
});
