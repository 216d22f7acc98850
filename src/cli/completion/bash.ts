import { isContainerFunction } from "./container-names.js";
import type { Candidates, Program, ProgramOption } from "./program.js";

/** A completion script for bash 3.2 and newer, which runs no other program. */
export function bashScript({ commands, options }: Program): string {
  const names = commands.map((one) => one.name);
  const all = [...options, ...commands.flatMap((one) => one.options)];
  const takers = new Map(
    all.flatMap((one) =>
      one.value === undefined ? [] : [[one.names.join(" | "), one.value] as const],
    ),
  );
  const lines = [
    `# Completion of nixpawn for bash. In ~/.bashrc: eval "$(nixpawn completion bash)"`,
    ...isContainerFunction,
    ...containersFunction,
    ...configuredFunction,
    "_nixpawn() {",
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}"',
    '  local command="" word index words=""',
    "  COMPREPLY=()",
    "  # bash splits words at the equals sign.",
    '  if [ "$current" = "=" ]; then',
    '    current=""',
    '  elif [ "$previous" = "=" ]; then',
    '    previous="${COMP_WORDS[COMP_CWORD - 2]}"',
    "  fi",
    "  for ((index = 1; index < COMP_CWORD; index++)); do",
    '    word="${COMP_WORDS[index]}"',
    '    case "$word" in',
    `      ${names.join(" | ")})`,
    '        command="$word"',
    "        break",
    "        ;;",
    "    esac",
    "  done",
    '  case "$previous" in',
    ...[...takers].flatMap(([pattern, value]) => [
      `    ${pattern})`,
      ...complete(value).map((line) => `      ${line}`),
      "      return",
      "      ;;",
    ]),
    "  esac",
    '  case "$command" in',
    `    "") words="${[...names, ...optionNames(options)].join(" ")}" ;;`,
    ...commands.flatMap(({ name, options: own, argument }) => {
      const candidates = argument?.candidates;
      const words = [
        ...(typeof candidates === "object" ? candidates : []),
        ...optionNames([...own, ...options]),
      ];
      return [
        `    ${name})`,
        `      words="${words.join(" ")}"`,
        ...(typeof candidates === "string"
          ? [
              '      if [ "${current#-}" = "$current" ]; then',
              ...complete(candidates).map((line) => `        ${line}`),
              "        return",
              "      fi",
            ]
          : []),
        "      ;;",
      ];
    }),
    "  esac",
    "  # shellcheck disable=SC2207",
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    "}",
    "complete -F _nixpawn nixpawn",
  ];
  return `${lines.join("\n")}\n`;
}

/** Adds the names of this host's containers that begin with $current. */
const containersFunction: readonly string[] = [
  "_nixpawn_containers() {",
  '  local word found=""',
  "  for word in /etc/nixos-containers/*.conf /etc/containers/*.conf; do",
  '    case "$word" in',
  '      */"*.conf") continue ;;',
  "      # The old folder, where the new one is empty.",
  '      /etc/containers/*) if [ -n "$found" ] || ! _nixpawn_is_container "$word"; then continue; fi ;;',
  "      *) found=1 ;;",
  "    esac",
  '    word="${word##*/}" word="${word%.conf}"',
  '    case "$word" in',
  '      "$current"*) COMPREPLY+=("$word") ;;',
  "    esac",
  "  done",
  "}",
];

/** Adds the containers of the tree in the working folder that begin with $current. */
const configuredFunction: readonly string[] = [
  "_nixpawn_configured() {",
  "  local word",
  "  for word in containers/*.nix; do",
  '    word="${word##*/}" word="${word%.nix}"',
  '    case "$word" in',
  "      default | '*') ;;",
  '      "$current"*) COMPREPLY+=("$word") ;;',
  "    esac",
  "  done",
  "}",
];

function complete(value: Candidates): string[] {
  if (value === "configured container") {
    return ["_nixpawn_configured"];
  }
  if (value === "container") {
    return ["_nixpawn_containers"];
  }
  if (value === "file" || value === "folder") {
    return [
      "compopt -o filenames 2>/dev/null",
      `while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen ${value === "file" ? "-f" : "-d"} -- "$current")`,
    ];
  }
  return [
    "# shellcheck disable=SC2207",
    `COMPREPLY=($(compgen -W "${value.join(" ")}" -- "$current"))`,
  ];
}

function optionNames(options: readonly ProgramOption[]): string[] {
  return options.flatMap((one) => one.names);
}
