# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# grub - BIOS GRUB on an MBR disk: what both GRUB flavours share

flavour_need() {
	:
}

flavour_partition() {
	echo "$root_first,,L,*" | sfdisk --quiet --label dos "$1"
}

# What update-grub will ask in the machine; here there is no block device behind / that grub-probe could find.
fake_probe() {
	cat <<-PROBE
		#!/bin/sh
		case "\$*" in
		*target=fs_uuid*) echo $ROOT_UUID ;;
		*target=fs*) echo ext2 ;;
		*target=compatibility_hint*) echo hd0,msdos1 ;;
		*target=partmap*) echo msdos ;;
		*target=device*) echo /dev/vda1 ;;
		esac
	PROBE
}

grub_defaults() {
	cat <<-'DEFAULTS'
		GRUB_DEFAULT=0
		GRUB_TIMEOUT=0
		GRUB_DISTRIBUTOR=`( . /etc/os-release && echo ${NAME} )`
		GRUB_CMDLINE_LINUX_DEFAULT=""
		GRUB_CMDLINE_LINUX="console=ttyS0 no_timer_check panic=-1"
		GRUB_DISABLE_OS_PROBER=true
		GRUB_DISABLE_RECOVERY=true
		GRUB_TERMINAL=serial
		GRUB_SERIAL_COMMAND="serial --speed=115200"
	DEFAULTS
}

# The modules and the first grub.cfg, which is Debian's own but for root=: by-uuid links are not here either.
grub_install() {
	local root=$1
	grub_defaults >"$root/etc/default/grub"
	mkdir -p "$root/boot/grub/i386-pc"
	cp "$root"/usr/lib/grub/i386-pc/*.mod "$root"/usr/lib/grub/i386-pc/*.lst "$root/boot/grub/i386-pc/"
	chroot "$root" grub-editenv /boot/grub/grubenv create
	mv "$root/usr/sbin/grub-probe" "$root/usr/sbin/grub-probe.real"
	fake_probe >"$root/usr/sbin/grub-probe"
	chmod 755 "$root/usr/sbin/grub-probe"
	chroot "$root" update-grub
	mv "$root/usr/sbin/grub-probe.real" "$root/usr/sbin/grub-probe"
	sed -i "s|root=/dev/vda1|root=UUID=$ROOT_UUID|" "$root/boot/grub/grub.cfg"
	grep -q "root=UUID=$ROOT_UUID" "$root/boot/grub/grub.cfg"
	chroot "$root" grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -o /boot/grub/i386-pc/core.img \
		biosdisk part_msdos ext2
}

# GRUB grub-core/boot/i386/pc/boot.S loads sector 1, where core.img begins; its first 440 bytes are the code.
flavour_boot() {
	local image=$1 root=$2 core=$2/boot/grub/i386-pc/core.img
	[ "$(stat -c %s "$core")" -le $(((root_first - 1) * 512)) ]
	dd if="$root/usr/lib/grub/i386-pc/boot.img" of="$image" bs=440 count=1 conv=notrunc status=none
	dd if="$core" of="$image" bs=512 seek=1 conv=notrunc status=none
}
