import { code, error } from "../code.js";

export const NP901 = code("NP901", {
  title: "Wrong usage",
  cause: "A command or an option is unknown, or an argument is missing.",
  cure: "Run the command with `--help` to see what it takes.",
  says: {
    // What yargs and the readers of flags say of the words that they are given.
    words: ({ message, hint }: { message: string; hint?: string | undefined }) =>
      error(message, hint),
    command: ({ name, hint }: { name: string; hint: string }) =>
      error(`unknown command \`${name}\``, hint),
    argumentOfRun: ({ word, line }: { word: string; line: string }) =>
      error(
        `\`run\` takes no argument \`${word}\``,
        `what runs in the container stands behind \`--\`: \`nixpawn ${line}\``,
      ),
    code: ({ code: given, guess }: { code: string; guess: string | undefined }) =>
      error(
        `there is no problem \`${given}\``,
        `${guess === undefined ? "" : `did you mean \`${guess}\`? `}\`nixpawn explain\` lists all`,
      ),
    oneOfTwo: ({ first, second }: { first: string; second: string }) =>
      error(`give \`${first}\` or \`${second}\`, not both`),
    excluding: ({ flags }: { flags: string }) => error(`${flags} exclude each other`),
    oneOf: ({ flags }: { flags: readonly string[] }) => error(`give one of ${flags.join(", ")}`),
    absent: ({ path }: { path: string }) => error(`there is no \`${path}\``),
    noModule: ({ path }: { path: string }) =>
      error(`\`${path}\` is neither a file nor a folder with a default.nix`),
    noContainer: () => error("name a container, or give `--all`"),
    noCommand: () => error("name a command: `nixpawn run NAME -- COMMAND`"),
    namesOrAll: () => error("give names or `--all`, not both"),
    pruneNames: () => error("`--prune` is for all containers, and goes with no names"),
    pruneProfiles: () => error("`--prune` removes nothing with `--profiles-only`"),
    rootWithoutUnits: () => error("`--root` goes with `--target units`"),
  },
});

export const NP902 = code("NP902", {
  title: "Files cannot be written",
  cause:
    "`init` cannot write to the folder: it is read-only, belongs to somebody else, is a file, or the disk is full.",
  cure: "Give yourself permission, or choose another folder.",
  says: {
    failed: ({ path, reason }: { path: string; reason: string }) =>
      error(`cannot write \`${path}\`: ${reason}`),
  },
});

export const NP903 = code("NP903", {
  title: "Output is lost",
  cause: "What was printed to stdout could not be written: the disk is full, for one.",
  cure: "Make room, or send the output elsewhere.",
});

export const NP904 = code("NP904", {
  title: "Files cannot be watched",
  cause:
    "The system refuses to tell of changes: too many files are watched already, or the file system cannot.",
  cure: "Raise the limit (on Linux the sysctl `fs.inotify.max_user_watches`), or set `CHOKIDAR_USEPOLLING=1`.",
  says: {
    failed: ({ reason }: { reason: string }) =>
      error(
        `cannot watch the files: ${reason}`,
        "set CHOKIDAR_USEPOLLING=1 to look at them again and again instead",
      ),
  },
});

export const NP905 = code("NP905", {
  title: "No such container in the config",
  cause: "A name on the command line is not that of a container of the config.",
  cure: "Correct the name.",
  says: {
    absent: ({ name, guess }: { name: string; guess: string | undefined }) =>
      error(
        `the config has no container \`${name}\``,
        guess === undefined ? undefined : `did you mean \`${guess}\`?`,
      ),
  },
});
