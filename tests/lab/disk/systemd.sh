# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# systemd - dracut and systemd as pid 1, as both of their flavours have them, but quick

# Only what this disk needs: Debian's generic image is 35 MB and takes minutes to make without KVM.
dracut_prepare() {
	local root=$1
	mkdir -p "$root/etc/dracut.conf.d"
	cat >"$root/etc/dracut.conf.d/10-lab.conf" <<-'CONF'
		dracutmodules+=" bash systemd systemd-initrd udev-rules kernel-modules rootfs-block base fs-lib dracut-systemd "
		drivers+=" virtio_blk ext4 "
		filesystems+=" ext4 "
		compress="zstd -1"
		do_strip="no"
		early_microcode="no"
		install_items+=" /etc/systemd/system.conf.d/lab.conf "
	CONF
	patience "$root"
}

# systemd gives a device or service up after 90 s, which a machine without KVM may need under load; /efi then stays empty.
patience() {
	mkdir -p "$1/etc/systemd/system.conf.d"
	printf '[Manager]\nDefaultDeviceTimeoutSec=900\nDefaultTimeoutStartSec=900\n' >"$1/etc/systemd/system.conf.d/lab.conf"
}

systemd_finish() {
	local root=$1 each
	install -m 644 "$here/guest/lab.service" "$root/etc/systemd/system/lab.service"
	chroot "$root" systemctl --quiet enable lab.service
	for each in getty@.service serial-getty@.service systemd-timesyncd.service systemd-networkd.service \
		systemd-journal-flush.service systemd-update-utmp.service systemd-random-seed.service \
		systemd-pcrphase.service systemd-logind.service systemd-user-sessions.service \
		systemd-journal-catalog-update.service e2scrub_reap.service ldconfig.service apt-daily.timer \
		apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer systemd-tmpfiles-clean.timer; do
		ln -sf /dev/null "$root/etc/systemd/system/$each"
	done
	chroot "$root" systemctl --quiet set-default multi-user.target
	touch "$root/etc/.updated" "$root/var/.updated"
}
