# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# grub-dracut - BIOS GRUB, dracut, systemd as pid 1
#
# shellcheck source=tests/lab/disk/grub.sh
. "$here/grub.sh"
# shellcheck source=tests/lab/disk/systemd.sh
. "$here/systemd.sh"

flavour_packages=(grub-pc dracut systemd-sysv)

flavour_prepare() {
	dracut_prepare "$1"
}

flavour_finish() {
	local root=$1
	systemd_finish "$root"
	chroot "$root" sh -c 'dracut --quiet --force "/boot/initrd.img-$1" "$1"' sh "$(ls "$root/usr/lib/modules")"
	grub_install "$root"
}
