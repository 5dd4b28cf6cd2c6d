// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * config - PCI configuration space: 256 bytes, and which of their bits can be written
 *
 * QEMU plays the BARs, MSI and the header's multifunction bit itself and passes the rest on. The capability
 * lists are those that `lspci -vv` shows on real machines: MSI, power management and PCI Advanced
 * Features up to Broadwell; vendor, PCI Express (an integrated endpoint), MSI and power management later.
 * Registers and bits: Linux 7.1 include/uapi/linux/pci_regs.h. BDSM can be written, as firmware does (a
 * guest's writes reach it through QEMU and must read back).
 */
#include "config.h"

#include "bytes.h"

enum {
	VENDOR_INTEL = 0x8086,
	AUDIO_DEVICE = 0x7ad0, /* 600 Series Chipset Family HD Audio, pci.ids */
	AUDIO_REVISION = 0x11,
	COMMAND_WRITABLE = 0x0547, /* I/O, memory, bus master, parity, SERR, INTx disable */
	STATUS_CAPABILITIES = 0x0010,
	GGC_VGA_DISABLE = 1 << 1, /* QEMU 10.1 hw/vfio/igd.c IGD_GMCH_VGA_DISABLE */
	CAP_PM = 0x01,
	CAP_MSI = 0x05,
	CAP_VENDOR = 0x09,
	CAP_EXPRESS = 0x10,
	CAP_AF = 0x13,
	EXPRESS_INTEGRATED = 0x92, /* version 2, type 9: integrated endpoint */
	EXPRESS_ROLE_ERRORS = 1 << 15,
	EXPRESS_RESET = 1 << 28,
	AF_PENDING = 1 << 0,
	AF_RESET = 1 << 1,
	PM_NO_SOFT_RESET = 1 << 3,
};

static void put(struct igd_config *config, uint32_t offset, uint32_t value, uint32_t writable)
{
	igd_put32(&config->value[offset], value);
	igd_put32(&config->writable[offset], writable);
}

static void put_bars(struct igd_config *config, const struct igd_bar_shape bars[IGD_BARS])
{
	uint32_t i;

	for (i = 0; i < IGD_BARS; i++) {
		uint64_t mask = ~(bars[i].size - 1);

		if (!bars[i].size)
			continue;
		put(config, 0x10 + 4 * i, bars[i].type, (uint32_t)mask & ~0xfu);
		if (bars[i].type & 0x4)
			put(config, 0x14 + 4 * i, 0, (uint32_t)(mask >> 32));
	}
}

/* id and next of a capability, with the 16 bits behind them */
static void put_cap(
	struct igd_config *config, uint32_t at, uint8_t id, uint8_t next, uint16_t flags)
{
	put(config, at, id | (uint32_t)next << 8 | (uint32_t)flags << 16, 0);
}

static void put_pm(struct igd_config *config, uint32_t at, uint8_t next, bool no_reset)
{
	put_cap(config, at, CAP_PM, next, 0x0022); /* version 2, device specific initialisation */
	put(config, at + 4, no_reset ? PM_NO_SOFT_RESET : 0, 0x3);
}

static void put_msi(struct igd_config *config, uint32_t at, uint8_t next)
{
	put_cap(config, at, CAP_MSI, next, 0); /* one vector, 32 bits */
	config->writable[at + 2] = 0x71;
	put(config, at + 4, 0, ~0x3u);
	put(config, at + 8, 0, 0xffff);
}

static void put_express(struct igd_config *config, uint32_t at, uint8_t next, bool no_reset)
{
	put_cap(config, at, CAP_EXPRESS, next, EXPRESS_INTEGRATED);
	put(config, at + 4, EXPRESS_ROLE_ERRORS | (no_reset ? 0 : EXPRESS_RESET), 0);
	put(config, at + 8, 0, 0xf);
	if (!no_reset) {
		config->reset = (uint8_t)(at + 9);
		config->reset_bit = 0x80;
	}
}

static void put_af(struct igd_config *config, uint32_t at, bool no_reset)
{
	put_cap(config, at, CAP_AF, 0,
		(uint16_t)(6 | (AF_PENDING | (no_reset ? 0 : AF_RESET)) << 8));
	if (!no_reset) {
		config->reset = (uint8_t)(at + 4);
		config->reset_bit = 0x1;
	}
}

static void put_header(
	struct igd_config *config, uint16_t device, uint16_t class_code, uint8_t revision)
{
	put(config, 0x00, VENDOR_INTEL | (uint32_t)device << 16, 0);
	put(config, IGD_CONFIG_COMMAND, 0x3u | STATUS_CAPABILITIES << 16, COMMAND_WRITABLE);
	put(config, 0x08, (uint32_t)class_code << 16 | revision, 0);
	put(config, 0x3c, 0x01ff, 0xff); /* pin A, line unknown */
}

static void put_graphics(struct igd_config *config, const struct igd_profile *profile)
{
	uint32_t vga_disable = profile->class_code == 0x0380 ? GGC_VGA_DISABLE : 0;

	put(config, IGD_CONFIG_GGC, profile->ggc | vga_disable, 0);
	config->bdsm = profile->identity->layout->bdsm;
	if (config->bdsm)
		put(config, config->bdsm, (uint32_t)profile->bdsm | (profile->bdsm ? 1 : 0),
			0xfff00000);
	if (config->bdsm == 0xc0)
		put(config, 0xc4, (uint32_t)(profile->bdsm >> 32), 0xffffffff);
	put(config, IGD_CONFIG_ASLS, 0, profile->no_asls ? 0 : 0xffffffff);
}

void igd_config_igpu(struct igd_config *config, struct igd_bar_shape bars[IGD_BARS],
	const struct igd_profile *profile)
{
	const struct igd_layout *layout = profile->identity->layout;

	*config = (struct igd_config){ 0 };
	memset(bars, 0, IGD_BARS * sizeof(bars[0]));
	bars[0] = (struct igd_bar_shape){ layout->mmio_size, 0x4 };
	bars[2] = (struct igd_bar_shape){ 256u << 20, 0xc };
	if (layout->has_io)
		bars[4] = (struct igd_bar_shape){ 64, 0x1 };

	put_header(config, profile->identity->id, profile->class_code, profile->identity->revision);
	put_bars(config, bars);
	put(config, 0x2c, profile->subsystem_vendor | (uint32_t)profile->subsystem_device << 16, 0);
	put_graphics(config, profile);
	if (layout->has_pcie) {
		config->value[0x34] = 0x40;
		put_cap(config, 0x40, CAP_VENDOR, 0x70, 0x010c); /* 12 bytes: fuses (CAPID0) */
		put_express(config, 0x70, 0xac, profile->no_reset);
		put_msi(config, 0xac, 0xd0);
		put_pm(config, 0xd0, 0, profile->no_reset);
		return;
	}
	config->value[0x34] = 0x90;
	put_msi(config, 0x90, 0xd0);
	put_pm(config, 0xd0, 0xa4, profile->no_reset);
	put_af(config, 0xa4, profile->no_reset);
}

void igd_config_audio(struct igd_config *config, struct igd_bar_shape bars[IGD_BARS], bool pcie)
{
	*config = (struct igd_config){ 0 };
	memset(bars, 0, IGD_BARS * sizeof(bars[0]));
	bars[0] = (struct igd_bar_shape){ 16 << 10, 0x4 };
	bars[4] = (struct igd_bar_shape){ 1 << 20, 0x4 };

	put_header(config, AUDIO_DEVICE, 0x0403, AUDIO_REVISION);
	put_bars(config, bars);
	put(config, 0x2c, 0x1462 | 0x9d25u << 16, 0);
	config->value[0x34] = 0x50;
	put_pm(config, 0x50, 0x60, false);
	put_msi(config, 0x60, pcie ? 0x70 : 0);
	if (pcie)
		put_express(config, 0x70, 0, false);
}

bool igd_config_write(
	struct igd_config *config, uint32_t offset, const uint8_t *data, uint32_t size)
{
	bool reset = false;
	uint32_t i;

	for (i = 0; i < size; i++) {
		uint8_t *value = &config->value[offset + i];
		uint8_t mask = config->writable[offset + i];

		*value = (uint8_t)((*value & ~mask) | (data[i] & mask));
		if (config->reset && offset + i == config->reset && data[i] & config->reset_bit)
			reset = true;
	}
	return reset;
}

void igd_config_reset(struct igd_config *config)
{
	uint8_t next = config->value[0x34];

	igd_put16(&config->value[IGD_CONFIG_COMMAND], 0);
	while (next) {
		if (config->value[next] == CAP_MSI)
			igd_put16(&config->value[next + 2], 0);
		if (config->value[next] == CAP_PM)
			config->value[next + 4] &= (uint8_t)~0x3u;
		next = config->value[next + 1];
	}
}
