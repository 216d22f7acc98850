# The system of a flake. Sourced, never run.
# shellcheck shell=bash

# shellcheck source=SCRIPTDIR/places.bash
. "${BASH_SOURCE[0]%/*}/places.bash"

# build_flake: builds the system of FLAKE where there is none yet, at the container's first start.
# REFERENCE#NAME is the flake's nixosConfigurations.NAME; without a name, the container's own.
build_flake() {
  local profile=${profiles}/system attribute=${INSTANCE}
  [[ -n ${FLAKE:-} && ! -e ${profile} ]] || return 0
  [[ ${FLAKE} != *'#'* ]] || attribute=${FLAKE#*'#'}
  [[ -n ${attribute} && ${attribute} != *[\"\\\$]* ]] || fail "FLAKE has no name after its #"
  nix --extra-experimental-features 'nix-command flakes' build --profile "${profile}" --no-link \
    "${FLAKE%%'#'*}#nixosConfigurations.\"${attribute}\".config.system.build.toplevel" ||
    fail "the system of ${FLAKE} cannot be built"
}
