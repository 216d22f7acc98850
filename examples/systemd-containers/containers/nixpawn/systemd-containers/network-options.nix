# Options of one veth pair: of the container's own, and of each further one.
{ lib }:
let
  inherit (lib) mkOption types;
  digits = "[0-9]{1,3}([.][0-9]{1,3}){3}";
  address =
    pattern: description: example:
    mkOption {
      type = types.nullOr (types.strMatching pattern);
      default = null;
      inherit description example;
    };
  ipv4 = address digits;
  ipv4WithPrefix = address "${digits}(/[0-9]{1,2})?";
  ipv6 = address "[0-9a-fA-F:.]*:[0-9a-fA-F:.]*";
  ipv6WithPrefix = address "[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(/[0-9]{1,3})?";

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
  hostBridge = mkOption {
    type = types.nullOr ((import ./option-types.nix { inherit lib; }).interfaceName);
    default = null;
    example = "br0";
    description = "Bridge of the host that the host's end joins. The host's addresses belong to the bridge then.";
  };
  hostAddress = ipv4 "IPv4 address of the host's end, and the container's default gateway." "10.231.136.1";
  hostAddress6 = ipv6 "IPv6 address of the host's end, and the container's default gateway." "fc00::1";
  localAddress = ipv4WithPrefix "IPv4 address of the container's end, a /32 unless a prefix is given." "10.231.136.2";
  localAddress6 = ipv6WithPrefix "IPv6 address of the container's end, a /128 unless a prefix is given." "fc00::2";
  localMacAddress =
    address "([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}"
      "MAC address of the container's end; the kernel picks one when it is null."
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
