# Words of flags that are neither a flag nor the value of the flag before: systemd-nspawn runs such a word in
# the place of NixOS. extra-flags.ts of nixpawn says the same.
{ lib }:
let
  options = import ./nspawn-options.nix;

  # Whether the next word is the value of a word; null where only systemd-nspawn knows.
  takesNextWord =
    word:
    let
      name = lib.removePrefix "--" word;
    in
    if !(lib.hasPrefix "--" word) || word == "--" then
      null
    else if builtins.match ".*=.*" word != null then
      false
    else if lib.elem name options.needsValue then
      true
    else if lib.elem name options.standsAlone then
      false
    else
      null;

  # `before`: "value", "flag" (one that takes a word), or "unknown".
  step =
    state: word:
    let
      takes = takesNextWord word;
      isStray = state.before == "value" && builtins.match "-.+" word == null;
    in
    if isStray then
      {
        before = "unknown";
        stray = state.stray ++ [ word ];
      }
    else
      state
      // {
        before =
          if state.before == "flag" then
            "value"
          else if state.before == "unknown" && !(lib.hasPrefix "--" word) || takes == null then
            "unknown"
          else if takes then
            "flag"
          else
            "value";
      };
  wordsOf =
    flag:
    lib.filter (word: word != "") (lib.splitString " " (builtins.replaceStrings [ "\t" ] [ " " ] flag));
in
flags:
(lib.foldl' step {
  before = "value";
  stray = [ ];
} (lib.concatMap wordsOf flags)).stray
