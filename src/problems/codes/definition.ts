import { code, error } from "../code.js";
import type { Severity } from "../problem.js";

export const NP050 = code("NP050", {
  title: "The default export is no config",
  cause:
    "The default export of the config file is something other than what `defineContainers` returns (or, in a JSON config, an object with `containers`).",
  cure: "Write `export default defineContainers({ … })`. A function or a promise of a function is not called.",
});

export const NP051 = code("NP051", {
  title: "Containers depend on each other in a circle",
  cause:
    "A container that is a function of `{ containers }` reads a value of another container whose function in turn reads a value of the first, or one of itself. Lists of all containers (`Object.values(containers)`) leave out the container that asks.",
  cure: "Move the value both need into a constant and use it in both containers.",
});

export const NP052 = code("NP052", {
  title: "No such container",
  cause: "A container's function reads `containers.<name>` and there is no container of that name.",
  cure: "Correct the name, or add the container.",
});

export const NP053 = code("NP053", {
  title: "A function of the config threw",
  cause:
    "The function of a container, of the defaults or of a NixOS module threw an error when it was called.",
  cure: "Correct the function; the message is its own.",
});

export const NP054 = code("NP054", {
  title: "A function of the config returned a promise",
  cause:
    "Functions of containers, defaults and NixOS modules are called while the plan is made and cannot be async.",
  cure: "Await the value at the top level of the config file, and use it in the function.",
});

export const NP055 = code("NP055", {
  title: "Wrong setting",
  cause:
    "A setting beside the containers is unknown or has a wrong type, or the function of the defaults returns something other than an object of options.",
  cure: "Settings are `defaults`, `target`, `outDir` and `nixpkgs`.",
});

export const NP056 = code("NP056", {
  title: "File not found",
  cause:
    "`file(…)`, or a path in a nix`…` template, names a file that does not exist. A relative path starts at the file that it is written in.",
  cure: "Correct the path, or create the file.",
});

export const NP057 = code("NP057", {
  title: "File outside the repository",
  cause:
    "`file(…)` names a file outside the git repository of the config file. A flake sees only files of its own repository, so Nix would not find it.",
  cure: "Move the file into the repository, or fetch it with a Nix expression.",
});

export const NP058 = code("NP058", {
  title: "Not a NixOS module",
  cause:
    "`config`, or a member of its `imports`, is neither an object, a function, a Nix expression nor an array of these; or it is a list within the list, as `lib.optional(…)` gives it; or its function asks for an argument that no module can have.",
  cure: 'Write the module as an object, as `({ pkgs, lib, config }) => ({ … })`, or as `file("./module.nix")`; put lists together: `imports: lib.concatLists([[base], lib.optional(condition, more)])`.',
  says: {
    noModule: ({ what, hint }: { what: string; hint?: string }) =>
      error(`a NixOS module must be an object, a function or a Nix expression, not ${what}`, hint),
    noObject: ({ what }: { what: string }) =>
      error(`the module's function must return an object, not ${what}`),
    listOfModules: ({ name, isImport }: { name: string; isImport: boolean }) =>
      error(
        `${name} gives a list of modules, and one module stands here`,
        isImport
          ? "put the lists together: `imports: lib.concatLists([[…], lib.optional(…)])`"
          : "write a list of modules as the imports of one: `{ imports: … }`",
      ),
  },
});

export const NP059 = code("NP059", {
  title: "Wrong use of `file` or `nix`",
  cause:
    "`file` was called with something other than a path, or `nix` as a function in place of a template.",
  cure: 'Write `file("./web.nix")`, and ``nix`…` `` with backquotes.',
  says: {
    file: ({ what }: { what: string }) =>
      error(
        `\`file\` takes the path of a file, not ${what}`,
        'write the path as a string: file("./web.nix")',
      ),
    template: ({ tag }: { tag: string }) =>
      error(
        `\`${tag}\` is no function: the text comes in a template right after it`,
        `write ${tag}\`…\`, with backquotes and without parentheses`,
      ),
    escape: () =>
      error(
        "a backslash in this text begins an escape that TypeScript does not know",
        "write `\\\\` for a backslash",
      ),
  },
});

export const NP060 = code("NP060", {
  title: "Not an option",
  cause:
    "`imports`, `disabledModules`, `options` or `config` stands in what `lib.mkIf`, `lib.mkMerge`, `lib.mkForce` or the like hold within a module. nixpkgs takes what they hold for definitions of options, and there is no option of that name: imports cannot depend on a condition.",
  cure: "Write the module as an item of an array, `config: [{ imports: [ … ] }, lib.mkIf( … )]`; leave `config` out around options.",
  says: {
    noOption: ({ name, hint }: { name: string; hint: string }) =>
      error(
        `\`${name}\` is taken for an option here: what \`lib.mkIf\`, \`lib.mkMerge\` and the like hold are definitions, not modules`,
        hint,
      ),
  },
});

export const NP061 = code("NP061", {
  title: "A file under a condition",
  cause:
    "`file(…)` stands in what `lib.mkIf`, `lib.mkForce` or the like hold within a module. A file is imported, and NixOS has to know all imports before it knows any condition.",
  cure: "Import the file always, `imports: [file(…)]`, and put the condition into the file: `config = lib.mkIf … { }`.",
  says: {
    file: () =>
      error(
        "a file is imported, and imports cannot depend on a condition",
        "import it always, `imports: [file(…)]`, and put the condition into the file: `config = lib.mkIf … { }`",
      ),
  },
});

export const NP062 = code("NP062", {
  title: "A path of names as one name",
  cause:
    'A key right in a module has dots: `"services.nginx.enable": true`. In Nix, `services.nginx.enable = true;` is three names; a key of TypeScript is one name, which no option has.',
  cure: "Write one object in another: `services: { nginx: { enable: true } }`.",
});

export const NP070 = code("NP070", {
  title: "A value of another container that is not set",
  cause:
    'A container\'s function reads an option of another container that is not set and has no default, or a value that is not there in its `config`, or it looks into a `config` that is a function or a Nix expression. In a text it would be "undefined". Options that were left out give nixpkgs\' default where that is a value: `false`, `[]`, `"tcp"`.',
  cure: 'Set the value in the other container, or ask whether it is there: `"localAddress" in containers.db`, `containers.db.localAddress ?? "…"`.',
  says: {
    notSet: ({ option, read }: { option: string; read: string }) =>
      error(
        `\`${option}\` is not set there: it would be \`${read}\``,
        "set it in the other container",
      ),
  },
});

export const NP071 = code("NP071", {
  title: "No such option of another container",
  cause: "A container's function reads an option of another container that no container has.",
  cure: "Correct the name.",
});

export const NP072 = code("NP072", {
  title: "A container as text",
  cause: "A container, or an object in it, is made a text (`${containers.db}`): `[object Object]`.",
  cure: "Name the option that is meant: `${addressOf(containers.db)}`.",
});

export const NP073 = code("NP073", {
  title: "No address for `addressOf`",
  cause:
    "`addressOf` was given a container whose address is a Nix expression, whose text is known to Nix alone, or something that is no address.",
  cure: "Write the address as a string, or take it apart in a nix`…` template.",
  says: {
    noContainer: () =>
      error(
        "`addressOf` takes a container",
        'name one: addressOf(containers.db), or addressOf(containers.db, "localAddress6")',
      ),
    expression: ({ option, hint }: { option: string; hint: string | undefined }) =>
      error(
        `\`${option}\` is a Nix expression there, which has no text in TypeScript`,
        hint ??
          `take it apart in Nix: nix\`builtins.head (lib.splitString "/" \${container.${option}})\``,
      ),
    noAddress: ({ option }: { option: string }) =>
      error(`\`${option}\` is no address there`, "write it as a string"),
  },
});

export const NP074 = code("NP074", {
  title: 'A text that says "undefined", "NaN" or "[object Object]"',
  cause:
    'A value that is not there is put into a text: an option of another container that was asked for with `?.` or taken from a copy (`{ ...containers.db }`), a property that an object has not, an argument that a call left out. JavaScript writes "undefined" in its place, or "null", and a container has such a text. So it is with a number that is none (`Number(process.env.PORT)` of a variable that is not set: "NaN") and with an object or a promise, which has no text of its own. Where JSON or YAML has a value, "null" may be meant: it is a warning there.',
  cure: 'Set the value, or say what to write without it: `${containers.db.localAddress?.split("/")[0] ?? "10.0.0.9"}`; `addressOf(containers.db)` is a problem where there is none. A "null" that is meant is `JSON.stringify(value)`. Take what is meant out of an object, and `await` a promise.',
  says: {
    absent: ({ severity, shown, word }: { severity: Severity; shown: string; word: string }) => ({
      severity,
      message: `\`${shown}\` puts "${word}" into a text: ${reasonOf(word)}`,
      hint: hintOf(word),
    }),
  },
});

function reasonOf(word: string): string {
  if (word === "NaN") return "it is no number";
  return word.startsWith("[object ") ? "it has no text of its own" : "a value is not there";
}

function hintOf(word: string): string {
  if (word === "NaN") return "give it a number, or say what to write without one: `… || 80`";
  if (word === "[object Promise]") return "wait for it: `${await …}`";
  return word.startsWith("[object ")
    ? "put what is meant of it there: `${value.name}`, `${JSON.stringify(value)}`"
    : 'set it where it is read from, or say what to write without it: `… ?? "…"`';
}
