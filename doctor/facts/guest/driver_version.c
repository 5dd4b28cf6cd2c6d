// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver_version - the version of Intel's graphics driver for Windows
 */
#include "facts/guest/driver_version.h"

#include <string.h>

#define OLD_FIRST 2100u
#define OLD_LAST 2199u

bool igd_driver_version_parse(const char *text, struct igd_driver_version *ret)
{
	struct igd_driver_version version;
	char part[8];
	size_t i, length;
	uint64_t number;

	for (i = 0; i < 4; i++) {
		length = strspn(text, "0123456789");
		if (!length || length >= sizeof(part) || text[length] != (i < 3 ? '.' : '\0'))
			return false;
		memcpy(part, text, length);
		part[length] = '\0';
		if (igd_parse_u64(part, 10, &number) < 0 || number > UINT16_MAX)
			return false;
		version.parts[i] = (uint16_t)number;
		text += length + 1;
	}
	*ret = version;
	return true;
}

bool igd_driver_version_is_old(const struct igd_driver_version *version)
{
	return version->parts[0] >= 31 && version->parts[2] == 101 &&
	       version->parts[3] >= OLD_FIRST && version->parts[3] <= OLD_LAST;
}
