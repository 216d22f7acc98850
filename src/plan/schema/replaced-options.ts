import type { Problem } from "../../problems/problem.js";
import { isDotted, nested } from "../modules/nested-names.js";

/** Options that nixpkgs no longer has, or never had under this name, and what to use. */
const replaced: Readonly<Record<string, string>> = {
  pkgs: "use `nixpkgs` for another nixpkgs, or `config.nixpkgs.pkgs` for another package set",
};

const renamed: Readonly<Record<string, string>> = {
  autostart: "autoStart",
  binds: "bindMounts",
  bridge: "hostBridge",
  capabilities: "additionalCapabilities",
  devices: "allowedDevices",
  macAddress: "localMacAddress",
  mounts: "bindMounts",
  ports: "forwardPorts",
  volumes: "bindMounts",
};

/** NixOS options that people write beside `config` when they mean inside of it. */
const nixosOptions = new Set([
  "boot",
  "environment",
  "fileSystems",
  "hardware",
  "i18n",
  "imports",
  "networking",
  "nix",
  "programs",
  "security",
  "services",
  "system",
  "systemd",
  "time",
  "users",
  "virtualisation",
]);

/** What to say of an unknown option whose meaning is plain. */
export function replacementOf(
  option: string,
): Pick<Problem, "code" | "message" | "hint"> | undefined {
  const replacement = replaced[option];
  if (replacement !== undefined && Object.hasOwn(replaced, option)) {
    return {
      code: "NP105",
      message: `the option \`${option}\` was removed from NixOS`,
      hint: replacement,
    };
  }
  const name = Object.hasOwn(renamed, option) ? renamed[option] : undefined;
  if (name !== undefined) {
    return {
      code: "NP106",
      message: `there is no option \`${option}\``,
      hint: `it is called \`${name}\``,
    };
  }
  if (nixosOptions.has(isDotted(option) ? (option.split(".")[0] ?? "") : option)) {
    return {
      code: "NP107",
      message: `\`${option}\` is an option of the system in the container, not of the container`,
      hint: `it belongs in \`config\`: ${nested(`config.${option}`)}`,
    };
  }
  return undefined;
}
