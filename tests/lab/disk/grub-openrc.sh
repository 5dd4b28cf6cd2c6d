# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# grub-openrc - BIOS GRUB, initramfs-tools, OpenRC with sysvinit as pid 1: the nearest that Debian has to Artix
#
# shellcheck source=tests/lab/disk/grub.sh
. "$here/grub.sh"
# shellcheck source=tests/lab/disk/initramfs-tools.sh
. "$here/initramfs-tools.sh"

flavour_packages=(
	grub-pc initramfs-tools busybox openrc sysvinit-core initscripts orphan-sysvinit-scripts
)

flavour_prepare() {
	initramfs_prepare "$1"
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
