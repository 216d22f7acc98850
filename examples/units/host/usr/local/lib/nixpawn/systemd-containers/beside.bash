# What runs beside systemd-nspawn while it starts. Sourced, never run.
# shellcheck shell=bash

# beside COMMAND...: runs a command beside the program that this one becomes, in a control group of its
# own: systemd-nspawn gives the container all controllers of the unit's group only if there is no other
# process in that very group. It ends with the unit at the latest.
beside() {
  { leave_group && "$@"; } &
}

leave_group() {
  local line group
  [[ -e /sys/fs/cgroup/cgroup.controllers ]] || return 0
  while read -r line; do
    [[ ${line} == 0::/* ]] || continue
    group=/sys/fs/cgroup/${line#0::/}/beside
    mkdir -p -- "${group}"
    printf '%s\n' "${BASHPID}" >"${group}/cgroup.procs"
  done </proc/self/cgroup
}
