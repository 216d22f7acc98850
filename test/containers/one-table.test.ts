import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { confKeys } from "../../src/conf/keys.js";
import { optionEntries } from "../../src/containers/option-table.js";
import { root } from "../support/program.js";

/** Files that name many options, or keys of the conf file, and why that is no list of what there is. */
const named: Readonly<Record<string, string>> = {
  "src/problems/codes/rules.ts": "texts of problems",
  "src/plan/rules/network.ts": "rules, each on the options that it judges",
  "src/cli/container/create-flags.ts": "a function for each option whose flag is no value of it",
  "src/host/snapshot/values-in-effect.ts": "a function for each key that can be seen in a process",
  "nixos-modules/systemd-containers/container-options.nix": "the module's own types and texts",
  "nixos-modules/systemd-containers/container-assertions.nix": "rules of the module",
  "nixos-modules/systemd-containers/warnings.nix": "rules of the module",
  "nixos-modules/systemd-containers/claims.nix": "what the module's containers claim",
};

/** More than one function has to do with. */
const few = 8;

/** Names that are other things' as well are no sign of a list. */
const words = new Set([
  "config",
  "flake",
  "interfaces",
  "nixpkgs",
  "path",
  "tmpfs",
  "FLAKE",
  "BIND",
]);
const isOwnWord = (name: string): boolean => !words.has(name);
const options = optionEntries.map(([name]) => name as string).filter(isOwnWord);
const keys = Object.keys(confKeys).filter(isOwnWord);

const files = ["src", "scripts", "nixos-modules"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path}`)
    .filter((path) => /\.(?:ts|js|nix)$/.test(path))
    .filter((path) => !/\.generated\.|^src\/containers\/table\//.test(path)),
);

/** The code of a file, without whole lines of comment. */
function code(path: string): string {
  const text = readFileSync(join(root, path), "utf8");
  return text.replace(/\/\*[^]*?\*\//g, "").replace(/^\s*(?:\/\/|#).*$/gm, "");
}

test("no other file lists the options of a container, or the keys of its conf file", () => {
  const lists = files.filter((path) => {
    const known = new Set(code(path).match(/\b[A-Za-z]\w+\b/g));
    return [options, keys].some((all) => all.filter((name) => known.has(name)).length > few);
  });
  expect(lists.sort()).toEqual(Object.keys(named).sort());
});

test("the module has every option of the table, and no other", () => {
  const declared = [
    ["container-options", /^ {4}([a-z]\w*) =/gm],
    ["network-options", /^ {2}([a-z]\w*) =/gm],
  ] as const;
  const found = declared.flatMap(([name, pattern]) => {
    const [, body = ""] = code(`nixos-modules/systemd-containers/${name}.nix`).split(/^in$/m);
    return [...body.matchAll(pattern)].map(([, option]) => option ?? "");
  });
  const all = optionEntries.map(([name]) => name as string);
  expect(found.sort()).toEqual([...all, "hasConfig"].sort());
});
