# The host's side of the pairs of interfaces. Sourced, never run.
# shellcheck shell=bash

# shellcheck source=SCRIPTDIR/links.bash
. "${BASH_SOURCE[0]%/*}/links.bash"

# Says whose an interface is, in its alias: none but a container's own is ever removed.
owner="container ${INSTANCE:?}"

# make_link: makes the pair in `link`. Its hardware addresses are the same at each start, so that those
# who know the container's keep knowing it; they depend on the host, for bridges join hosts.
make_link() {
  local machine_id='' mac
  [[ ! -r /etc/machine-id ]] || read -r machine_id </etc/machine-id || true
  local -a ends=()
  local end
  for end in host peer; do
    hash_of "${machine_id}/${INSTANCE}/${link[inside]}/${end}"
    # 02: locally administered, and of one interface.
    printf -v mac '02:%s:%s:%s:%s:%s' "${hash:0:2}" "${hash:2:2}" "${hash:4:2}" "${hash:6:2}" "${hash:8:2}"
    [[ ${end} == host || -z ${link[LOCAL_MAC_ADDRESS]:-} ]] || mac=${link[LOCAL_MAC_ADDRESS]}
    ends+=("${mac}")
  done
  [[ ! -e /sys/class/net/${link[host]} ]] || fail "the host has an interface ${link[host]} already"
  ip link add name "${link[host]}" address "${ends[0]}" type veth \
    peer name "${link[peer]}" address "${ends[1]}"
  ip link set dev "${link[host]}" alias "${owner}"
  wait_for_udev "${link[peer]}"
}

# systemd-nspawn refuses an interface that udev, where there is one, has not seen yet.
wait_for_udev() {
  local index tries
  [[ -e /run/udev/control ]] || return 0
  read -r index <"/sys/class/net/$1/ifindex"
  for ((tries = 0; tries < 200; tries++)); do
    [[ ! -e /run/udev/data/n${index} ]] || return 0
    sleep 0.05
  done
}

# configure_link: bridge, addresses and routes of the host's end in `link`; can be repeated.
configure_link() {
  local host=${link[host]}
  if [[ -n ${link[HOST_BRIDGE]:-} ]]; then
    ip link set dev "${host}" master "${link[HOST_BRIDGE]}"
  fi
  ip link set dev "${host}" up
  if [[ -n ${link[HOST_ADDRESS]:-} ]]; then
    with_prefix "${link[HOST_ADDRESS]}" 32
    ip -4 address replace "${address}" dev "${host}"
  fi
  if [[ -n ${link[HOST_ADDRESS6]:-} ]]; then
    with_prefix "${link[HOST_ADDRESS6]}" 128
    # No search for twins: there are two ends only, and it would keep the address from use at first.
    ip -6 address replace "${address}" dev "${host}" nodad
  fi
  [[ -z ${link[HOST_BRIDGE]:-} ]] || return 0
  [[ -z ${link[LOCAL_ADDRESS]:-} ]] ||
    ip -4 route replace "${link[LOCAL_ADDRESS]%/*}/32" dev "${host}"
  [[ -z ${link[LOCAL_ADDRESS6]:-} ]] ||
    ip -6 route replace "${link[LOCAL_ADDRESS6]%/*}/128" dev "${host}"
}

# remove_link: removes the pair in `link`, if an earlier run left it behind.
remove_link() {
  local alias='' name
  for name in "${link[host]}" "${link[peer]}"; do
    [[ -e /sys/class/net/${name} ]] || continue
    read -r alias <"/sys/class/net/${name}/ifalias" || true
    # systemd-nspawn's own names are a container's, whoever made the interface.
    case ${name} in
      np-* | ve-"${INSTANCE}" | vb-"${INSTANCE}") ;;
      *) [[ ${alias} == "${owner}" ]] || continue ;;
    esac
    # It may go by itself meanwhile, with the container's network.
    ip link delete dev "${name}" 2>/dev/null || true
  done
}
