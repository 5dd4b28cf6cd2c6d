#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# vm.sh - what libvirt costs an examination: `check` beside a libvirtd with some VMs, and the same without one
#
# usage: tests/bench/vm.sh [PROGRAM] [RUNS]     as root
#
# The daemon runs in a mount namespace of its own, with its own /run/libvirt, configuration and cache; no VM is started,
# and no KVM is needed. "without" is another such namespace, in which nothing is in /run/libvirt.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../../build/release/bin/igd-doctor}")
runs=${2:-41}
# shellcheck source-path=SCRIPTDIR source=../packages.sh
. "$here/../packages.sh"

work=$(mktemp -d)
daemon='' other=''
clean() {
	[ -z "$daemon$other" ] || kill $daemon $other 2>/dev/null || true
	rm -rf "$work"
}
trap clean EXIT

install_missing "$work/install.log" libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients qemu-system-x86

cat >"$work/daemon" <<'END'
#!/bin/bash
set -euo pipefail
cp /etc/passwd /etc/group "$1" # libvirtd wants its user, which only libvirt-daemon-system makes
grep -q '^kvm:' "$1/group" || echo kvm:x:64054: >>"$1/group"
grep -q '^libvirt-qemu:' "$1/passwd" || echo libvirt-qemu:x:64055:64055::/:/usr/sbin/nologin >>"$1/passwd"
grep -q '^libvirt-qemu:' "$1/group" || echo libvirt-qemu:x:64055: >>"$1/group"
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/group" /etc/group
for place in /run/libvirt /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt; do
	mkdir -p "$place"
	mount -t tmpfs none "$place"
done
printf '%s\n' 'security_driver = "none"' 'user = "root"' 'group = "root"' >/etc/libvirt/qemu.conf
exec libvirtd --pid-file "$1/pid"
END
chmod +x "$work/daemon"
unshare --mount "$work/daemon" "$work" >"$work/log" 2>&1 &
daemon=$!
inside() { nsenter --mount --target "$daemon" "$@"; }
for ((i = 0; i < 300; i++)); do
	inside test -S /run/libvirt/libvirt-sock-ro && break
	sleep 0.1
done
inside unshare --mount sh -c 'mount -t tmpfs none /run/libvirt; exec sleep 3600' &
other=$!

for name in win11 debian build games; do
	device=
	[ "$name" != win11 ] || device="<hostdev mode='subsystem' type='pci' managed='no'><source>
		<address domain='0' bus='0' slot='2' function='0'/></source></hostdev>"
	cat >"$work/$name.xml" <<END
<domain type='qemu'><name>$name</name><memory unit='GiB'>8</memory><vcpu>4</vcpu>
<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>$device
<disk type='file' device='disk'><source file='/var/lib/libvirt/images/$name.img'/><target dev='vda' bus='virtio'/></disk>
<interface type='user'><model type='virtio'/></interface><graphics type='spice'/><video><model type='qxl'/></video>
</devices></domain>
END
	inside virsh -q define "$work/$name.xml"
done
inside virsh -q capabilities >/dev/null # QEMU has been asked: the daemon of a machine that has run VMs knows it
inside virsh -q list --all

"$here/measure" --runs "$runs" "with=nsenter --mount --target $daemon $program check" \
	"without=nsenter --mount --target $other $program check"
inside "$here/count-calls" "$program" check
