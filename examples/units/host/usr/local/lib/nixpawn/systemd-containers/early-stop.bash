# A stop that comes before the container's systemd can be told. Sourced, never run.
# shellcheck shell=bash

# In the masks of /proc/PID/status: SIGRTMIN+3, with which a container's first process waits for a wish to
# stop, and what systemd blocks beside it (SIGRTMIN+4, systemd(1)).
waiting=$((1 << 36))
systemd=$((1 << 36 | 1 << 37))

# pass_on_early_stop: systemd-nspawn passes the wish to stop on once, and the kernel drops it as long as
# the container's first process neither handles nor blocks the signal. One that came before is passed on
# once more when that process waits for it, and when it is systemd: what an init runs first may no longer
# wait (a shell that clears its mask, as busybox 1.38 does).
pass_on_early_stop() {
  local blocked leader state
  for blocked in "${waiting}" "${systemd}"; do
    until find_leader "${blocked}"; do
      if [[ ! -e /proc/$$ ]] || ((SECONDS > 600)); then return 0; fi
      if ((SECONDS < 10)); then sleep 0.05; else sleep 0.5; fi
    done
    state=$(systemctl show --property=ActiveState --value "container@${INSTANCE:?}.service")
    [[ ${state} != deactivating ]] || kill -s RTMIN+3 "${leader}" 2>/dev/null || true
  done
}

# find_leader BLOCKED: sets `leader` to the container's first process, once it blocks these signals. $$ is
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
    [[ ${innermost} != 1 ]] || (((mask & $1) != $1)) || return 0
  done
  return 1
}
