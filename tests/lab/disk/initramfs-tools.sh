# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# initramfs-tools - an initramfs of Debian's own builder, but quick

# Before any package is configured: the initramfs is then built once, and as it shall be. What somebody adds to
# /etc/initramfs-tools/modules stays apart from what the lab's disk needs.
initramfs_prepare() {
	local root=$1
	mkdir -p "$root/etc/initramfs-tools/conf.d" "$root/usr/share/initramfs-tools/modules.d"
	printf 'MODULES=list\nCOMPRESS=zstd\nCOMPRESSLEVEL=1\n' >"$root/etc/initramfs-tools/conf.d/lab"
	printf 'virtio_blk\next4\n' >"$root/usr/share/initramfs-tools/modules.d/lab"
}
