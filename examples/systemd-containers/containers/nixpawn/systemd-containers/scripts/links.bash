# The pairs of virtual interfaces between host and container. Sourced, never run.
# shellcheck shell=bash

# shellcheck source=SCRIPTDIR/words.bash
. "${BASH_SOURCE[0]%/*}/words.bash"

# What the container's init has to know of the conf file.
network_keys=(PRIVATE_NETWORK HOST_INTERFACE HOST_BRIDGE HOST_ADDRESS HOST_ADDRESS6 LOCAL_ADDRESS
  LOCAL_ADDRESS6 LOCAL_MAC_ADDRESS EXTRA_VETHS)

# pass_on: adds them to `flags`.
pass_on() {
  local key
  for key in "${network_keys[@]}"; do
    [[ -z ${!key:-} ]] || flags+=("--setenv=${key}=${!key}")
  done
}

# What is said of a pair, for the first by variables of their own.
link_keys=(HOST_BRIDGE HOST_ADDRESS HOST_ADDRESS6 LOCAL_ADDRESS LOCAL_ADDRESS6 LOCAL_MAC_ADDRESS)

declare -A link

# each_link COMMAND...: runs a command for each pair, with its link_keys in `link`, and with the names of
# its ends: `inside` and `host`.
each_link() {
  local -a fields
  local word field key
  if has_main_link; then
    link=([inside]=eth0)
    for key in "${link_keys[@]}"; do link[${key}]=${!key:-}; done
    main_host_name
    "$@"
  fi
  split "${EXTRA_VETHS:-}"
  for word in "${words[@]}"; do
    IFS=, read -r -a fields <<<"${word}"
    decode "${fields[0]}"
    link=([inside]=${decoded} [host]=${decoded})
    for field in "${fields[@]:1}"; do
      key=${field%%=*}
      [[ " ${link_keys[*]} " == *" ${key} "* && ${field} == *=* ]] ||
        fail "EXTRA_VETHS: ${link[host]} has an unknown key: ${field}"
      decode "${field#*=}"
      link[${key}]=${decoded}
    done
    "$@"
  done
}

# A private network without any of these has a loopback interface only.
has_main_link() {
  local key
  [[ ${PRIVATE_NETWORK:-} == 1 ]] || return 1
  for key in HOST_INTERFACE "${link_keys[@]}"; do
    [[ -z ${!key:-} ]] || return 0
  done
  return 1
}

# The names that systemd-nspawn gives; one that Linux cannot hold ends in a hash of it.
main_host_name() {
  local name=ve-${INSTANCE:-} hash
  [[ -z ${HOST_BRIDGE:-} ]] || name=vb-${INSTANCE:-}
  if [[ -n ${HOST_INTERFACE:-} ]]; then
    name=${HOST_INTERFACE}
  elif ((${#name} > 15)); then
    hash=$(printf '%s' "${name}" | sha256sum)
    name=${name:0:10}-${hash:0:4}
  fi
  link[host]=${name}
}

# with_prefix ADDRESS LENGTH: sets `address` to one as `ip` takes it; alone in its network unless it says
# more.
with_prefix() {
  address=$1
  [[ $1 == */* ]] || address+=/$2
}
