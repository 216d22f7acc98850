# The folders that a container needs before it starts. Sourced, never run.
# shellcheck shell=bash

# shellcheck source=SCRIPTDIR/places.bash
. "${BASH_SOURCE[0]%/*}/places.bash"

make_root() {
  local folder file
  # Not for other users of the host: programs with set-user-ID bits in there are root's here, too.
  [[ -d ${root%/*} ]] || install -d -m 0700 -- "${root%/*}"
  [[ -d ${root} ]] || install -d -m 0755 -- "${root}"
  # systemd-nspawn takes a folder without usr for no system.
  for folder in usr etc var/lib; do make_folder 0755 "${folder}"; done
  # machinectl looks for the one; without the other, each boot would be taken for the first.
  for file in etc/os-release etc/machine-id; do make_file "${file}"; done
  mkdir -p -- "${profiles}" "${gc_roots}" "${nix_state}/daemon-socket"
}

# make_folder MODE PATH: makes a folder in the container's root. The container may have put a symbolic
# link there, which must not lead out of it.
make_folder() {
  local at=${root} part
  local -a parts
  IFS=/ read -r -a parts <<<"$2"
  for part in "${parts[@]}"; do
    at+=/${part}
    [[ ! -L ${at} ]] || fail "${at} is a symbolic link, which is not followed out of the container"
    [[ -d ${at} ]] || mkdir -m "$1" -- "${at}"
  done
}

# make_file PATH: makes an empty file in a folder that make_folder made, unless something is there.
make_file() {
  [[ -e ${root}/$1 || -L ${root}/$1 ]] || : >"${root}/$1"
}
