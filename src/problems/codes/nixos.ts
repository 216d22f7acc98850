import { code, error } from "../code.js";

export const NP511 = code("NP511", {
  title: "No nixpkgs",
  cause:
    "The command evaluates NixOS, and neither --nixpkgs nor the config's `nixpkgs`, a flake's lock or NIX_PATH says which.",
  cure: "Name one with --nixpkgs, add a channel, or lock an input `nixpkgs` in the flake.",
  says: {
    none: () =>
      error(
        "there is no nixpkgs to evaluate with",
        "name one with --nixpkgs, lock one in a flake, or set NIX_PATH (`nix-channel --update`)",
      ),
  },
});

export const NP512 = code("NP512", {
  title: "No NixOS in nixpkgs",
  cause: "The folder that was named as nixpkgs has no `nixos/default.nix`.",
  cure: "Name a whole nixpkgs; `nixpkgs.lib` alone has no NixOS.",
  says: {
    none: ({ namedBy, path }: { namedBy: string; path: string }) =>
      error(
        `${namedBy} names \`${path}\` as nixpkgs, where there is no NixOS`,
        "name the folder that has `nixos/default.nix`",
      ),
  },
});

export const NP513 = code("NP513", {
  title: "The locked nixpkgs cannot be had",
  cause: "The flake's lock cannot be read, or Nix could not fetch the nixpkgs it names.",
  cure: "Look at what Nix said (--verbose); `nix flake lock` writes the lock anew.",
  says: {
    notFetched: ({ lock }: { lock: string }) =>
      error(
        `Nix cannot fetch the nixpkgs that \`${lock}\` locks`,
        "name another with --nixpkgs; --verbose shows what Nix said",
      ),
    noLock: ({ path }: { path: string }) => error(`\`${path}\` is no lock file of a flake`),
  },
});

export const NP514 = code("NP514", {
  title: "Files that a flake does not see",
  cause:
    "The host is rebuilt from a flake, and a flake in a git repository has only the files that git knows: a new file has to be added, though it need not be committed.",
  cure: "`git add` the files. What .gitignore excludes has to be taken out of it first.",
  says: {
    untracked: ({ files, isOne, words }: { files: string; isOne: boolean; words: string }) =>
      error(
        `git does not know ${files}, so the flake does not see ${isOne ? "it" : "them"}`,
        `git add ${words}`,
      ),
    ignored: ({ files, isOne }: { files: string; isOne: boolean }) =>
      error(
        `.gitignore excludes ${files}, so the flake does not see ${isOne ? "it" : "them"}`,
        "take them out of .gitignore, and `git add` them",
      ),
  },
});

export const NP515 = code("NP515", {
  title: "nixos-rebuild failed",
  cause: "The host could not be built or activated. nixos-rebuild says why.",
  cure: "Read what it printed. `nixpawn check` finds most of it container by container.",
  says: {
    signal: ({ action }: { action: string }) =>
      error(
        `\`nixos-rebuild ${action}\` was ended by a signal`,
        "what it says above is the reason",
      ),
    failed: ({ action, exitCode }: { action: string; exitCode: number }) =>
      error(
        `\`nixos-rebuild ${action}\` failed with exit code ${exitCode}`,
        "what it says above is the reason",
      ),
  },
});
