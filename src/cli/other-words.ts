import type { commands } from "./options.js";

/** What to write here for a verb of docker, podman, incus, machinectl, nixos-container or nix. */
type Meaning = keyof typeof commands | `${keyof typeof commands} ${string}`;

const meanings: Readonly<Record<string, Meaning>> = {
  add: "create NAME",
  attach: "login NAME",
  bash: "root-login NAME",
  compile: "generate",
  config: "validate",
  console: "login NAME",
  delete: "destroy NAME",
  deploy: "apply",
  describe: "status NAME",
  diff: "generate --diff",
  down: "stop NAME",
  enter: "root-login NAME",
  eval: "check",
  exec: "run NAME -- COMMAND",
  fmt: "generate",
  gen: "generate",
  info: "status NAME",
  inspect: "status NAME --format json",
  ip: "show-ip NAME",
  journal: "logs NAME",
  kill: "terminate NAME",
  launch: "create NAME --start",
  lint: "validate",
  log: "logs NAME",
  ls: "list",
  new: "init",
  plan: "apply --dry-run",
  poweroff: "stop NAME",
  ps: "status",
  reboot: "restart NAME",
  rebuild: "switch",
  remove: "destroy NAME",
  rm: "destroy NAME",
  sh: "root-login NAME",
  shell: "root-login NAME",
  show: "status NAME",
  ssh: "root-login NAME",
  stats: "status",
  top: "status",
  undo: "rollback NAME",
  up: "apply",
  upgrade: "update NAME",
  watch: "generate --watch",
};

/** The command line that does what another program's verb does; undefined where there is none. */
export function meaningOf(verb: string): string | undefined {
  return Object.hasOwn(meanings, verb) ? meanings[verb] : undefined;
}
