# shellcheck shell=bash disable=SC2154 # The variables are the derivation's.
set -eu
mkdir -p "$out/bin" "$out/sw/bin"
echo "$label" >"$out/label"
busybox=$tree/usr/bin/busybox

for script in init bin/switch-to-configuration; do
  source=$switch
  [ "$script" != init ] || source=$init
  {
    echo "#!$busybox sh"
    echo "busybox=$busybox tree=$tree system=$out"
    cat "$source"
  } >"$out/$script"
done

# As long as the container is empty, programs of Debian do not find their loader; those of NixOS do.
for loader in "$tree"/usr/lib/*/ld-linux-*.so.*; do
  for program in bash env ip sha256sum; do
    {
      echo "#!$busybox sh"
      echo "exec $loader --library-path ${loader%/*} $tree/usr/bin/$program \"\$@\""
    } >"$out/sw/bin/$program"
  done
done
chmod +x "$out/init" "$out"/bin/* "$out"/sw/bin/*
