import { code, error, warning } from "../code.js";

export const NP701 = code("NP701", {
  title: "A container's conf file cannot be read",
  cause:
    "A file in /etc/nixos-containers is no UTF-8 text, has a NUL character, or may not be read.",
  cure: "Correct or remove the file, or run the command as root.",
  says: {
    leftOut: ({ name, path }: { name: string; path: string }) =>
      warning(`container \`${name}\` is left out: \`${path}\` cannot be read`),
  },
});

export const NP702 = code("NP702", {
  title: "No value of a conf file",
  cause:
    "An option of a container has a line break or a control character. Its conf file has a line for each value, and systemd and others that read it would see another value.",
  cure: "Take the character out of the option.",
});

export const NP703 = code("NP703", {
  title: "A container that is not this config's",
  cause:
    "The host has a container of this name that belongs to its NixOS configuration, that was made by `nixpawn create`, `nixos-container create` or by hand, or that comes from another config, also one that has been moved.",
  cure: "For one of the host's own configuration run `nixpawn switch`. One that nixpawn put there becomes this config's, with its data, by `apply --take-over`. Else destroy it (`nixos-container destroy NAME`), or take another name.",
});

export const NP705 = code("NP705", {
  title: "Another command is at work",
  cause:
    "Another nixpawn has been changing this host, or the same container, for ten seconds; it may be building a system for it.",
  cure: "Wait for it to end. `stop` and `terminate` need not wait.",
});

export const NP706 = code("NP706", {
  title: "A profile cannot be set",
  cause:
    "The folder of a container's profile, or of the lock, cannot be written. Profiles of containers belong to root.",
  cure: "Run the command as root.",
});

export const NP707 = code("NP707", {
  title: "Systems changed while they were built",
  cause: "A file that a container is made of was edited after the container had been evaluated.",
  cure: "Run the command again.",
  says: {
    changed: ({ names }: { names: readonly string[] }) =>
      error(
        `${names.map((name) => `\`${name}\``).join(", ")} changed while being built`,
        "run the command again",
      ),
  },
});

export const NP710 = code("NP710", {
  title: "No name of a container",
  cause:
    "The name has characters other than letters, digits and `-`, begins or ends with `-`, or is longer than 64. It becomes a host name, and part of paths and of the names of units.",
  cure: "Choose another name.",
});

export const NP711 = code("NP711", {
  title: "A file of the host cannot be changed",
  cause: "The disk is full, the file system is read-only, or something else is in the place.",
  cure: "Remove the reason, and run the same command again: what was half done has been taken back, or is ended then.",
});

export const NP712 = code("NP712", {
  title: "There is no systemd",
  cause: "systemd is not the first process of this machine, or cannot be reached.",
  cure: "Run the command on the host itself, booted with systemd.",
});

export const NP713 = code("NP713", {
  title: "The host has no unit for containers",
  cause: "There is no `container@.service`, which starts every container.",
  cure: "On NixOS set `boot.enableContainers = true`, or import nixpawn's module. Elsewhere write the unit with `nixpawn generate --target units --root /`, which takes no config.",
});

export const NP714 = code("NP714", {
  title: "systemd could not do it",
  cause:
    "The container did not start, stop or reload, or was not ready in time (`timeoutStartSec`).",
  cure: "See the end of its journal with `--verbose`, or all with `journalctl --unit container@NAME`.",
});

export const NP715 = code("NP715", {
  title: "An address, a port or an interface is in use",
  cause:
    "Another container of this host has the address already, or the host itself has it; or one that runs, or starts with the host, has the port, the interface or the MAC address. On two bridges, two may have one address; it is a warning where it is not known whether both are in one network.",
  cure: "Choose another one; where `create` is given no address, it finds a free pair. What a config has no more gives its own up with `apply --prune`.",
});

export const NP716 = code("NP716", {
  title: "No address is free",
  cause: "Each of the 254 pairs of 10.233.N.0 is a container's or the host's own.",
  cure: "Give addresses with `--host-address` and `--local-address`.",
});

export const NP717 = code("NP717", {
  title: "There is no such container",
  cause: "The host has no conf file of that name.",
  cure: "See which there are with `nixpawn list`.",
});

export const NP718 = code("NP718", {
  title: "A container of the host's configuration",
  cause:
    "Its conf file is a link to the Nix store: it comes from the host's NixOS configuration, which would bring it back.",
  cure: "Change that configuration, and rebuild the host.",
});

export const NP719 = code("NP719", {
  title: "Something is mounted in a container's root",
  cause:
    "The host has mounted something in the container's root file system, or in its place: a bind, a file system of its own. Removing the root would remove what is mounted.",
  cure: "Unmount it with the command that is told, and run the same command again.",
});

export const NP720 = code("NP720", {
  title: "There is a container of that name",
  cause:
    "The host has a conf file or a profile of that name; on an old host, podman may have its own in /etc/containers or /var/lib/containers.",
  cure: "Choose another name, give `--ensure-unique-name`, or destroy the old one.",
});

export const NP721 = code("NP721", {
  title: "Nothing to update a container from",
  cause: "It has neither a flake nor a configuration.nix of its own.",
  cure: "Apply the config that it comes from, or give a configuration, a flake or a system.",
});

export const NP722 = code("NP722", {
  title: "A removal was interrupted",
  cause: "A `destroy` was killed, and some of the container is left.",
  cure: "Run `nixpawn destroy` once more.",
});

export const NP723 = code("NP723", {
  title: "The container does not run",
  cause: "machined knows no machine of that name.",
  cure: "Start it.",
  says: {
    notRunning: ({ name, hint }: { name: string; hint?: string }) =>
      error(`container \`${name}\` does not run`, hint),
    cutOff: ({ name, hint }: { name: string; hint: string }) =>
      error(`container \`${name}\` was stopped before the command's end was known`, hint),
  },
});

export const NP724 = code("NP724", {
  title: "No system of NixOS",
  cause: "The path has no `init` in it.",
  cure: "Give the path of a system: `config.system.build.toplevel`, or a profile that leads to one.",
  says: {
    noSystem: ({ path }: { path: string }) =>
      error(`${path} is no NixOS system: it has no \`init\``),
  },
});

export const NP725 = code("NP725", {
  title: "No older generation",
  cause: "The profile of the container has no generation before the current one.",
  cure: "See `nixpawn generations`.",
});

export const NP726 = code("NP726", {
  title: "Nothing was removed",
  cause: "The question was not answered with the name, or there was no terminal to ask on.",
  cure: "Give `--yes`.",
  says: {
    noTerminal: () => error("nothing was removed: there is no terminal to ask", "give `--yes`"),
    noAnswer: () => error("nothing was removed", "there was no answer"),
    otherAnswer: ({ word }: { word: string }) =>
      error("nothing was removed", `the answer was not ${word}`),
  },
});

export const NP727 = code("NP727", {
  title: "A journal cannot be read",
  cause: "journalctl ended with a failure.",
  cure: "Run the command as root, or start the container first.",
  says: {
    unreadable: ({ name, hint }: { name: string; hint: string }) =>
      error(`the journal of container \`${name}\` cannot be read`, hint),
  },
});

export const NP728 = code("NP728", {
  title: "No address is known",
  cause: "The conf file names no address, and machined tells of none.",
  cure: "Start the container; one with the host's network has the host's addresses.",
  says: {
    unknown: ({ name }: { name: string }) => error(`no address of container \`${name}\` is known`),
    ofHost: ({ name }: { name: string }) =>
      error(`container \`${name}\` has the host's network, and no address of its own`),
  },
});

export const NP729 = code("NP729", {
  title: "No SSH host key",
  cause: "There is no public key in the container's /etc/ssh.",
  cure: "Enable `services.openssh` in it, and start it.",
  says: {
    none: ({ name }: { name: string }) => error(`container \`${name}\` has no SSH host key`),
  },
});

export const NP730 = code("NP730", {
  title: "A socket does not answer",
  cause: "Neither machined nor the container's socket lets anybody in.",
  cure: "Run the command as root; the container's system has the sockets only when nixpawn's module made it.",
  says: {
    failed: ({ path, reason }: { path: string; reason: string }) =>
      error(`${path} cannot be talked to: ${reason}`),
  },
});

export const NP731 = code("NP731", {
  title: "A container was put back",
  cause:
    "With what the config says now it did not start or reload. The system and the conf file that it had before are in their places again, and it was started with them, or switched back to them without a stop.",
  cure: "See the end of its journal with `--verbose`, and correct the config. `--no-rollback` leaves it as it is.",
});

export const NP732 = code("NP732", {
  title: "A Nix expression where nothing is evaluated",
  cause:
    'The target "units" writes conf files and units without Nix, and the value of an option is a Nix expression.',
  cure: "Write the value itself, or take a target that NixOS evaluates.",
  says: {
    expression: ({ option }: { option: string }) =>
      error(
        `\`${option}\` is a Nix expression, which the target "units" does not evaluate`,
        "write the value itself",
      ),
    underProperty: ({ name }: { name: string }) =>
      error(
        `container \`${name}\` is under \`lib.mkIf\` or the like, which the target "units" does not evaluate`,
        "write its options as an object; a container that is not there is left out of the config",
      ),
  },
});

export const NP733 = code("NP733", {
  title: "A target without modules",
  cause: 'The target "units" has no NixOS modules, so there is nothing to check, build or apply.',
  cure: "Name another target with `--target`. The system of a container with `config` is what its profile leads to.",
  says: {
    none: () =>
      error(
        'the target "units" has no NixOS modules to evaluate',
        "name another target with `--target`",
      ),
  },
});

export const NP734 = code("NP734", {
  title: "The host's unit does not carry out all of it",
  cause:
    "The host's `container@.service` reads conf files in another folder; or none of its scripts reads a key that the container has, so that the option would do nothing, without a word. nixpkgs' own unit knows only the keys of its own conf files, and each release of NixOS others: that of 21.05 has no private users, no network namespaces and no MAC addresses.",
  cure: "Use nixpawn's unit: import its module `systemd-containers` on NixOS, or write it with `nixpawn generate --target units --root /`. Or leave the option out; where one exists, the hint names the flag of systemd-nspawn that says the same.",
});

export const NP735 = code("NP735", {
  title: "Some of a container is left",
  cause:
    "A `create` failed or was killed, and what it had made could not be taken back; the problems told with this one say why.",
  cure: "See to those first. Then the same `create` takes the rest back and begins again, and `nixpawn destroy` removes it.",
});

export const NP736 = code("NP736", {
  title: "A link in the container's root",
  cause:
    "A folder in the container's root file system, on the way to its configuration, is a link or a file. The container made it, and it may lead to files of the host, where nothing is written for a container.",
  cure: "Remove the link, or update the container with `--flake` or `--system-path`.",
});

export const NP738 = code("NP738", {
  title: "A container with a fixed system",
  cause:
    "Its conf file has a SYSTEM_PATH that is not the container's profile: a store path, say. `update` and `rollback` change the profile, and nothing would come of it.",
  cure: "Take SYSTEM_PATH out of the conf file, and run the command again. Of a container from a config, change its `path` there, or give it a `config`.",
});

export const NP739 = code("NP739", {
  title: "What the host's unit carries out cannot be told",
  cause:
    "The host's `container@.service` starts a program that is no script of the shell, or that this user may not read. So it cannot be told whether it reads what the container's conf file has.",
  cure: "`nixpawn status NAME` says of a container that runs what is not in effect in it. Run the command as root.",
});

export const NP740 = code("NP740", {
  title: "A restart does not bring it about",
  cause:
    "The container was started with all that its conf file has, and its process shows that some of it is not in effect: the host's `container@.service`, a drop-in of it, or a `.nspawn` file of systemd says something else. It is not restarted for that again.",
  cure: "See `systemctl cat container@NAME` and /etc/systemd/nspawn. Correct it, and run `nixpawn restart NAME`.",
});

export const NP741 = code("NP741", {
  title: "The stateVersion of a container is not known",
  cause:
    "The container gets another configuration, and its own `system.stateVersion` cannot be told: it has no configuration.nix, or one that cannot be evaluated. That of the nixpkgs in use may be another, and then services take the container's data for what they are not.",
  cure: 'Say it in the new configuration: `system.stateVersion = "21.05";`, with the release that the container was made with.',
  says: {
    unknown: ({ name }: { name: string }) =>
      error(
        `container \`${name}\` gets another configuration, and its system.stateVersion is not known`,
        'say it in the configuration: system.stateVersion = "21.05"; with the release that the container was made with',
      ),
  },
});
