import type { Problem } from "../../problems/problem.js";
import { isSet, type ContainerRule, type HostRule } from "./rule.js";

/** HOST_NAME_MAX of Linux; the name becomes a machine's name and a host name. */
const longest = 64;

/** What `ve-` leaves of the name of a network interface. */
const longestInInterface = 11;

/**
 * Rule 8: names go into unit names, paths, host names and interface names. nixpkgs looks at them
 * only for containers with `config` (the assertion on underscores in nixos-containers.nix, the type of
 * networking.hostName); the others fail when they are started: systemd-nspawn takes host names alone
 * (hostname_is_valid of its hostname-util.c), nixos-container neither.
 */
export const containerName: ContainerRule = (name) => {
  const problem = (message: string): Problem[] => [
    { code: "NP208", severity: "error", message, path: [name], atKey: true },
  ];
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    return problem(`\`${name}\` is no name for a container: only letters, digits and \`-\` are`);
  }
  if (/^[-_]|[-_]$/.test(name)) {
    return problem(`the name \`${name}\` must start and end with a letter or digit`);
  }
  if (name.length > longest) {
    return problem(`the name \`${name}\` has ${name.length} characters; ${longest} are allowed`);
  }
  if (name.includes("_")) {
    return problem(`the name \`${name}\` has an underscore, which no machine's name may have`);
  }
  return [];
};

/**
 * nixpkgs' module refuses a name that old versions of Linux cannot take into an interface's (the assertion on
 * kernelVersion in nixos-containers.nix; nixpkgs issue 38509).
 */
export const nameInInterface: ContainerRule = (name, options) => {
  // Refused for another reason.
  if (!/^[A-Za-z0-9-]+$/.test(name) || name.length > longest) return [];
  if (name.length <= longestInInterface || options.privateNetwork !== true) return [];
  const outcome = isSet(options.config) ? "NixOS refuses it" : "it does not start";
  return [
    {
      code: "NP208",
      severity: "warning",
      message: `the name \`${name}\` has more than ${longestInInterface} characters: with \`privateNetwork\`, ${outcome} on Linux 5.8 and older`,
      path: [name],
      atKey: true,
    },
  ];
};

/** Host names know no case, and some file systems do not either. */
export const namesApart: HostRule = (containers) => {
  const seen = new Map<string, string>();
  return Object.keys(containers).flatMap((name) => {
    const other = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    if (other === undefined) return [];
    return [
      {
        code: "NP216",
        severity: "warning",
        message: `the names \`${other}\` and \`${name}\` differ only in case`,
        path: [name],
        atKey: true,
        relatedPaths: [{ message: "the other one is here", path: [other] }],
      } satisfies Problem,
    ];
  });
};
