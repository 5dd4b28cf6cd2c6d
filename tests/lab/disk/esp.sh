# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# esp - a GPT disk that begins with an EFI system partition: what the flavours under OVMF share
#
# A flavour sets esp_place: the folder of the new system that this partition is mounted at, and filled from.

flavour_need() {
	need mkfs.vfat dosfstools
	need mcopy mtools
}

esp_mount() {
	printf 'UUID=%s %s vfat umask=0077 0 2\n' "${ESP_ID:0:4}-${ESP_ID:4}" "$esp_place" >>"$1/etc/fstab"
}

flavour_partition() {
	printf '%s\n' "$root_first,$esp_sectors,U" ",,L" | sfdisk --quiet --label gpt "$1"
}

flavour_boot() {
	local image=$1 root=$2 esp=$folder/esp
	truncate -s "$((esp_sectors * 512))" "$esp"
	mkfs.vfat -F 32 -i "$ESP_ID" "$esp" >/dev/null
	mcopy -s -i "$esp" "$root$esp_place"/* ::
	dd if="$esp" of="$image" bs=1M seek="$((root_first / 2048))" conv=notrunc,sparse status=none
	rm "$esp"
}
