# Removes what a run left behind on the host, however it ended. Sourced, never run.
# shellcheck shell=bash

# shellcheck source=SCRIPTDIR/places.bash
. "${BASH_SOURCE[0]%/*}/places.bash"
# shellcheck source=SCRIPTDIR/links.bash
. "${BASH_SOURCE[0]%/*}/links.bash"
# shellcheck source=SCRIPTDIR/host-links.bash
. "${BASH_SOURCE[0]%/*}/host-links.bash"

clean() {
  unregister
  remove_export
  each_link remove_link
  # Whatever the conf file says now: it may be another than at the start, or gone.
  forget_root "${ephemeral_root}"
  forget_systems
}

# forget_root PATH: removes the root of an ephemeral container. NixOS makes /var/empty immutable.
forget_root() {
  [[ -e $1 ]] || return 0
  rm -rf --one-file-system -- "$1" 2>/dev/null || {
    chattr -R -f -i -a -- "$1" || true
    rm -rf --one-file-system -- "$1"
  }
}

# Containers that are no more have no use for the systems that were kept for them.
forget_systems() {
  local folder name
  for folder in "${gc_roots%/*}"/*/; do
    name=${folder%/}
    name=${name##*/}
    if [[ ! -d ${folder} ]] || is_defined "${name}" || runs "${name}"; then continue; fi
    rm -rf -- "${folder:?}"{started,reloaded}-system
  done
}

# This one does not run when it is asked.
runs() {
  local state
  [[ $1 != "${INSTANCE}" ]] || return 1
  state=$(systemctl show --property=ActiveState --value -- "container@$1.service")
  [[ ${state} != @(inactive|failed) ]]
}

is_defined() {
  local folder
  for folder in /etc/nixos-containers /etc/containers; do
    [[ ! -e ${folder}/$1.conf ]] || return 0
  done
  return 1
}

# A systemd-nspawn that was killed leaves its machine registered, and no other of that name can start.
unregister() {
  local unit
  unit=$(machinectl show "${INSTANCE:?}" --property=Unit --value 2>/dev/null) || return 0
  [[ ${unit} == "container@${INSTANCE}.service" ]] ||
    fail "a machine of this name runs already, in ${unit}"
  busctl --quiet call org.freedesktop.machine1 /org/freedesktop/machine1 \
    org.freedesktop.machine1.Manager UnregisterMachine s "${INSTANCE}" || true
}

# Nor does it start where what a killed one shared of the container's sockets is still mounted. What knows
# the place cleans it up from 257 on; 256 did not yet.
remove_export() {
  local folder=/run/systemd/nspawn/unix-export/${INSTANCE:?}
  [[ -d ${folder%/*} || -d /run/systemd/nspawn/${INSTANCE} ]] || return 0
  # It wants a root to look at; this one is always there.
  ! systemd-nspawn --cleanup --directory=/ "--machine=${INSTANCE}" &>/dev/null || return 0
  umount --lazy -- "${folder}" 2>/dev/null || true
  rmdir -- "${folder}" 2>/dev/null || true
}
