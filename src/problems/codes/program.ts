import { code, error } from "../code.js";
import type { Severity } from "../problem.js";

/** What Nix itself says. */
interface Failed {
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | undefined;
}

const newerNix = "install a newer Nix: https://nixos.org/download";

export const NP501 = code("NP501", {
  title: "A program is missing",
  cause: "A program that the command needs is not on PATH, or may not be run.",
  cure: "Install it; the message says how.",
  says: {
    absent: ({ program, hint }: { program: string; hint: string | undefined }) =>
      error(`the program \`${program}\` is not there`, hint),
  },
});

export const NP502 = code("NP502", {
  title: "A program was interrupted",
  cause: "Ctrl-C, or a signal, ended a program before it was done.",
  cure: "Run the command again.",
  says: {
    interrupted: ({ program }: { program: string }) => error(`\`${program}\` was interrupted`),
    nothingRemoved: () => error("nothing was removed: interrupted"),
  },
});

export const NP503 = code("NP503", {
  title: "This Nix is not supported",
  cause: "The Nix on PATH is older than 2.8, or its version cannot be told.",
  cure: "Install a newer Nix (https://nixos.org/download).",
  says: {
    unknown: () => error("`nix-instantiate --version` names no version of Nix", newerNix),
    tooOld: ({ version, oldest }: { version: string; oldest: string }) =>
      error(`Nix ${version} is too old: the oldest that works is ${oldest}`, newerNix),
  },
});

export const NP504 = code("NP504", {
  title: "Nix cannot evaluate an expression",
  cause: "Nix refused what it was given to evaluate. The message is its own.",
  cure: "Correct the expression. `--verbose` shows all that Nix said, `--show-trace` every step that led there.",
  says: {
    failed: (said: Failed) => said,
  },
});

export const NP505 = code("NP505", {
  title: "A build failed",
  cause:
    "Nix could not build a derivation. The message names it; `--verbose` shows the end of its log.",
  cure: "`nix-store --read-log` with the derivation prints the whole log.",
  says: {
    failed: ({ name, reason, derivation }: { name: string; reason: string; derivation: string }) =>
      error(
        `\`${name}\` cannot be built: ${reason}`,
        `its log: nix-store --read-log ${derivation}`,
      ),
  },
});

export const NP506 = code("NP506", {
  title: "An experimental feature of Nix is not allowed",
  cause:
    "What was evaluated needs a feature that Nix counts as experimental, and its settings do not allow it.",
  cure: "Add the feature to `extra-experimental-features` in nix.conf or in the environment variable NIX_CONFIG.",
  says: {
    disabled: ({ feature }: { feature: string }) =>
      error(
        `Nix does not allow its experimental feature \`${feature}\``,
        `add it to the settings of Nix: extra-experimental-features = ${feature}`,
      ),
    failed: ({ name, words, hint }: { name: string; words: string; hint: string | undefined }) =>
      error(`container \`${name}\`: ${words}`, hint),
  },
});

export const NP507 = code("NP507", {
  title: "An attribute that cannot be selected",
  cause:
    "A name on the way to a value is empty, is a number, or has a double quote in it. Nix's programs take no such name on the command line.",
  cure: "Give the attribute another name, or select it in an expression.",
  says: {
    name: ({ name, path }: { name: string; path: string }) =>
      error(`the programs of Nix cannot select ${JSON.stringify(name)}, a name in \`${path}\``),
  },
});

export const NP508 = code("NP508", {
  title: "A program cannot be started",
  cause:
    "The system refused to start a program: the folder it shall run in is missing, its arguments are too long, or memory and processes are used up.",
  cure: "The message says which. Large values go into a file that the expression imports.",
  says: {
    noFolder: ({ program, folder }: { program: string; folder: string }) =>
      error(`\`${program}\` cannot be started in ${folder}: there is no such folder`),
    tooLong: ({ program }: { program: string }) =>
      error(`\`${program}\` cannot be started: its arguments are too long`),
    failed: ({ program, reason }: { program: string; reason: string }) =>
      error(`\`${program}\` cannot be run: ${reason}`),
  },
});

export const NP509 = code("NP509", {
  title: "Nix cannot do what it was asked for",
  cause: "A program of Nix failed at the store or at a profile. The message is its own.",
  cure: "`--verbose` shows all that Nix said.",
  says: {
    failed: (said: Failed) => said,
  },
});
