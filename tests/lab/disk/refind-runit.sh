# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# refind-runit - OVMF, rEFInd, initramfs-tools, runit as pid 1: as Void or Artix with runit may be set up
#
# rEFInd lies where `refind-install --usedefault` puts it, and reads /boot of the root file system by its own driver.
#
# shellcheck source=tests/lab/disk/initramfs-tools.sh
. "$here/initramfs-tools.sh"
# shellcheck source=tests/lab/disk/esp.sh
. "$here/esp.sh"

# shellcheck disable=SC2034 # esp.sh's
esp_place=/boot/efi
flavour_packages=(refind initramfs-tools busybox runit-init runit orphan-sysvinit-scripts dosfstools)

flavour_prepare() {
	local root=$1
	initramfs_prepare "$root"
	mkdir -p "$root/boot/efi"
}

# What runs at boot is told by links in the folders of runlevels, and by those of runsvdir.
runit_finish() {
	local root=$1 each
	mkdir -p "$root/etc/sv/lab"
	install -m 755 "$here/guest/lab.runit" "$root/etc/sv/lab/run"
	rm -rf "$root"/etc/runit/runsvdir/default/getty-*
	ln -s /run/runit/supervise.lab "$root/etc/sv/lab/supervise"
	ln -s /etc/sv/lab "$root/etc/runit/runsvdir/default/lab"
	for each in brightness hwclock.sh mount-configfs mountnfs-bootclean.sh mountnfs.sh urandom hostname.sh \
		procps bootmisc.sh checkfs.sh checkroot-bootclean.sh mountall-bootclean.sh bootlogs rmnologin; do
		rm -f "$root"/etc/rc?.d/S??"$each"
	done
}

# As mkrlconf writes it, and with a mistake that many make: `pt` is a word of iommu=, not of intel_iommu=.
refind_options() {
	local options="root=UUID=$ROOT_UUID ro console=ttyS0 no_timer_check panic=-1"
	printf '"Boot with standard options"  "%s intel_iommu=on,pt"\n' "$options"
	printf '"Boot to single-user mode"    "%s single"\n' "$options"
}

refind_finish() {
	local root=$1 from=$1/usr/share/refind/refind to=$1/boot/efi/EFI/BOOT
	mkdir -p "$to/drivers_x64"
	cp "$from/refind_x64.efi" "$to/bootx64.efi"
	cp "$from/drivers_x64/ext4_x64.efi" "$to/drivers_x64/"
	printf 'timeout -1\ntextonly\nscanfor internal\nuse_nvram false\n' >"$to/refind.conf"
	refind_options >"$root/boot/refind_linux.conf"
}

flavour_finish() {
	local root=$1
	runit_finish "$root"
	esp_mount "$root"
	refind_finish "$root"
	chroot "$root" update-initramfs -u -k all
}
