# Options of one veth pair: of the container's own, and of each further one.
{ lib }:
let
  inherit (lib) mkOption types;
  texts = import ./option-types.nix { inherit lib; };
  orNull =
    type: description: example:
    mkOption {
      type = types.nullOr type;
      default = null;
      inherit description example;
    };

  # systemd-nspawn forwards no port 0.
  port = types.ints.between 1 65535;

  forwardPort.options = {
    protocol = mkOption {
      type = types.enum [
        "tcp"
        "udp"
      ];
      default = "tcp";
      description = "Protocol of the connections that are forwarded.";
    };
    hostPort = mkOption {
      type = port;
      example = 8080;
      description = "Port of the host that connections come in at.";
    };
    containerPort = mkOption {
      type = types.nullOr port;
      default = null;
      example = 80;
      description = "Port of the container they lead to; the same as hostPort when it is null.";
    };
  };
in
{
  hostBridge =
    orNull texts.interfaceName
      "Bridge of the host that the host's end joins. That end has no address then."
      "br0";
  hostAddress =
    orNull texts.ipv4
      "IPv4 address of the host's end, and the container's default gateway; with a bridge the gateway alone."
      "10.231.136.1";
  hostAddress6 =
    orNull texts.ipv6
      "IPv6 address of the host's end, and the container's default gateway; with a bridge the gateway alone."
      "fc00::1";
  localAddress =
    orNull texts.ipv4Prefix "IPv4 address of the container's end, a /32 unless a prefix is given."
      "10.231.136.2";
  localAddress6 =
    orNull texts.ipv6Prefix "IPv6 address of the container's end, a /128 unless a prefix is given."
      "fc00::2";
  localMacAddress =
    orNull texts.macAddress "MAC address of the container's end; the kernel picks one when it is null."
      "de:b7:73:01:10:90";
  forwardPorts = mkOption {
    type = types.listOf (types.submodule forwardPort);
    default = [ ];
    example = [
      {
        hostPort = 8080;
        containerPort = 80;
      }
    ];
    description = "Ports of the host that lead to the container.";
  };
}
