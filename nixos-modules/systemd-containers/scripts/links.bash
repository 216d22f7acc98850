# The pairs of virtual interfaces between host and container. Sourced, never run.
#
# They are made before systemd-nspawn starts, and one end each is handed to it: so the host's side is
# complete before the container boots, and has any name. Until the container's init renames it, the
# container's end has a name made of a hash, which can clash with nothing on the host.
# shellcheck shell=bash

# shellcheck source=SCRIPTDIR/words.bash
. "${BASH_SOURCE[0]%/*}/words.bash"

# What the container's init has to know, of the conf file.
network_keys=(INSTANCE PRIVATE_NETWORK HOST_INTERFACE HOST_BRIDGE HOST_ADDRESS HOST_ADDRESS6 LOCAL_ADDRESS
  LOCAL_ADDRESS6 EXTRA_VETHS)

# pass_on: adds them to `flags`.
pass_on() {
  local key
  for key in "${network_keys[@]}"; do
    [[ -z ${!key:-} ]] || flags+=("--setenv=${key}=${!key}")
  done
}

declare -A link

# each_link COMMAND...: runs a command for each pair, with `link` set: inside (the name there), host
# (the name on the host), peer (the container's end before it is renamed), and by their names in the
# conf file HOST_BRIDGE, HOST_ADDRESS, HOST_ADDRESS6, LOCAL_ADDRESS, LOCAL_ADDRESS6, LOCAL_MAC_ADDRESS.
each_link() {
  local -a fields
  local word field key
  if has_main_link; then
    link=([inside]=eth0)
    for key in HOST_BRIDGE HOST_ADDRESS HOST_ADDRESS6 LOCAL_ADDRESS LOCAL_ADDRESS6 LOCAL_MAC_ADDRESS; do
      link[${key}]=${!key:-}
    done
    main_host_name
    peer_name
    "$@"
  fi
  split "${EXTRA_VETHS:-}"
  for word in "${words[@]}"; do
    IFS=, read -r -a fields <<<"${word}"
    decode "${fields[0]}"
    link=([inside]=${decoded} [host]=${decoded})
    for field in "${fields[@]:1}"; do
      key=${field%%=*}
      case ${key} in
        HOST_BRIDGE | HOST_ADDRESS | HOST_ADDRESS6 | LOCAL_ADDRESS | LOCAL_ADDRESS6 | LOCAL_MAC_ADDRESS) ;;
        *) fail "EXTRA_VETHS: ${link[host]} has an unknown key: ${field}" ;;
      esac
      decode "${field#*=}"
      link[${key}]=${decoded}
    done
    peer_name
    "$@"
  done
}

# A private network without any of these has a loopback interface only.
has_main_link() {
  [[ ${PRIVATE_NETWORK:-} == 1 && -n "${HOST_INTERFACE:-}${HOST_BRIDGE:-}${HOST_ADDRESS:-}${HOST_ADDRESS6:-}${LOCAL_ADDRESS:-}${LOCAL_ADDRESS6:-}${LOCAL_MAC_ADDRESS:-}" ]]
}

# The names that systemd-nspawn gives; one that Linux cannot hold ends in a hash of it.
main_host_name() {
  local name=ve-${INSTANCE}
  [[ -z ${HOST_BRIDGE:-} ]] || name=vb-${INSTANCE}
  if [[ -n ${HOST_INTERFACE:-} ]]; then
    name=${HOST_INTERFACE}
  elif ((${#name} > 15)); then
    hash_of "${name}"
    name=${name:0:10}-${hash:0:4}
  fi
  link[host]=${name}
}

peer_name() {
  hash_of "${INSTANCE}/${link[inside]}"
  link[peer]=np-${hash:0:12}
}

# hash_of TEXT: sets `hash` to 64 hexadecimal digits.
hash_of() {
  hash=$(printf '%s' "$1" | sha256sum)
  hash=${hash%% *}
}

# with_prefix ADDRESS LENGTH: sets `address` to one as `ip` takes it; alone in its network unless it says
# more.
with_prefix() {
  address=$1
  [[ $1 == */* ]] || address+=/$2
}
