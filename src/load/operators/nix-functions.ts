import type { NixText } from "./nix-text.js";

/** Functions of JavaScript and those of Nix; an empty one gives what it is given. */
export const nodeFunctions: Readonly<Record<string, string>> = {
  "Array.from": "",
  "Array.isArray": "builtins.isList",
  "JSON.parse": "builtins.fromJSON",
  "JSON.stringify": "builtins.toJSON",
  "Math.abs": "lib.trivial.abs",
  "Math.ceil": "builtins.ceil",
  "Math.floor": "builtins.floor",
  "Math.max": "lib.max",
  "Math.min": "lib.min",
  "Math.trunc": "builtins.floor",
  "Object.assign": "//",
  "Object.entries": "lib.attrsToList",
  "Object.fromEntries": "builtins.listToAttrs",
  "Object.keys": "builtins.attrNames",
  "Object.values": "builtins.attrValues",
  Array: "lib.genList (index: …)",
  Boolean: "",
  Number: "",
  Set: "lib.unique",
  String: "toString",
  parseFloat: "",
  parseInt: "",
};

type Method = (value: string, given: readonly string[]) => NixText;

const apply =
  (make: (value: string, given: readonly string[]) => string): Method =>
  (value, given) => ({ text: make(value, given), binds: 2 });

/** What is the same with each item cannot be translated; the place for it is left open. */
const each = (name: string): Method => apply((value) => `${name} (one: …) ${value}`);

const withArgument = (name: string): Method =>
  apply((value, [first = "…"]) => `${name} ${first} ${value}`);

const alone = (name: string): Method => apply((value) => `${name} ${value}`);

const append: Method = (value, given) => ({
  text: [value, ...given].join(" ++ "),
  binds: given.length === 0 ? 0 : 5,
});

const replace = apply(
  (value, [from = "…", to = "…"]) => `builtins.replaceStrings [ ${from} ] [ ${to} ] ${value}`,
);

/** Methods of JavaScript's lists and texts as Nix does the same. */
export const nodeMethods: Readonly<Record<string, Method | undefined>> = Object.assign(
  Object.create(null) as Record<string, Method>,
  {
    at: apply((value, [index = "0"]) => `builtins.elemAt ${value} ${index}`),
    concat: append,
    endsWith: withArgument("lib.hasSuffix"),
    entries: alone("lib.attrsToList"),
    every: each("builtins.all"),
    filter: each("builtins.filter"),
    find: apply((value) => `lib.findFirst (one: …) null ${value}`),
    findIndex: apply((value) => `lib.lists.findFirstIndex (one: …) null ${value}`),
    findLast: apply((value) => `lib.findFirst (one: …) null (lib.reverseList ${value})`),
    flat: alone("lib.flatten"),
    flatMap: each("lib.concatMap"),
    forEach: each("map"),
    get: withArgument("builtins.getAttr"),
    has: withArgument("builtins.hasAttr"),
    hasOwnProperty: withArgument("builtins.hasAttr"),
    includes: withArgument("builtins.elem"),
    indexOf: apply(
      (value, [first = "…"]) => `lib.lists.findFirstIndex (one: one == ${first}) null ${value}`,
    ),
    join: apply((value, [separator = '","']) => `lib.concatStringsSep ${separator} ${value}`),
    keys: alone("builtins.attrNames"),
    length: alone("builtins.length"),
    map: each("map"),
    match: apply((value) => `builtins.match "…" ${value}`),
    push: (value: string, given: readonly string[]) => ({
      text: `${value} ++ [ ${given.join(" ")} ]`,
      binds: 5,
    }),
    reduce: apply((value, [, first = "…"]) => `lib.foldl' (all: one: …) ${first} ${value}`),
    replace,
    replaceAll: replace,
    reverse: alone("lib.reverseList"),
    slice: apply((value, [from = "0", to = "…"]) => `lib.sublist ${from} ${to} ${value}`),
    some: each("builtins.any"),
    sort: apply((value) => `lib.sort (a: b: a < b) ${value}`),
    split: withArgument("lib.splitString"),
    startsWith: withArgument("lib.hasPrefix"),
    toLowerCase: alone("lib.toLower"),
    toUpperCase: alone("lib.toUpper"),
    trim: alone("lib.trim"),
    values: alone("builtins.attrValues"),
  },
);
