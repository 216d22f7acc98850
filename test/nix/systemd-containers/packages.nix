# Packages by name only, and functions that make some. A test's fixture.
{ lib }:
let
  package = name: {
    outPath = "/package/${name}";
    type = "derivation";
  };
  packages = lib.genAttrs [
    "bash"
    "coreutils"
    "curl"
    "e2fsprogs"
    "gcc"
    "git"
    "gnugrep"
    "gnumake"
    "gnused"
    "iproute2"
    "jq"
    "nix"
    "postgresql"
    "python3"
    "ripgrep"
    "shadow"
    "socat"
    "sshfs"
    "systemd"
    "util-linux"
  ] package;
in
packages
// {
  path = ./nixpkgs;
  stdenv.hostPlatform = "x86_64-linux";
  hello = package "hello" // {
    overrideAttrs = _change: package "hello-changed";
  };
  writeScriptBin = name: _text: package name;
  writeTextDir = name: text: package "text/${name}/${text}";
}
