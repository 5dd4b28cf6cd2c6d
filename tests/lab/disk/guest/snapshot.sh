# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# snapshot - what the disk holds where a system is configured and booted from, to be compared as text
#
# Two lines for a file, one for a folder or a link: path, tab, and type, mode, owner, time and target, or the hash of
# what it holds. A folder's time says only that something was in it once.

snapshot_places=(/etc /boot /efi /usr/local /var/lib)

# What boots change by themselves: our counter of boots; the seeds of systemd-boot and of systemd; what rEFInd booted last.
# And the program's own notes, which outlive an undo.
snapshot_left_out=(
	/var/lib/lab /var/lib/igd-doctor /efi/loader/random-seed /var/lib/systemd/random-seed
	/boot/efi/EFI/BOOT/vars
)

# What systemd-boot is told for the next boot, and what it boots otherwise. Others of its variables are reports.
snapshot_variables=(LoaderEntryOneShot LoaderEntryDefault LoaderConfigTimeout LoaderConfigTimeoutOneShot)

snapshot_files() {
	local each places=() left_out=()
	for each in "${snapshot_places[@]}"; do
		[ ! -e "$each" ] || places+=("$each")
	done
	for each in "${snapshot_left_out[@]}"; do
		left_out+=(-path "$each" -prune -o)
	done
	find "${places[@]}" "${left_out[@]}" -type d -printf '%p\t%y %m %U:%G\n' -o \
		-type l -printf '%p\t%y %m %U:%G %T@ -> %l\n' -o -printf '%p\t%y %m %U:%G %T@\n'
	find "${places[@]}" "${left_out[@]}" -type f -exec sha256sum {} + | sed -E 's/^([0-9a-f]+) [ *](.*)/\2\tsha256 \1/'
}

snapshot_firmware() {
	local each file
	for each in "${snapshot_variables[@]}"; do
		for file in "/sys/firmware/efi/efivars/$each"-*; do
			[ ! -e "$file" ] || printf '%s\tsha256 %s\n' "$file" "$(sha256sum <"$file" | cut -d' ' -f1)"
		done
	done
}

# snapshot NAME: into /lab/out/NAME.snapshot. Two times are of the last boot: grub-common.service writes grubenv anew,
# as it was, and systemd /etc/machine-id.
snapshot() {
	mark "snapshot $1"
	{ snapshot_files && snapshot_firmware; } |
		sed -E 's/^((\/boot\/grub\/grubenv|\/etc\/machine-id)\tf [0-7]+ [0-9:]+) .*/\1/' | LC_ALL=C sort >/tmp/snapshot
	cp /tmp/snapshot "/lab/out/$1.snapshot"
}
