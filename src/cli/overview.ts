import { commands, globalOptions } from "./options.js";

/** The commands by what they are for. Every command stands in one of the groups. */
const groups: Readonly<Record<string, readonly (keyof typeof commands)[]>> = {
  "A config": ["init", "generate", "validate", "check"],
  "The host, with the config's containers": [
    "apply",
    "build",
    "switch",
    "test",
    "boot",
    "dry-activate",
  ],
  "Containers of this host": [
    "create",
    "update",
    "rollback",
    "generations",
    "destroy",
    "start",
    "stop",
    "restart",
    "reload",
    "terminate",
  ],
  "What containers are doing": ["list", "status", "logs", "show-ip", "show-host-key"],
  "Inside of a container": ["run", "login", "root-login"],
  Help: ["explain", "schema", "completion"],
};

/** What a first look should lead to. */
const firstSteps: readonly (readonly [line: string, does: string])[] = [
  ["nixpawn init", "Start a config in this folder"],
  ["nixpawn generate", "Write its NixOS modules"],
  ["nixpawn status", "What the containers of this host are doing"],
];

export const exitCodeLines = `Exit codes: 0 done, 1 problems or a stale tree, 2 wrong usage, 3 a program or a
privilege is missing, 4 Nix or the host failed, 70 a mistake of nixpawn,
130 interrupted.`;

/** What `nixpawn --help` prints: all commands in groups, in 80 columns. */
export function overview(): string {
  const row = (name: string, text: string): string => `  ${name.padEnd(16)}${text}`;
  const options = Object.entries({
    ...globalOptions,
    help: { alias: "h", describe: "Show help; also of a command" },
    version: { alias: "V", describe: "Show the version" },
  }).map(([name, { describe, ...more }]) => {
    const short = "alias" in more ? `-${more.alias}, ` : "";
    const choices = "choices" in more ? `: ${more.choices.join(", ")}` : "";
    return row(`${short}--${name}`, `${describe}${choices}`);
  });
  return [
    "nixpawn <command> [options]",
    "",
    "NixOS containers written as typed TypeScript.",
    ...Object.entries(groups).flatMap(([title, names]) => [
      "",
      `${title}:`,
      ...names.map((name) => row(name, commands[name].describe)),
    ]),
    "",
    "Options of every command:",
    ...options,
    "",
    "Examples:",
    ...firstSteps.map(([line, does]) => `  ${line.padEnd(20)}${does}`),
    "",
    "`nixpawn <command> --help` shows the options of a command, with examples.",
    exitCodeLines,
    "",
  ].join("\n");
}
