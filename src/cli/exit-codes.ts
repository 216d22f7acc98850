/** What the program's exit code means. */
export const exitCodes = {
  done: 0,
  /** The config has problems, or --check found the tree stale. */
  problems: 1,
  usage: 2,
  /** A program or a privilege is missing. */
  missing: 3,
  /** An error of nixpawn itself (EX_SOFTWARE of sysexits.h). */
  internal: 70,
  interrupted: 130,
} as const;
