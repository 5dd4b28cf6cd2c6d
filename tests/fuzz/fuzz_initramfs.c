// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_initramfs - any bytes as an image, and as the text about one
 *
 * Whatever an image holds, the text about it can be parsed again.
 */
#include <stdlib.h>

#include "facts/boot/initramfs.h"
#include "facts/boot/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_image image = { .fd = -1, .bytes = data, .end = size };
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_initramfs parsed;

	igd_initramfs_parse(&parsed, (const char *)data, size);
	igd_initramfs_done(&parsed);
	if (igd_scan_image(&image, "/boot/initrd.img", &text) != 0)
		return 0;
	if (igd_initramfs_parse(&parsed, text.text, text.size) < 0)
		abort();
	igd_initramfs_done(&parsed);
	return 0;
}
