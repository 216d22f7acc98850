# The options of one container. Its types and defaults may depend on its name and on the host.
{
  config,
  options,
  name,
  lib,
  # The host's own configuration and packages.
  host,
  hostPkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  inherit (import ./option-types.nix { inherit lib; })
    absolutePath
    bindSource
    capability
    deviceModifier
    deviceNode
    interfaceName
    interfacePair
    resourceText
    timeSpan
    tmpfs
    ;
  networkOptions = import ./network-options.nix { inherit lib; };
  ownTypes = import ./types.nix { inherit lib; };

  flag =
    default: description:
    mkOption {
      type = types.bool;
      inherit default description;
    };
  listOf =
    type: example: description:
    mkOption {
      type = types.listOf type;
      default = [ ];
      inherit example description;
    };

  bindMount =
    { name, ... }:
    {
      options = {
        mountPoint = mkOption {
          type = absolutePath;
          default = name;
          description = "Place in the container; the name of the attribute by default. With hostPath, options of systemd-nspawn may follow: /srv:idmap.";
        };
        hostPath = mkOption {
          type = types.nullOr bindSource;
          default = null;
          example = "/home/alice";
          description = "Place on the host; the same as in the container when it is null, + and a path in the container's own root, or a new folder when it is empty.";
        };
        isReadOnly = flag true "Whether the container may only read.";
      };
    };

  device.options = {
    node = mkOption {
      type = deviceNode;
      example = "/dev/fuse";
      description = "Path of the device node, or a group of devices such as char-pts.";
    };
    modifier = mkOption {
      type = deviceModifier;
      example = "rw";
      description = "What is allowed: any of r (read), w (write) and m (make the node).";
    };
  };
  resourceValue = types.either types.ints.unsigned resourceText;
in
{
  options = networkOptions // {
    config = mkOption {
      type = ownTypes.evaluatedSystem (
        import ./evaluate-guest.nix {
          inherit
            config
            host
            hostPkgs
            lib
            name
            ;
        }
      );
      description = "NixOS configuration of the container, a module. One of config, path and flake says which system runs.";
    };
    path = mkOption {
      type = types.nullOr types.path;
      default = null;
      example = "/nix/var/nix/profiles/per-container/web/system";
      description = "System profile that runs in place of config: a store path, or a link to one that is kept up to date.";
    };
    flake = mkOption {
      type = types.nullOr (types.strMatching ".+");
      default = null;
      example = "github:example/web";
      description = "Flake whose NixOS configuration runs, built at the first start; timeoutStartSec holds for that, too. REFERENCE#NAME is its nixosConfigurations.NAME; without a name, that of the container.";
    };
    # `config` cannot be looked at to know whether it was given.
    hasConfig = mkOption {
      type = types.bool;
      internal = true;
      readOnly = true;
      default = options.config.isDefined;
      description = "Whether config is defined.";
    };
    nixpkgs = mkOption {
      type = types.path;
      default = hostPkgs.path;
      defaultText = "pkgs.path";
      description = "The nixpkgs that evaluates config.";
    };
    specialArgs = mkOption {
      type = types.attrsOf types.unspecified;
      default = { };
      description = "Arguments for the modules of config, usable in imports.";
    };

    autoStart = flag false "Whether the container starts with the host.";
    restartIfChanged = flag true "Whether a switch restarts the container when what it is started with has changed, and reloads it when its system has. Without it a switch leaves the running container as it is.";
    timeoutStartSec = mkOption {
      type = timeSpan;
      default = "1min";
      example = "5min";
      description = "How long the start may take, in the form of systemd.time(7).";
    };

    hostInterface = mkOption {
      type = types.nullOr interfaceName;
      default = import ./interface-name.nix { inherit lib; } name;
      defaultText = "c-NAME, held to 15 characters";
      description = "Name of the host's end of the veth pair; when it is null, systemd-nspawn's ve-NAME, or vb-NAME on a bridge.";
    };
    privateNetwork = flag false "Whether the container has a network of its own. It may configure it as it likes, and cannot touch the host's.";
    networkNamespace = mkOption {
      type = types.nullOr absolutePath;
      default = null;
      example = "/run/netns/vpn";
      description = "Network namespace to run in, by the path of its file.";
    };
    interfaces =
      listOf interfacePair
        [
          "eth1"
        ]
        "Network interfaces of the host that are moved into the container; HOST:NAME for another name inside.";
    macvlans =
      listOf interfacePair [ "eno1" ]
        "Interfaces of the host on which the container gets a MAC address of its own, as mv-INTERFACE inside; HOST:NAME for another name.";
    extraVeths = mkOption {
      type = types.attrsOf (types.submodule { options = networkOptions; });
      default = { };
      description = "More veth pairs, by the name that both ends have.";
    };
    copyResolvConf = flag true "Whether the host's /etc/resolv.conf is copied into the container at each start.";

    privateUsers = mkOption {
      type = types.either (types.ints.between 0 4294967295) (
        types.enum [
          "no"
          "identity"
          "pick"
        ]
      );
      default = "no";
      description = "User namespace: none, the host's own ids, a free range that is picked, or the first id of a range.";
    };
    resourceControl = mkOption {
      type = types.attrsOf (types.either resourceValue (types.listOf resourceValue));
      default = { };
      example = {
        MemoryMax = "2G";
      };
      description = "Limits of the container's use of the host, by their names in systemd.resource-control(5); a list gives a setting several times.";
    };
    additionalCapabilities =
      listOf capability
        [
          "CAP_SYS_ADMIN"
        ]
        "Capabilities that the container keeps beside those that systemd-nspawn leaves it, by name or number.";
    enableTun = flag false "Whether the container may make tunnel interfaces.";
    allowedDevices = listOf (types.submodule device) [
      {
        node = "/dev/fuse";
        modifier = "rw";
      }
    ] "Device nodes that the container may use.";
    ephemeral = flag false "Whether the container's root file system is forgotten when it stops.";
    bindMounts = mkOption {
      type = types.attrsOf (types.submodule bindMount);
      default = { };
      description = "Folders and files of the host inside the container, by their place in it.";
    };
    tmpfs = listOf tmpfs [
      "/var/cache:size=1G"
    ] "File systems in memory: a path, and mount options after a colon.";
    extraFlags = listOf types.str [
      "--drop-capability=CAP_SYS_CHROOT"
    ] "More arguments for systemd-nspawn, each without a blank.";
  };
}
