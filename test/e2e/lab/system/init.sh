# shellcheck shell=sh disable=SC2154 # The builder puts a line with the variables before this one.
# NixOS's init makes /etc anew from the store at each start; so does this one, once.
[ ! -e /etc/lab/stuck ] || exec "$busybox" sleep 100000
"$busybox" mkdir -p /usr /etc/lab /var/lib /var/log /var/tmp /root /home /tmp
"$busybox" mount --bind "$tree/usr" /usr
for folder in bin sbin lib lib64; do "$busybox" ln -sfn "usr/$folder" "/$folder"; done
if [ ! -e /etc/lab/activated ]; then
  "$busybox" rm -f /etc/os-release
  "$busybox" cp -a "$tree/etc/." /etc/
  "$busybox" chmod -R u+w /etc
  : >/etc/lab/activated
fi
"$busybox" chmod 1777 /tmp /var/tmp
"$busybox" ln -sfn /run /var/run
"$busybox" env >/run/environment-of-init
"$busybox" ln -sfn "$system" /run/booted-system
"$busybox" ln -sfn "$system" /run/current-system
if [ -e /etc/lab/slow-activation ]; then
  : >/etc/lab/activating
  "$busybox" sleep 2
fi
exec /usr/lib/systemd/systemd "$@"
