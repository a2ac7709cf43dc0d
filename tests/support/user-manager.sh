#!/bin/sh
# A systemd that manages one user's services, on a machine whose first process is another: with a
# /run, a network and a control group of its own, which nobody else sees. user-manager.sh FOLDER
set -e
groups=$1/cgroup
group=$groups/fw16-synth-test-$$
if [ "$2" = inside ]; then
  umount "$groups"
  umount -l /sys/fs/cgroup
  mount -t cgroup2 none /sys/fs/cgroup
  exec "$3" --user --log-target=null
fi
for systemd in /usr/lib/systemd/systemd /lib/systemd/systemd /run/current-system/systemd/lib/systemd/systemd; do
  if [ -x "$systemd" ]; then break; fi
done
ip link set lo up
mount -t tmpfs none /run
mkdir -p /run/systemd/system /run/systemd/inaccessible/dir "$groups"
# What the first systemd of a machine makes: stand-ins for all that a service may not see.
cd /run/systemd/inaccessible
: >reg
mkfifo fifo
: >sock
mount --bind "$1/a-socket" sock
mknod chr c 0 0
mknod blk b 0 0
cd /
mount -t cgroup2 none "$groups"
mkdir "$group"
(
  echo 0 >"$group/cgroup.procs"
  exec unshare -C -m "$0" "$1" inside "$systemd"
) || true
find "$group" -depth -type d -exec rmdir {} +
