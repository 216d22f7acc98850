import { isContainerFunction } from "./container-names.js";
import type { Candidates, Program, ProgramOption } from "./program.js";

/** A completion script for zsh, to be evaluated or to lie in $fpath as `_nixpawn`. */
export function zshScript({ commands, options }: Program): string {
  const shared = options.map((one) => optionSpec(one));
  const lines = [
    "#compdef nixpawn",
    `# Completion of nixpawn for zsh. In ~/.zshrc, after compinit: eval "$(nixpawn completion zsh)"`,
    ...isContainerFunction,
    "_nixpawn_containers() {",
    "  local word",
    "  local -a names",
    "  names=(/etc/nixos-containers/*.conf(N:t:r))",
    "  # The old folder, where the new one is empty.",
    "  if [[ ${#names} -eq 0 ]]; then",
    "    for word in /etc/containers/*.conf(N); do",
    "      ! _nixpawn_is_container $word || names+=(${word:t:r})",
    "    done",
    "  fi",
    '  compadd "$@" -a names',
    "}",
    "_nixpawn_configured() {",
    "  local -a names",
    "  names=(containers/*.nix(N:t:r))",
    '  compadd "$@" -- ${names:#default}',
    "}",
    "_nixpawn() {",
    "  local curcontext=$curcontext state line",
    "  local -a commands shared",
    "  commands=(",
    ...commands.map(({ name, describe }) => `    ${quote(`${name}:${describe}`)}`),
    "  )",
    "  shared=(",
    ...shared.map((spec) => `    ${spec}`),
    "  )",
    `  _arguments -C $shared '1: :->command' '*:: :->rest' && return`,
    "  case $state in",
    "    command) _describe command commands ;;",
    "    rest)",
    "      case $words[1] in",
    ...commands.flatMap(({ name, options: own, argument }) => {
      const specs = own.map((one) => optionSpec(one));
      if (argument !== undefined)
        specs.push(
          quote(
            `${argument.name === "names" ? "*" : "1"}:${argument.name}:${action(argument.candidates)}`,
          ),
        );
      return [`        ${[`${name}) _arguments $shared`, ...specs, ";;"].join(" ")}`];
    }),
    "      esac",
    "      ;;",
    "  esac",
    "}",
    "if [[ ${funcstack[1]} == _nixpawn ]]; then",
    '  _nixpawn "$@"',
    "else",
    "  compdef _nixpawn nixpawn",
    "fi",
  ];
  return `${lines.join("\n")}\n`;
}

/** One option as `_arguments` reads it: either name excludes the other. */
function optionSpec({ names, describe, value }: ProgramOption): string {
  const about = `[${describe.replace(/[[\]:\\]/g, "\\$&")}]`;
  const rest = value === undefined ? "" : `:value:${action(value)}`;
  // "=": the value may follow an equals sign.
  const forms = names.map((name) =>
    value !== undefined && name.startsWith("--") ? `${name}=` : name,
  );
  if (forms.length === 1) return quote(`${forms.join("")}${about}${rest}`);
  return `${quote(`(${names.join(" ")})`)}{${forms.join(",")}}${quote(`${about}${rest}`)}`;
}

function action(value: Candidates): string {
  if (value === "file") return "_files";
  if (value === "container") {
    return "_nixpawn_containers";
  }
  if (value === "configured container") {
    return "_nixpawn_configured";
  }
  return value === "folder" ? "_files -/" : `(${value.join(" ")})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
