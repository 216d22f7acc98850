#!/usr/bin/env bash
# Installs what the tests need and runs them: bash scripts/test.sh [--all]
# Without --all the quick ones, under three minutes on two cores; with it types, linters and all tests, those that boot a
# Debian among them. On Debian, as root, Nix comes from the package nix-bin; elsewhere it says what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

case "$*" in
  "") all= ;;
  --all) all=1 ;;
  *)
    echo "bash scripts/test.sh [--all]" >&2
    exit 2
    ;;
esac

say() { printf '%s\n' "$*" >&2; }

if ! command -v node >/dev/null || ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  say "Node.js 20.19 or newer is needed."
  exit 3
fi

if ! command -v nix-instantiate >/dev/null; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    say "Installing nix-bin ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nix-bin git >/dev/null
  else
    say "nix-instantiate is missing: the tests that run Nix will be skipped."
    say "Install Nix (https://nixos.org/download), or on Debian, as root: apt-get install nix-bin"
  fi
fi

# What the tests in a lab host need (test/e2e): a Debian is made, booted and thrown away.
if [ -n "$all" ] && ! { command -v mmdebstrap && command -v ip; } >/dev/null; then
  skipped="the tests in a lab host will be skipped"
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    say "Installing mmdebstrap and iproute2 ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mmdebstrap iproute2; } >/dev/null ||
      say "They cannot be installed: ${skipped}."
  else
    say "mmdebstrap or ip is missing: ${skipped}."
    say "They need root; on Debian, as root: apt-get install mmdebstrap iproute2"
  fi
fi

npm ci --no-audit --no-fund
if [ -n "$all" ]; then
  npm run --silent check:all
else
  npm test --silent
fi
