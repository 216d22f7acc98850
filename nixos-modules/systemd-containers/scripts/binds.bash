# What the container sees of the host's files. Sourced, never run; adds to `flags`.
# shellcheck shell=bash

# shellcheck source=SCRIPTDIR/words.bash
. "${BASH_SOURCE[0]%/*}/words.bash"
# shellcheck source=SCRIPTDIR/places.bash
. "${BASH_SOURCE[0]%/*}/places.bash"

# With users of its own, root outside is root inside only where a mount says so. Those of "identity" and
# 0 have nothing to be mapped.
case ${PRIVATE_USERS:-no} in
  no | identity | 0) bind_options= ;;
  *) bind_options=idmap ;;
esac

# add_bind OPTION SOURCE PATH [OPTIONS]
add_bind() {
  local source
  nspawn_path "$2"
  source=${escaped}
  nspawn_path "$3"
  flags+=("$1=${source}:${escaped}${4:+:$4}")
}

# add_user_binds OPTION TEXT: words SOURCE[:PATH[:OPTIONS]] in systemd-nspawn's own syntax. Without
# options, owners are mapped, but where the kernel cannot. What is not the host's has the container's
# owners already: +PATH in its root, and a new folder for no source.
add_user_binds() {
  local word colons
  split "$2"
  for word in "${words[@]}"; do
    decode "${word}"
    if [[ -n ${bind_options} && ${decoded} == /* && ${decoded} != /@(dev|proc|sys)?([/:]*) ]]; then
      # Colons that a backslash does not escape.
      colons=${decoded//\\?/}
      colons=${colons//[^:]/}
      case ${#colons} in
        0) decoded+=:${decoded}:${bind_options} ;;
        1) decoded+=:${bind_options} ;;
        *) ;;
      esac
    fi
    flags+=("$1=${decoded}")
  done
}

# The store is the host's; the container's profiles and roots are at the host's places, so that they
# keep their systems for both.
add_nix_binds() {
  add_bind --bind-ro "${store}" "${store}" "${bind_options}"
  add_bind --bind-ro "${nix_state}/db" /nix/var/nix/db "${bind_options}"
  add_bind --bind-ro "${nix_state}/daemon-socket" /nix/var/nix/daemon-socket "${bind_options}"
  add_bind --bind "${profiles}" /nix/var/nix/profiles "${bind_options}"
  add_bind --bind "${gc_roots}" /nix/var/nix/gcroots "${bind_options}"
}
