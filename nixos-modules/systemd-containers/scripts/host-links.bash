# The host's side of the pairs of interfaces. Sourced, never run.
# shellcheck shell=bash

# shellcheck source=SCRIPTDIR/links.bash
. "${BASH_SOURCE[0]%/*}/links.bash"

# Says whose an interface is, in its alias: none but a container's own is ever removed.
owner="container ${INSTANCE:?}"

# check_link: complains of what would let the pair in `link` fail later.
check_link() {
  local bridge=${link[HOST_BRIDGE]:-}
  ((${#link[host]} <= 15)) || fail "${link[host]} is too long for the name of an interface"
  [[ ! -e /sys/class/net/${link[host]} ]] || fail "the host has an interface ${link[host]} already"
  [[ -z ${bridge} || -e /sys/class/net/${bridge}/bridge ]] || fail "the host has no bridge ${bridge}"
}

# configure_links: the host's side of all pairs, as soon as systemd-nspawn has made them: the container
# has a network while it boots.
configure_links() {
  each_link wait_for_link
  each_link configure_link
}

# It ends with its unit at the latest.
wait_for_link() {
  until [[ -e /sys/class/net/${link[host]} ]]; do sleep 0.02; done
}

# configure_link: bridge, addresses and routes of the host's end in `link`; can be repeated.
configure_link() {
  local host=${link[host]}
  ip link set dev "${host}" alias "${owner}"
  if [[ -n ${link[HOST_BRIDGE]:-} ]]; then
    ip link set dev "${host}" master "${link[HOST_BRIDGE]}"
  fi
  ip link set dev "${host}" up
  # Addresses of the host are the bridge's then, and HOST_ADDRESS is the container's gateway.
  [[ -z ${link[HOST_BRIDGE]:-} ]] || return 0
  if [[ -n ${link[HOST_ADDRESS]:-} ]]; then
    with_prefix "${link[HOST_ADDRESS]}" 32
    ip -4 address replace "${address}" dev "${host}"
  fi
  if [[ -n ${link[HOST_ADDRESS6]:-} ]]; then
    with_prefix "${link[HOST_ADDRESS6]}" 128
    # No search for twins: there are two ends only, and it would keep the address from use at first.
    ip -6 address replace "${address}" dev "${host}" nodad
  fi
  [[ -z ${link[LOCAL_ADDRESS]:-} ]] ||
    ip -4 route replace "${link[LOCAL_ADDRESS]%/*}/32" dev "${host}"
  [[ -z ${link[LOCAL_ADDRESS6]:-} ]] ||
    ip -6 route replace "${link[LOCAL_ADDRESS6]%/*}/128" dev "${host}"
}

# remove_link: removes the pair in `link`, if an earlier run left it behind.
remove_link() {
  local alias='' host=${link[host]}
  [[ -e /sys/class/net/${host} ]] || return 0
  { read -r alias <"/sys/class/net/${host}/ifalias"; } 2>/dev/null || true
  # systemd-nspawn's own names are a container's, whoever made the interface.
  case ${host} in
    ve-"${INSTANCE}" | vb-"${INSTANCE}") ;;
    *) [[ ${alias} == "${owner}" ]] || return 0 ;;
  esac
  # It may go by itself meanwhile, with the container's network.
  ip link delete dev "${host}" 2>/dev/null || true
}
