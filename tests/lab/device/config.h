// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * config - PCI configuration space: 256 bytes, and which of their bits can be written
 */
#ifndef IGD_LAB_CONFIG_H
#define IGD_LAB_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "identity.h"

enum {
	IGD_CONFIG_SIZE = 256,
	IGD_CONFIG_COMMAND = 0x04,
	IGD_CONFIG_GGC = 0x50,
	IGD_CONFIG_ASLS = 0xfc,
	IGD_CONFIG_BUS_MASTER = 0x4, /* of the command register */
	IGD_BARS = 6,
};

struct igd_config {
	uint8_t value[IGD_CONFIG_SIZE];
	uint8_t writable[IGD_CONFIG_SIZE];
	uint8_t bdsm;  /* where BDSM is; 0 nowhere */
	uint8_t reset; /* the byte whose bit asks for a function level reset; 0 none */
	uint8_t reset_bit;
};

/* A BAR as the configuration space describes it. */
struct igd_bar_shape {
	uint64_t size; /* a power of two; 0: no such BAR */
	uint8_t type;  /* PCI_BASE_ADDRESS_*: 0x1 ports, 0x4 memory of 64 bits, 0x8 prefetchable */
};

/* How the played iGPU differs from the identity's plain one. */
struct igd_profile {
	const struct igd_identity *identity;
	uint16_t class_code; /* 0x0300 or 0x0380 */
	uint16_t subsystem_vendor, subsystem_device;
	uint16_t ggc; /* igd_identity_ggc() */
	uint64_t bdsm;
	bool no_asls; /* ASLS cannot be written */
	bool no_reset;
};

/* The iGPU's configuration space, and its BARs' shapes. */
void igd_config_igpu(struct igd_config *config, struct igd_bar_shape bars[IGD_BARS],
	const struct igd_profile *profile);

/* That of the audio function 8086:7ad0, with or without a PCI Express capability. */
void igd_config_audio(struct igd_config *config, struct igd_bar_shape bars[IGD_BARS], bool pcie);

/* Writes what can be written; offset and size are inside. True: a function level reset was asked for. */
bool igd_config_write(
	struct igd_config *config, uint32_t offset, const uint8_t *data, uint32_t size);

/* What a reset does to the command register, interrupts and power state. */
void igd_config_reset(struct igd_config *config);

#endif
