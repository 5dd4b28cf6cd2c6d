# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# scenario - for scenarios on a machine that boots its own disk: `disk FLAVOUR` before the first boot
#
# The disk is kept from boot to boot of one scenario. Each boot runs what `inside` was last told, and ends with the
# power off; `inside` finds the boot's number in $boot, and what is in guest/lib.sh (../README.md) and guest/disk.sh.

LAB_DISK=$LAB_HERE/disk

disk() {
	local flavour=$1 folder overlay=$LAB_WORK/disk.qcow2 recipe
	recipe=("$LAB_DISK"/{build,grub.sh,esp.sh,initramfs-tools.sh,systemd.sh,"$flavour.sh"}
		"$LAB_DISK"/guest/{start,lab.openrc,lab.runit,lab.service})
	folder=$(cached "disk-$flavour" "${recipe[@]}" -- "$LAB_DISK/build" "$flavour") || exit
	in_root /usr/bin/qemu-img create -q -f qcow2 -F raw -b "$folder/disk.raw" "$overlay"
	machine boot=disk "disk=$overlay" disk-format=qcow2 memory=2048
	if [ "$flavour" = uki ] || [ "$flavour" = refind-runit ]; then
		cp "$LAB_ROOT/usr/share/OVMF/OVMF_VARS_4M.fd" "$LAB_WORK/vars.fd"
		machine firmware=ovmf "ovmf-vars=$LAB_WORK/vars.fd"
	fi
	put "$LAB_DISK/guest/stage"
	put "$LAB_DISK/guest/disk.sh"
	put "$LAB_DISK/guest/snapshot.sh"
	put "$LAB_DISK/guest/mend.sh"
	device --ack
}

# unchanged FIRST SECOND: two snapshots are the same; the first lines that differ are the reason
unchanged() {
	local differences=$LAB_LOGS/$1-$2.diff
	diff "$LAB_LOGS/out/$1.snapshot" "$LAB_LOGS/out/$2.snapshot" >"$differences" ||
		fault "$2 is not as $1: $(grep -c '^[<>]' "$differences") lines: $(grep '^[<>]' "$differences" | head -n 4 | tr '\t\n' '  ')"
}
