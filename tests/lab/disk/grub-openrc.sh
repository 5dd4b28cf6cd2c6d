# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# grub-openrc - BIOS GRUB, initramfs-tools, OpenRC with sysvinit as pid 1: the nearest that Debian has to Artix
#
# shellcheck source=tests/lab/disk/grub.sh
. "$here/grub.sh"

flavour_packages=(
	grub-pc initramfs-tools busybox openrc sysvinit-core initscripts orphan-sysvinit-scripts
)

# Before any package is configured: the initramfs is then built once, and as it shall be. What somebody adds to
# /etc/initramfs-tools/modules stays apart from what the lab's disk needs.
flavour_prepare() {
	local root=$1
	mkdir -p "$root/etc/initramfs-tools/conf.d" "$root/usr/share/initramfs-tools/modules.d"
	printf 'MODULES=list\nCOMPRESS=zstd\nCOMPRESSLEVEL=1\n' >"$root/etc/initramfs-tools/conf.d/lab"
	printf 'virtio_blk\next4\n' >"$root/usr/share/initramfs-tools/modules.d/lab"
}

flavour_finish() {
	local root=$1 each
	install -m 755 "$here/guest/lab.openrc" "$root/etc/init.d/lab"
	chroot "$root" rc-update add lab default
	for each in brightness hwclock.sh mount-configfs mountnfs-bootclean.sh mountnfs.sh urandom hostname.sh \
		procps bootmisc.sh checkfs.sh checkroot-bootclean.sh mountall-bootclean.sh; do
		chroot "$root" rc-update delete "$each" sysinit
	done
	for each in bootlogs rmnologin; do
		chroot "$root" rc-update delete "$each" default
	done
	sed -i '/getty/d' "$root/etc/inittab"
	chroot "$root" update-initramfs -u -k all
	grub_install "$root"
}
