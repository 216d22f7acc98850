# Types of texts, each a kind of the JSON Schema of nixpawn: both accept the same.
{ lib }:
let
  kinds = import ./values.generated.nix;
  addresses = import ./addresses.nix { inherit lib; };

  isKind =
    kind: text:
    (!(kind ? pattern) || builtins.match kind.pattern text != null)
    && (!(kind ? values) || lib.elem text kind.values)
    && !(lib.elem text kind.refusedValues)
    && lib.all (pattern: builtins.match pattern text == null) kind.refusedPatterns;

  # `isValid` says what no pattern can.
  textOf =
    name: isValid:
    let
      kind = kinds.${name};
    in
    lib.mkOptionType {
      inherit name;
      inherit (kind) description;
      check = value: builtins.isString value && isKind kind value && isValid value;
      inherit (lib.types.str) merge;
    };
  text = name: textOf name (_text: true);

  # As systemd-nspawn's --capability= has it: names in any case, numbers and `all`, between commas.
  isCapability =
    word:
    word == "all"
    || lib.elem (lib.toUpper word) kinds.capabilityName.values
    || builtins.match "[0-9]|[1-5][0-9]|6[0-2]" word != null;
  isCapabilities =
    all:
    let
      words = lib.filter (word: word != "") (lib.splitString "," all);
    in
    words != [ ] && lib.all isCapability words;
in
{
  absolutePath = text "absolutePath";
  bindSource = text "bindSource";
  capability = textOf "capability" isCapabilities;
  deviceModifier = text "deviceModifier";
  deviceNode = text "deviceNode";
  interfaceName = text "interfaceName";
  interfacePair = text "interfacePair";
  macAddress = text "macAddress";
  resourceText = text "resourceText";
  timeSpan = text "timeSpan";
  tmpfs = text "tmpfs";

  ipv4 = textOf "ipv4" addresses.isIPv4;
  ipv4Prefix = textOf "ipv4Prefix" addresses.isIPv4WithPrefix;
  ipv6 = textOf "ipv6" addresses.isIPv6;
  ipv6Prefix = textOf "ipv6Prefix" addresses.isIPv6WithPrefix;

  # Of the names of attributes, which have no type.
  isInterfaceName = isKind kinds.interfaceName;
  isResourceSetting = isKind kinds.resourceSetting;
}
