#!/usr/bin/env bash
# boot.sh BINARY: boots a real systemd in a throw-away copy of this machine's own system and lets it run tingled
# from its unit: started, fed, reloaded, killed, stopped. Needs root, systemd-nspawn and overlayfs; about 20 s.
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(realpath "$1")
source=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/over" "$scratch/out"

unshare --mount bash -euo pipefail -s "$scratch" "$source" "$binary" <<'INSIDE'
scratch=$1 source=$2 binary=$3
mount -t tmpfs tmpfs "$scratch/over"
cd "$scratch/over"
mkdir upper work machine
mount -t overlay overlay -o "lowerdir=/,upperdir=upper,workdir=work" machine
mkdir -p machine/out machine/src machine/etc/systemd/system/multi-user.target.wants
touch machine/bin-under-test
cp "$source/tests/boot/inside.sh" machine/inside.sh
printf '%s\n' '[Unit]' 'SuccessAction=poweroff-force' 'FailureAction=poweroff-force' \
    '[Service]' 'Type=oneshot' 'ExecStart=/bin/bash /inside.sh' >machine/etc/systemd/system/boot-test.service
ln -sf /etc/systemd/system/boot-test.service machine/etc/systemd/system/multi-user.target.wants/
for unit in systemd-udevd systemd-networkd systemd-resolved systemd-timesyncd getty@tty1 console-getty mosquitto; do
    ln -sf /dev/null "machine/etc/systemd/system/$unit.service"
done
timeout 90 systemd-nspawn --quiet --directory=machine --boot --register=no --keep-unit --private-network \
    --bind="$scratch/out:/out" --bind-ro="$source:/src" --bind-ro="$binary:/bin-under-test" \
    >"$scratch/out/console" 2>&1 </dev/null || true
INSIDE

if [ "$(cat "$scratch/out/result" 2>/dev/null)" = passed ]; then
    echo "boot: started, fed, reloaded, killed and stopped by a real systemd"
else
    tail -n 60 "$scratch/out/log" "$scratch/out/console" >&2 || true
    echo "boot: failed" >&2
    exit 1
fi
