# A stop that comes before the container's systemd can be told. Sourced, never run.
# shellcheck shell=bash

# SIGRTMIN+3 in the masks of /proc/PID/status.
halt_bit=$((1 << 36))

# pass_on_early_stop: systemd-nspawn passes the wish to stop on once, and the kernel drops it as long as
# the container's first process neither handles nor blocks the signal. From when it does, no wish is
# lost; one that came before is passed on once more. Waits for a minute at most.
pass_on_early_stop() {
  local leader state
  until find_leader; do
    if [[ ! -e /proc/$$ ]] || ((SECONDS > 60)); then return 0; fi
    sleep 0.05
  done
  state=$(systemctl show --property=ActiveState --value "container@${INSTANCE:?}.service")
  [[ ${state} != deactivating ]] || kill -s RTMIN+3 "${leader}" 2>/dev/null || true
}

# find_leader: sets `leader` to the container's first process, once it blocks the signal. $$ is
# systemd-nspawn.
find_leader() {
  local child key value mask innermost
  local -a children
  # The file has no line break, which `read` takes for a failure.
  { read -r -a children <"/proc/$$/task/$$/children" || true; } 2>/dev/null
  for child in "${children[@]}"; do
    mask=0 innermost=
    while read -r key value; do
      case ${key} in
        NSpid:) innermost=${value##*[[:blank:]]} ;;
        SigBlk:) mask=$((16#${value})) ;;
        *) ;;
      esac
    done 2>/dev/null <"/proc/${child}/status" || continue
    leader=${child}
    [[ ${innermost} != 1 ]] || ((!(mask & halt_bit))) || return 0
  done
  return 1
}
