import type { commands } from "./options.js";

/** A command line that works as it stands, and what it does. */
export type Example = readonly [line: string, does: string];

/** What each command's `--help` shows at its end. */
export const commandExamples: Readonly<Record<keyof typeof commands, readonly Example[]>> = {
  generate: [
    ["nixpawn generate", "Write the modules of ./containers.ts to ./containers"],
    ["nixpawn generate --check --format github", "In CI: fail if the tree is stale"],
    ["nixpawn generate --diff", "Show what would change"],
  ],
  validate: [["nixpawn validate --format json", "All problems, for another program"]],
  check: [
    ["nixpawn check", "Evaluate every container"],
    ["nixpawn check web db --quick", "Two of them, without their derivations"],
  ],
  build: [["nixpawn build --flake .#myhost", "Build the host of this flake"]],
  switch: [
    ["nixpawn switch --sudo", "Switch this host"],
    ["nixpawn switch --flake .#myhost --target-host root@myhost", "Switch another host"],
    ["nixpawn switch -- --option builders ''", "Pass words on to nixos-rebuild"],
  ],
  test: [["nixpawn test --sudo", "Try it; the next boot has the old system"]],
  boot: [["nixpawn boot --sudo", "Take effect at the next boot"]],
  "dry-activate": [["nixpawn dry-activate", "Show which units a switch would restart"]],
  apply: [
    ["nixpawn apply --dry-run", "Show what would be done"],
    ["nixpawn apply web", "Bring one container up to date"],
    ["nixpawn apply --prune", "Also remove what the config no longer has"],
  ],
  create: [
    ["nixpawn create web --config-file ./web.nix --start", "From a NixOS module"],
    ["nixpawn create web --flake .#web --port 8080:80", "From a flake, with a port"],
    ["nixpawn create db --from ./containers.ts", "One container of a config"],
  ],
  update: [["nixpawn update web --config-file ./web.nix", "Build its system from this module"]],
  rollback: [["nixpawn rollback web", "Undo the last update"]],
  generations: [["nixpawn generations web --json", "For another program"]],
  destroy: [["nixpawn destroy web --yes", "Without a question"]],
  start: [["nixpawn start web db", "Start two, and wait for both"]],
  stop: [["nixpawn stop --all", "Stop all of this host"]],
  restart: [["nixpawn restart web", "Stop it, and start it again"]],
  reload: [["nixpawn reload web", "Switch to its new system without a restart"]],
  terminate: [["nixpawn terminate web", "End one that does not stop"]],
  list: [["nixpawn list --json", "The names, for another program"]],
  status: [["nixpawn status web", "One container, else all"]],
  run: [["nixpawn run web -- systemctl --failed", "What follows -- runs inside"]],
  login: [["nixpawn login web", "As on a console; ^] three times within a second leaves it"]],
  "root-login": [["nixpawn root-login web", "A shell, without a password"]],
  logs: [["nixpawn logs web --follow", "Go on with what is new"]],
  "show-ip": [["ping $(nixpawn show-ip web)", "Use it in another command"]],
  "show-host-key": [["nixpawn show-host-key web", "Compare it with what ssh shows"]],
  init: [["nixpawn init", "Start in this folder"]],
  schema: [["nixpawn schema > container.schema.json", "For an editor"]],
  explain: [["nixpawn explain NP201", "Why it is a problem, and the cure"]],
  completion: [['eval "$(nixpawn completion bash)"', "In ~/.bashrc"]],
};
