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
  each_link remove_link
  [[ ${EPHEMERAL:-} != 1 ]] || rm -rf --one-file-system -- "${root:?}"
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
