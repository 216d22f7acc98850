# The template unit container@.service, and an instance of it for each container of the host. An
# instance is a whole unit, not a drop-in: so a switch stops a container that is no more.
{
  config,
  options,
  lib,
  pkgs,
  ...
}:
let
  containers = config.systemd.containers;
  conf = import ./conf.nix { inherit lib; };
  ofNixpkgs = import ./nixpkgs-containers.nix { inherit config options; };
  template = import ./unit.nix { inherit config lib pkgs; };

  # Reloads at a switch came with NixOS 22.05; before it, what would be a reload is a restart.
  canReload = (options.systemd.services.type.getSubOptions [ ]) ? reloadTriggers;

  # systemd takes a percent sign, a quote and a backslash for its own.
  unitPath =
    path:
    ''"${
      builtins.replaceStrings
        [
          "\\"
          "\""
          "%"
        ]
        [
          "\\\\"
          "\\\""
          "%%"
        ]
        path
    }"'';

  sources =
    container: lib.filter (path: path != null) (map hostPathOf (lib.attrValues container.bindMounts));

  inherit (import ./bind-text.nix { inherit lib; }) hostPathOf;
  inherit (import ./unit-network.nix { inherit lib; }) deviceUnits needsTun;

  devices =
    container:
    lib.optional (needsTun container) "/dev/net/tun rwm"
    ++ map (device: "${device.node} ${device.modifier}") container.allowedDevices;

  fingerprint = text: builtins.hashString "sha256" (builtins.unsafeDiscardStringContext text);

  instance =
    _name: container:
    let
      # Of a flake it is known only when it is built.
      system = lib.optional (container.flake == null) (toString (conf.systemOf container));
      start = fingerprint (conf.text (conf.startEntries container));
      # A switch reloads whatever restartIfChanged says. Of a changed unit that it leaves alone, it tells.
      triggers =
        if canReload && container.restartIfChanged then
          {
            restartTriggers = [ start ];
            reloadTriggers = system;
          }
        else
          {
            restartTriggers = [ start ] ++ system;
          };
    in
    lib.recursiveUpdate template {
      inherit (container) restartIfChanged;
      inherit (triggers) restartTriggers;
      wantedBy = lib.optional container.autoStart "machines.target";
      wants = deviceUnits container;
      after = template.after ++ deviceUnits container;
      unitConfig.RequiresMountsFor =
        template.unitConfig.RequiresMountsFor ++ map unitPath (sources container);
      serviceConfig = container.resourceControl // {
        DeviceAllow = devices container;
        TimeoutStartSec = container.timeoutStartSec;
      };
    }
    // lib.optionalAttrs (triggers ? reloadTriggers) { inherit (triggers) reloadTriggers; };
in
{
  # Defined twice, the unit would hide what assertions.nix has to say.
  config = lib.mkIf (containers != { } && !ofNixpkgs.enabled) {
    systemd.services = {
      "container@" = template // {
        # It is not started itself.
        restartIfChanged = false;
      };
    }
    // lib.mapAttrs' (
      name: container: lib.nameValuePair "container@${name}" (instance name container)
    ) containers;

    systemd.targets.multi-user.wants = [ "machines.target" ];
  };
}
