import { isContainerFunction } from "./container-names.js";
import type { Candidates, Program, ProgramOption } from "./program.js";

/** A completion script for fish 3 and newer, which runs no other program. */
export function fishScript({ commands, options }: Program): string {
  const names = commands.map((one) => one.name);
  const lines = [
    "# Completion of nixpawn for fish. In ~/.config/fish/config.fish: nixpawn completion fish | source",
    "function __nixpawn_command",
    "    for word in (commandline -opc)[2..]",
    `        if contains -- $word ${names.join(" ")}`,
    "            echo $word",
    "            return",
    "        end",
    "    end",
    "end",
    ...containersFunction,
    ...configuredFunction,
    "complete -c nixpawn -f",
    ...commands.map(({ name, describe }) =>
      ["complete -c nixpawn", condition("").trim(), `-a ${quote(name)}`, about(describe)].join(" "),
    ),
    ...options.map((one) => optionLine("", one)),
    ...commands.flatMap(({ name, options: own, argument }) => [
      ...own.map((one) => optionLine(condition(name), one)),
      ...(argument === undefined || isEmpty(argument.candidates)
        ? []
        : [`complete -c nixpawn ${condition(name)}${candidates(argument.candidates)}`]),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The names of this host's containers; the old folder only where the new one has none. */
const containersFunction: readonly string[] = [
  "function __nixpawn_containers",
  "    set -l files /etc/nixos-containers/*.conf",
  "    if test (count $files) -eq 0",
  "        for file in /etc/containers/*.conf",
  "            if string match -qr '^\\s*(?:" + confKeyPattern() + ")\\s*=' <$file",
  "                set -a files $file",
  "            end",
  "        end",
  "    end",
  "    string replace -r '^.*/(.*)\\.conf$' '$1' -- $files",
  "end",
];

/** The containers that the tree in the working folder has. */
const configuredFunction: readonly string[] = [
  "function __nixpawn_configured",
  "    set -l files containers/*.nix",
  "    string match -v default -- (string replace -r '^containers/(.*)\\.nix$' '$1' -- $files)",
  "end",
];

/** The names of conf keys as the other shells' test has them. */
function confKeyPattern(): string {
  const line = isContainerFunction.find((one) => one.includes(") return 0 ;;")) ?? "";
  return line
    .trim()
    .replace(/\) return 0 ;;$/, "")
    .split(" | ")
    .join("|");
}

function optionLine(when: string, { names, describe, value }: ProgramOption): string {
  const forms = names.map((name) =>
    name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  const what =
    value === undefined
      ? ""
      : isEmpty(value)
        ? "-x "
        : `${value === "file" ? "-r" : "-x"} ${candidates(value)} `;
  return `complete -c nixpawn ${when}${forms.join(" ")} ${what}${about(describe)}`;
}

/** After a command of that name; without a name, where there is none yet. */
function condition(name: string): string {
  return `-n ${quote(name === "" ? 'test -z "$(__nixpawn_command)"' : `test "$(__nixpawn_command)" = ${name}`)} `;
}

function candidates(value: Candidates): string {
  if (value === "file") return "-F";
  if (value === "folder") return "-a '(__fish_complete_directories)'";
  if (value === "container") return "-a '(__nixpawn_containers)'";
  if (value === "configured container") return "-a '(__nixpawn_configured)'";
  return `-a ${quote(value.join(" "))}`;
}

function isEmpty(value: Candidates): boolean {
  return typeof value === "object" && value.length === 0;
}

function about(describe: string): string {
  return `-d ${quote(describe)}`;
}

/** Between single quotes fish reads only a backslash before a quote or a backslash. */
function quote(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
