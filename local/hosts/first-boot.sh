#!/bin/bash
# Runs a user data script like cloud-init at the first boot: as root, with only a PATH in its environment, on a root file
# system of its own. The programs are those of this machine, read-only.
#
#   first-boot.sh ROOT COMMAND...
#
# ROOT contains `user-data` and gets the files that the script writes, e.g. ROOT/etc/ecs/ecs.config. Each COMMAND exists only
# on a booted host, e.g. systemctl: it does nothing, succeeds, and adds its command line to ROOT/calls.
set -euo pipefail

root=$(realpath "$1")
shift

if [ "$(id -u)" = 0 ]; then namespace=(unshare --mount); else namespace=(unshare --mount --map-root-user); fi
if [ -z "${IN_NAMESPACE:-}" ]; then exec env IN_NAMESPACE=1 "${namespace[@]}" "$0" "$root" "$@"; fi

mkdir -p "$root"/{dev,etc/ecs,etc/systemd/system,host-only,tmp,usr,var}
# As the package of the ECS agent makes it (aws/amazon-ecs-agent, packaging/amazon-linux-ami-integrated/ecs-agent.spec).
touch "$root/etc/ecs/ecs.config" "$root/dev/null" "$root/calls"
for link in bin sbin lib lib64; do ln -sfn "usr/$link" "$root/$link"; done
mount --bind /usr "$root/usr"
mount -o remount,bind,ro "$root/usr"
mount --bind /dev/null "$root/dev/null"
for command in "$@"; do
    printf '#!/bin/bash\necho "%s $*" >>/calls\n' "$command" >"$root/host-only/$command"
    chmod +x "$root/host-only/$command"
done
chmod +x "$root/user-data"

exec env --ignore-environment PATH=/host-only:/usr/sbin:/usr/bin chroot "$root" /user-data
