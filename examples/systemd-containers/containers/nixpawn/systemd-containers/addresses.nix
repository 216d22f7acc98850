# IP addresses as texts: what is one, and one form of the many that an IPv6 address has.
{ lib }:
let
  octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  fourOctets = "${octet}[.]${octet}[.]${octet}[.]${octet}";

  # Groups of 16 bits, from the left; null for what is none. At the end of an address there may be an
  # IPv4 address in the place of two.
  group =
    isLast: text:
    if builtins.match "[0-9a-fA-F]{1,4}" text != null then
      [ (withoutZeros (lib.toLower text)) ]
    else if isLast && builtins.match fourOctets text != null then
      pairs (map lib.toInt (builtins.match fourOctets text))
    else
      null;
  withoutZeros = digits: lib.head (builtins.match "0*(.+)" digits);
  pairs = octets: [
    (hex (lib.elemAt octets 0 * 256 + lib.elemAt octets 1))
    (hex (lib.elemAt octets 2 * 256 + lib.elemAt octets 3))
  ];
  hex =
    number:
    let
      digit = builtins.substring (lib.mod number 16) 1 "0123456789abcdef";
    in
    if number < 16 then digit else hex (number / 16) + digit;

  groups =
    isLast: text:
    let
      parts = if text == "" then [ ] else lib.splitString ":" text;
      last = lib.length parts - 1;
      found = lib.imap0 (index: group (isLast && index == last)) parts;
    in
    if lib.elem null found then null else lib.concatLists found;

  # The eight groups of an IPv6 address; null for what is none.
  ipv6Groups =
    text:
    let
      # Two colons stand for one group of zeros or more.
      halves = builtins.match "(.*)::(.*)" text;
      left = groups false (lib.elemAt halves 0);
      right = groups true (lib.elemAt halves 1);
      zeros = 8 - lib.length left - lib.length right;
      whole = groups true text;
    in
    if halves == null then
      if whole != null && lib.length whole == 8 then whole else null
    else if left == null || right == null || zeros < 1 then
      null
    else
      left ++ lib.genList (_index: "0") zeros ++ right;

  isIPv4 = text: builtins.match fourOctets text != null;
  isIPv6 = text: ipv6Groups text != null;
  # A prefix length is a decimal number without zeros in front.
  withPrefix =
    isAddress: lengths: text:
    let
      parts = builtins.match "([^/]*)(/${lengths})?" text;
    in
    parts != null && isAddress (lib.head parts);
in
{
  inherit isIPv4 isIPv6;
  isIPv4WithPrefix = withPrefix isIPv4 "(3[0-2]|[12]?[0-9])";
  isIPv6WithPrefix = withPrefix isIPv6 "(12[0-8]|1[01][0-9]|[1-9]?[0-9])";

  # An address without its prefix, in one form.
  normalized =
    text:
    let
      address = lib.head (lib.splitString "/" text);
      found = ipv6Groups address;
    in
    if found == null then address else lib.concatStringsSep ":" found;
}
