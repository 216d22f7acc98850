# An absolute path in one form: without empty parts, `.` and `..`.
{ lib }:
path:
let
  step =
    before: part:
    if part == "" || part == "." then
      before
    else if part == ".." then
      lib.take (lib.length before - 1) before
    else
      before ++ [ part ];
  parts = lib.foldl' step [ ] (lib.splitString "/" path);
in
# It may be the name of an attribute, which leads nowhere in the store.
builtins.unsafeDiscardStringContext ("/" + lib.concatStringsSep "/" parts)
