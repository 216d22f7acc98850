import { code } from "../code.js";

export const NP901 = code("NP901", {
  title: "Wrong usage",
  cause: "A command or an option is unknown, or an argument is missing.",
  cure: "Run the command with `--help` to see what it takes.",
});

export const NP902 = code("NP902", {
  title: "Files cannot be written",
  cause:
    "`init` cannot write to the folder: it is read-only, belongs to somebody else, is a file, or the disk is full.",
  cure: "Give yourself permission, or choose another folder.",
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
});

export const NP905 = code("NP905", {
  title: "No such container in the config",
  cause: "A name on the command line is not that of a container of the config.",
  cure: "Correct the name.",
});
