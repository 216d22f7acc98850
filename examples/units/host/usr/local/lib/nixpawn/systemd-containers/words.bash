# Words of the conf file (docs/conf-file.md), and how a script gives up. Sourced, never run.
# shellcheck shell=bash

# Bytes, not characters: a word may hold what is no text in any encoding.
LC_ALL=C

# fail TEXT: the one way to end with a complaint. 78 is EX_CONFIG: the unit does not try it again.
fail() {
  printf '%s: %s\n' "${INSTANCE:-container}" "$1" >&2
  exit 78
}

# split TEXT: sets `words` to the words of a text, split at blanks and at nothing else.
split() {
  IFS=$' \t' read -r -a words <<<"$1"
}

# decode WORD: sets `decoded` to what a word means: \xHH is the byte of that number.
decode() {
  local rest=$1 before byte
  decoded=
  while [[ ${rest} == *'\x'[0-9a-fA-F][0-9a-fA-F]* ]]; do
    before=${rest%%'\x'[0-9a-fA-F][0-9a-fA-F]*}
    rest=${rest:${#before}}
    [[ ${rest} != '\x00'* ]] || fail "a word holds the byte 0: $1"
    printf -v byte '%b' "${rest:0:4}"
    decoded+=${before}${byte}
    rest=${rest:4}
  done
  decoded+=${rest}
}

# flags_of OPTION TEXT: adds `OPTION=WORD` to `flags` for each word of an own key.
flags_of() {
  local word
  split "$2"
  for word in "${words[@]}"; do
    decode "${word}"
    flags+=("$1=${decoded}")
  done
}

# nspawn_path PATH: sets `escaped` to a path as systemd-nspawn's options for binds take it.
nspawn_path() {
  escaped=${1//\\/\\\\}
  escaped=${escaped//:/\\:}
}
