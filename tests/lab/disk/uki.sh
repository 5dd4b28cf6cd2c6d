# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# uki - OVMF, systemd-boot, a unified kernel image that kernel-install makes with dracut and ukify; systemd as pid 1
#
# shellcheck source=tests/lab/disk/systemd.sh
. "$here/systemd.sh"
# shellcheck source=tests/lab/disk/esp.sh
. "$here/esp.sh"

# shellcheck disable=SC2034 # esp.sh's
esp_place=/efi
flavour_packages=(dracut systemd-boot systemd-boot-efi systemd-ukify systemd-sysv dosfstools)

# Without a generator kernel-install takes Debian's /boot/initrd.img alone (55-initrd.install); with dracut's own
# (50-dracut.install), which is the default, the unified image has two of them and takes twice as long to make.
flavour_prepare() {
	local root=$1
	dracut_prepare "$root"
	mkdir -p "$root/etc/kernel" "$root/efi"
	printf 'layout=uki\ninitrd_generator=none\n' >"$root/etc/kernel/install.conf"
	printf 'root=UUID=%s ro console=ttyS0 no_timer_check panic=-1\n' "$ROOT_UUID" >"$root/etc/kernel/cmdline"
	echo 46804680468046804680468046804680 >"$root/etc/machine-id"
}

flavour_finish() {
	local root=$1 version
	version=$(ls "$root/usr/lib/modules")
	systemd_finish "$root"
	esp_mount "$root"
	unshare --mount chroot "$root" sh -ec '
		mount --bind /efi /efi
		export SYSTEMD_RELAX_ESP_CHECKS=1 SYSTEMD_ESP_PATH=/efi
		dracut --quiet --force "/boot/initrd.img-$1" "$1"
		bootctl install --no-variables --esp-path=/efi
		kernel-install --esp-path=/efi add "$1" "/boot/vmlinuz-$1"
	' sh "$version"
	echo 'timeout 0' >"$root/efi/loader/loader.conf"
}
