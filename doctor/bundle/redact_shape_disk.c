// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_shape_disk - the serial number in the name that udev gives to a disk
 *
 * Below /dev/disk/by-id: "ata-MODEL_SERIAL-part1", "nvme-MODEL_SERIAL_1", "usb-VENDOR_MODEL_SERIAL-0:0",
 * "wwn-0x5002538e40a1b2c3", "dm-uuid-..." (systemd rules.d/60-persistent-storage.rules).
 */
#include <ctype.h>
#include <string.h>

#include "bundle/redact_private.h"

/* What stands before a number that is all of the rest. */
static size_t head_of(const char *name, size_t size)
{
	static const char *const heads[] = { "wwn-0x", "wwn-", "nvme-eui.", "nvme-nvme.",
		"dm-uuid-", "md-uuid-", "lvm-pv-uuid-", "scsi-3", "ieee1394-" };
	size_t i, length;

	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		length = strlen(heads[i]);
		if (size > length && strncmp(name, heads[i], length) == 0)
			return length;
	}
	return 0;
}

/* Without "-part1" and "-0:0" at the end. */
static size_t without_tail(const char *name, size_t size)
{
	size_t end = size;

	while (end && isdigit((unsigned char)name[end - 1]))
		end--;
	if (end >= 5 && end < size && strncmp(name + end - 5, "-part", 5) == 0)
		size = end - 5;
	if (size >= 4 && strncmp(name + size - 4, "-0:0", 4) == 0)
		size -= 4;
	return size;
}

/* Behind the last "_"; the number of a namespace, which may follow, is none. */
static size_t last_part(const char *name, size_t *size)
{
	size_t start = *size;

	while (start && name[start - 1] != '_')
		start--;
	while (start && *size - start <= 2) {
		*size = --start;
		while (start && name[start - 1] != '_')
			start--;
	}
	return start;
}

bool igd_shape_disk(const struct igd_walk *walk, struct igd_shape *ret)
{
	const char *name = walk->in + walk->at;
	size_t room = walk->size - walk->at, size = 0, start;

	while (size < room && (igd_is_word(name[size]) || strchr("_-.:+", name[size])) &&
		name[size])
		size++;
	size = without_tail(name, size);
	start = head_of(name, size);
	start = start ? start : last_part(name, &size);
	if (!start || size < start + 5 || size - start >= sizeof(ret->text))
		return false;
	memcpy(ret->text, name + start, size - start);
	ret->text[size - start] = '\0';
	ret->kind = IGD_PRIVATE_SERIAL;
	ret->skip = start;
	ret->size = size - start;
	return true;
}
