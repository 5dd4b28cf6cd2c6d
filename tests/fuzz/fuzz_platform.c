// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_platform - any bytes as cpuinfo, os-release, a kernel configuration (plain and packed) and sockets
 */
#include <stdlib.h>
#include <string.h>

#include "facts/host/cpu.h"
#include "facts/host/distribution.h"
#include "facts/host/kernel.h"
#include "facts/host/way_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_cpu(const char *text, size_t size)
{
	struct igd_cpu cpu;

	igd_cpu_parse(&cpu, text, size);
	if (strlen(cpu.vendor) >= sizeof(cpu.vendor) || strlen(cpu.name) >= sizeof(cpu.name) ||
		cpu.physical_bits > 999)
		abort();
}

static void check_config(const char *text, size_t size)
{
	IGD_AUTOTEXT struct igd_text kept = { 0 };
	IGD_AUTOTEXT struct igd_text plain = { 0 };

	igd_text_add(&kept, "", 0);
	igd_kernel_config_select(text, size, &kept);
	if (kept.size > size + 1)
		abort();
	igd_kernel_config_find(kept.text, "CONFIG_VFIO_PCI");
	igd_kernel_config_inflate(text, size, &plain);
}

static void check_texts(const char *text, size_t size)
{
	IGD_AUTOFREE char *value = igd_os_release_value(text, "ID");
	IGD_AUTOTEXT struct igd_text ports = { 0 };
	unsigned major, minor;

	igd_listeners_parse(text, size, &ports);
	if (strlen(value) > size || ports.size > size)
		abort();
	if (igd_kernel_release_parse(text, &major, &minor) && (major > 999 || minor > 999))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_AUTOFREE char *text = igd_strndup((const char *)data, size);

	check_cpu((const char *)data, size);
	check_config((const char *)data, size);
	check_texts(text, strlen(text));
	return 0;
}
