import type { Problem, ValuePath } from "../../problems/problem.js";
import { takesNextWord } from "../schema/nspawn-options.js";
import { items, type ContainerRule } from "./rule.js";

/**
 * What breaks a flag in nixpkgs' conf file: between its double quotes, systemd takes a quote for the end of
 * the value, and a backslash before a quote, a dollar sign, a backquote or another backslash away
 * (parse_env_file_internal of its env-file.c). At its end, it would take the closing quote.
 */
const breaksConf = /["\0-\x08\x0a-\x1f\x7f]|\\(?=["\\$`]|$)/;

/**
 * The words of `extraFlags`. nixpkgs joins the flags with blanks (EXTRA_NSPAWN_FLAGS of
 * nixos-containers.nix), and its start script expands them without quotes, as nixpawn's scripts split them
 * at blanks: a flag may be several words, each an argument of systemd-nspawn, and an empty one is lost. A
 * word that is neither a flag nor the value of the flag before it ends systemd-nspawn's flags (getopt_long
 * with "+"): it is run in the place of NixOS.
 */
export const flagWords: ContainerRule = (name, options, target) => {
  // What a word is depends on all words before it.
  let before: Before = "a value";
  return items(options.extraFlags).flatMap(([index, flag]): Problem[] => {
    if (typeof flag !== "string") {
      before = "unknown";
      return [];
    }
    const path = [name, "extraFlags", index];
    const found = target === "containers" ? breaksConf.exec(flag)?.[0] : undefined;
    if (found !== undefined) {
      before = "unknown";
      return [unquoted(flag, found, path)];
    }
    const words = flag.split(/[ \t]+/).filter((word) => word !== "");
    if (words.length === 0) return [lost(path)];
    const stray = words.find((word) => {
      const isStray = before === "a value" && !/^-./.test(word);
      before = isStray ? "unknown" : after(before, word);
      return isStray;
    });
    if (stray !== undefined) return [noFlag(flag, stray, path)];
    return words.length > 1 || /[ \t]/.test(flag) ? [split(flag, words, path)] : [];
  });
};

/** What is behind, when a word is looked at. */
type Before = "a value" | "a flag that takes a word" | "unknown";

function after(before: Before, word: string): Before {
  if (before === "a flag that takes a word") return "a value";
  if (before === "unknown" && !word.startsWith("--")) return "unknown";
  const takes = takesNextWord(word);
  if (takes === undefined) return "unknown";
  return takes ? "a flag that takes a word" : "a value";
}

function unquoted(flag: string, found: string, path: ValuePath): Problem {
  const what = /[\0-\x1f\x7f]/.test(found) ? "a control character" : `the character \`${found}\``;
  return {
    code: "NP207",
    severity: "error",
    message: `\`${flag}\` has ${what}, and NixOS passes it on without quoting it`,
    path,
  };
}

function lost(path: ValuePath): Problem {
  return {
    code: "NP225",
    severity: "warning",
    message: "an empty flag is lost: the flags are one line, split at blanks",
    hint: "leave it out; an empty value is written after an equals sign: `--option=`",
    path,
  };
}

function noFlag(flag: string, word: string, path: ValuePath): Problem {
  const isWhole = flag === word;
  return {
    code: "NP207",
    severity: "error",
    message: `${isWhole ? "" : `\`${flag}\` is split at blanks: `}systemd-nspawn takes \`${word}\`, which is no flag, for the program to run in the container`,
    ...(isWhole ? {} : { hint: "no blank can be said in a flag; leave it out" }),
    path,
  };
}

function split(flag: string, words: readonly string[], path: ValuePath): Problem {
  return {
    code: "NP207",
    severity: "warning",
    message: `\`${flag}\` is split at blanks: systemd-nspawn gets ${words.map((one) => `\`${one}\``).join(" and ")}`,
    hint: `write each word as a flag of its own: ${words.map((one) => JSON.stringify(one)).join(", ")}`,
    path,
  };
}
