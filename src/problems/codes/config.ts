import { code, error } from "../code.js";

export const NP001 = code("NP001", {
  title: "No config file",
  cause:
    "Neither the working directory nor any folder above it has a `containers.ts` or `nixpawn.config.ts` (or the same with .mts, .js, .mjs or .json).",
  cure: "Run nixpawn inside the repository, name the file with `--config`, or start one with `nixpawn init`.",
  says: {
    none: ({ folder }: { folder: string }) =>
      error(
        `no config file in ${folder} or any folder above it`,
        "write a `containers.ts`, run `nixpawn init`, or name the file with --config",
      ),
  },
});

export const NP002 = code("NP002", {
  title: "Config file not found",
  cause:
    "The path given with `--config` does not exist, cannot be read, is a folder without a config file, or a file of another kind than TypeScript, JavaScript or JSON.",
  cure: "Correct the path.",
  says: {
    ofAnotherKind: ({ path }: { path: string }) =>
      error(`\`${path}\` is no config file: it must be TypeScript, JavaScript or JSON`),
    absent: ({ path }: { path: string }) => error(`there is no config file at \`${path}\``),
    unreadable: ({ path, reason }: { path: string; reason: string }) =>
      error(`cannot read \`${path}\`: ${reason}`),
  },
});

export const NP003 = code("NP003", {
  title: "Syntax error",
  cause: "The config file, or a file it imports, is not valid TypeScript, JavaScript or JSON.",
  cure: "Correct the syntax at the place shown.",
  says: {
    found: ({ message }: { message: string }) => error(message),
    json: ({ reason }: { reason: string }) => error(`this is no JSON: ${reason}`),
  },
});

export const NP004 = code("NP004", {
  title: "Import not found",
  cause: "A file or package that the config imports does not exist.",
  cure: "Correct the path, or install the package.",
  says: {
    file: ({ path }: { path: string }) =>
      error(`cannot find the file \`${path}\``, "the path is relative to the file that imports it"),
    name: ({ name }: { name: string }) =>
      error(`cannot find \`${name}\``, "names with `#` are given by `imports` in package.json"),
    package: ({ specifier, name }: { specifier: string; name: string }) =>
      error(`cannot find the package \`${specifier}\``, `install it: npm install ${name}`),
    ofNode: ({ path }: { path: string }) => error(`Node has no module \`${path}\``),
    unreadable: ({ name, reason }: { name: string; reason: string }) =>
      error(`cannot read \`${name}\`: ${reason}`),
  },
});

export const NP005 = code("NP005", {
  title: "No such export",
  cause: "A name is imported from a file that does not export it.",
  cure: "Correct the name, or export it.",
  says: {
    absent: ({ from, name, guess }: { from: string; name: string; guess?: string | undefined }) =>
      error(
        `\`${from}\` exports no \`${name}\``,
        guess === undefined ? undefined : `did you mean \`${guess}\`?`,
      ),
  },
});

export const NP006 = code("NP006", {
  title: "The config threw",
  cause:
    "The code of the config, or of a file it imports, threw an error or left a promise rejected, perhaps only after it was loaded: in a timer, say.",
  cure: "Correct the code; the message is its own.",
  says: {
    threw: ({ what, reason }: { what: string; reason: string }) => error(`${what}: ${reason}`),
  },
});

export const NP007 = code("NP007", {
  title: "No default export",
  cause: "The config file exports nothing as `default`.",
  cure: "Write `export default defineContainers({ … })`.",
  says: {
    none: () =>
      error(
        "the config file has no default export",
        "write `export default defineContainers({ … })`",
      ),
  },
});

export const NP008 = code("NP008", {
  title: "The config never finishes",
  cause:
    "The config awaits a promise at its top level, or exports one, that nothing will ever settle. With several waits all of them are shown.",
  cure: "Look for an `await` of a promise whose `resolve` is never called.",
  says: {
    export: () => error("the default export is a promise that never settles"),
    wait: () => error("the config waits at its top level for something that never happens"),
  },
});

export const NP009 = code("NP009", {
  title: "The config ends the program",
  cause:
    "The config, or a function in it, calls `process.exit`, or ends the process in another way (`abort`, `kill`).",
  cure: "Throw an error instead.",
  says: {
    ends: ({ name }: { name: string }) =>
      error(`the config ends the program with \`process.${name}\``),
  },
});

export const NP010 = code("NP010", {
  title: "File of a kind that cannot be imported",
  cause:
    "The config, or a package that it uses, imports a file that is neither TypeScript, JavaScript nor JSON: a text, WebAssembly, a native add-on, a Nix file.",
  cure: 'Read a text with `readFileSync(new URL("./name", import.meta.url), "utf8")`; name a Nix file with `file("./name.nix")`; leave out packages with native parts.',
  says: {
    attribute: ({ type, hint }: { type: string; hint: string }) =>
      error(`a config cannot import a file as \`${type}\``, hint),
    ofAnotherKind: ({ name, hint }: { name: string; hint: string }) =>
      error(`\`${name}\` cannot be imported: only TypeScript, JavaScript and JSON can`, hint),
  },
});

export const NP011 = code("NP011", {
  title: "The same name twice in one object",
  cause:
    "An object in the config, or in a JSON file that it reads, has two properties of one name. The first, a whole container perhaps, would be lost without a word.",
  cure: "Rename one of them, or put them together.",
  says: {
    twice: ({ name }: { name: string }) => error(`\`${name}\` comes twice in one object`),
  },
});

export const NP012 = code("NP012", {
  title: "A file that is no UTF-8",
  cause:
    "The config, or a file that it imports, has bytes that are no text in UTF-8: it was saved in Latin-1, say. They would become other characters without a word.",
  cure: "Save the file as UTF-8.",
  says: {
    noText: ({ name, byte }: { name: string; byte: string }) =>
      error(
        `\`${name}\` is no UTF-8: there is a byte 0x${byte} that is no text`,
        "save the file as UTF-8; if it is Latin-1: iconv -f ISO-8859-1 -t UTF-8",
      ),
  },
});

export const NP013 = code("NP013", {
  title: "The config changes the language",
  cause:
    "The code of the config, or of a package that it imports, changes or replaces what JavaScript itself has, such as `Array.prototype.map` or `JSON`, or gives all objects a property. nixpawn runs in the same process. It puts things back, and stops. Functions that a package adds to the prototypes of strings, numbers and lists are left alone.",
  cure: "Leave out the package, or use a function of its own that changes nothing.",
  says: {
    changed: ({ what }: { what: string }) =>
      error(
        `the config changes what the language itself has: ${what}`,
        "use a function of your own in place of it, or leave out the package that does it",
      ),
  },
});

export const NP014 = code("NP014", {
  title: "Too many values",
  cause:
    "A container would be printed with more than 200,000 values, or a text with more than 100,000 parts: an array of a huge length, or a value that is shared so often that it would be printed again and again.",
  cure: "Correct the length; give what is shared a name in Nix (`let … in …` in a nix`…` template), or put it into a Nix file of its own.",
  says: {
    parts: ({ most }: { most: number }) =>
      error(
        `this text would have more than ${most.toLocaleString("en")} parts`,
        'put what is repeated into a file, and name that: file("./script.sh")',
      ),
  },
});

export const NP015 = code("NP015", {
  title: "The working folder is gone",
  cause: "The folder that nixpawn was started in was removed or moved meanwhile.",
  cure: "Change to a folder that there is.",
  says: {
    gone: () =>
      error("the working folder does not exist any more", "change to a folder that there is: cd"),
  },
});

export const NP019 = code("NP019", {
  title: "A mistake of nixpawn",
  cause: "nixpawn itself failed; the exit code is 70.",
  cure: "Report it, with the output of `--verbose`.",
  says: {
    failed: ({ message, hint }: { message: string; hint: string }) => error(message, hint),
  },
});
