# The options of upstream's `containers.<name>` with their types and defaults, as its table of options
# has them, for evaluating generated modules with nixpkgs' own module system. A test's fixture.
{ lib }:
let
  inherit (lib) mkOption types;
  option = type: default: mkOption { inherit type default; };
  nullOr = type: option (types.nullOr type) null;
  flag = option types.bool;
  strings = option (types.listOf types.str) [ ];

  network = {
    hostBridge = nullOr types.str;
    hostAddress = nullOr types.str;
    hostAddress6 = nullOr types.str;
    localAddress = nullOr types.str;
    localAddress6 = nullOr types.str;
    localMacAddress = nullOr (types.strMatching "([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}");
    forwardPorts = option (types.listOf (
      types.submodule {
        options = {
          protocol = option types.str "tcp";
          hostPort = mkOption { type = types.port; };
          containerPort = nullOr types.port;
        };
      }
    )) [ ];
  };

  bindMount =
    { name, ... }:
    {
      options = {
        mountPoint = option types.str name;
        hostPath = nullOr types.str;
        isReadOnly = flag true;
      };
    };

  device.options = {
    node = mkOption { type = types.str; };
    modifier = mkOption { type = types.str; };
  };

  container.options = network // {
    additionalCapabilities = strings;
    allowedDevices = option (types.listOf (types.submodule device)) [ ];
    autoStart = flag false;
    bindMounts = option (types.attrsOf (types.submodule bindMount)) { };
    config = option types.deferredModule { };
    copyResolvConf = flag true;
    enableTun = flag false;
    ephemeral = flag false;
    extraFlags = strings;
    extraVeths = option (types.attrsOf (types.submodule { options = network; })) { };
    flake = nullOr types.str;
    interfaces = strings;
    macvlans = strings;
    networkNamespace = nullOr types.path;
    nixpkgs = nullOr types.path;
    path = nullOr types.path;
    privateNetwork = flag false;
    privateUsers = option (types.either types.ints.u32 (
      types.enum [
        "no"
        "identity"
        "pick"
      ]
    )) "no";
    restartIfChanged = flag true;
    specialArgs = option (types.attrsOf types.unspecified) { };
    timeoutStartSec = option types.str "1min";
    tmpfs = strings;
  };
in
{
  options.containers = option (types.attrsOf (types.submodule container)) { };
}
