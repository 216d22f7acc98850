import { confKeys } from "../../conf/keys.js";

/**
 * Lines of bash, and of zsh, that define `_nixpawn_is_container FILE`: whether a conf file in the folder
 * that other programs use as well is of a container (`hostLayout` has the same test).
 */
export const isContainerFunction: readonly string[] = [
  "_nixpawn_is_container() {",
  "  local line key",
  '  while IFS= read -r line || [ -n "$line" ]; do',
  '    line="${line#"${line%%[![:space:]]*}"}"',
  '    key="${line%%=*}"',
  '    [ "$key" != "$line" ] || continue',
  '    case "${key%%[[:space:]]*}" in',
  `      ${Object.keys(confKeys).join(" | ")}) return 0 ;;`,
  "    esac",
  '  done 2>/dev/null <"$1"',
  "  return 1",
  "}",
];
