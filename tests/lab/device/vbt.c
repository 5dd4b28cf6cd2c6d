// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vbt - a video BIOS table with two outputs
 *
 * Layout: Linux 7.1 drivers/gpu/drm/i915/display/intel_vbt_defs.h (vbt_header, bdb_header, block 1 general
 * features, block 2 general definitions, child_device_config).
 */
#include "vbt.h"

#include <stdio.h>

#include "bytes.h"

enum {
	VBT_HEADER = 48,
	VBT_CHECKSUM = 26,
	BDB_HEADER = 22,
	BLOCK_HEADER = 3,
	FEATURES = 5,
	DEFINITIONS = 5,
	DDC_PIN = 19,
	SUPPORT = 24,
	AUX_CHANNEL = 25,
};

/* On ports that no generation has for USB-C, which i915 would negotiate with. */
static const struct output {
	uint16_t type; /* DEVICE_TYPE_HDMI, _DP */
	uint8_t port;  /* DVO_PORT_HDMIB, _DPA */
	uint8_t ddc_pin;
	uint8_t support; /* HDMI, DisplayPort, TMDS */
	uint8_t aux;	 /* DP_AUX_A */
} outputs[] = {
	{ 0x60d2, 1, 1, 0x5, 0 },
	{ 0x68c6, 10, 0, 0x2, 0x40 },
};

/* Linux 7.1 intel_bios.c child_device_expected_size() */
static uint8_t child_size(uint16_t version)
{
	if (version >= 256)
		return 40;
	if (version >= 216)
		return 39;
	return version >= 196 ? 38 : 33;
}

static void put_child(uint8_t *at, const struct output *output, uint16_t handle)
{
	igd_put16(at, handle);
	igd_put16(at + 2, output->type);
	at[16] = output->port;
	at[DDC_PIN] = output->ddc_pin;
	at[SUPPORT] = output->support;
	at[AUX_CHANNEL] = output->aux;
}

size_t igd_vbt_write(uint8_t bytes[IGD_VBT_MAX], const struct igd_layout *layout)
{
	const size_t count = sizeof(outputs) / sizeof(outputs[0]);
	uint8_t step = child_size(layout->bdb_version), *at = bytes + VBT_HEADER;
	char signature[21];
	size_t i, size;

	memset(bytes, 0, IGD_VBT_MAX);
	at += BDB_HEADER;
	*at = 1; /* general features */
	igd_put16(at + 1, FEATURES);
	at += BLOCK_HEADER + FEATURES;
	*at = 2; /* general definitions */
	igd_put16(at + 1, (uint16_t)(DEFINITIONS + count * step));
	at += BLOCK_HEADER;
	at[4] = step;
	at += DEFINITIONS;
	for (i = 0; i < count; i++, at += step)
		put_child(at, &outputs[i], (uint16_t)(4u << i));
	size = (size_t)(at - bytes);

	snprintf(signature, sizeof(signature), "$VBT %-15s", layout->vbt_name);
	memcpy(bytes, signature, 20);
	igd_put16(bytes + 20, 100);
	igd_put16(bytes + 22, VBT_HEADER);
	igd_put16(bytes + 24, (uint16_t)size);
	igd_put32(bytes + 28, VBT_HEADER);
	memcpy(bytes + VBT_HEADER, "BIOS_DATA_BLOCK ", 16);
	igd_put16(bytes + VBT_HEADER + 16, layout->bdb_version);
	igd_put16(bytes + VBT_HEADER + 18, BDB_HEADER);
	igd_put16(bytes + VBT_HEADER + 20, (uint16_t)(size - VBT_HEADER));
	bytes[VBT_CHECKSUM] = igd_checksum(bytes, size);
	return size;
}
