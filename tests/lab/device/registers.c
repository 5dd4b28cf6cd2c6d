// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * registers - answers to what i915 waits for in BAR 0
 *
 * The guest reads and writes the BAR's memory without asking anybody, so that each access costs nothing;
 * this looks at it many times a second instead. Two requests in quick succession can be seen as one: the
 * driver waits for the answer in between.
 *
 * Registers: Linux 7.1 drivers/gpu/drm/i915/gt/intel_gt_regs.h (forcewake, GDRST),
 * gt/intel_engine_regs.h (RESET_CTL, MI_MODE), i915_reg.h (pcode), display/intel_display_regs.h (power
 * wells, DBUF, CDCLK's PLL); engines' bases: i915_reg.h RENDER_RING_BASE and those behind it.
 */
#include "registers.h"

#include <stdatomic.h>

#include "bytes.h"

enum {
	GDRST = 0x941c,
	RESET_CTL = 0xd0, /* of an engine */
	RESET_READY = 1 << 1,
	MI_MODE = 0x9c, /* of an engine */
	STOP_RING = 1 << 8,
	MODE_IDLE = 1 << 9,
	STOLEN_RESERVED = 0x1082c0, /* GEN6_STOLEN_RESERVED: the last MiB of stolen memory */
	STOLEN_RESERVED_ENABLE = 1 << 0,
	MIB = 1 << 20,
	PCODE_MAILBOX = 0x138124,
	PCODE_DATA = 0x138128,
	PCODE_CDCLK = 0x7, /* SKL_PCODE_CDCLK_CONTROL, answered by SKL_CDCLK_READY_FOR_CHANGE */
	CDCLK_PLL = 0x46070,
	METEOR_LAKE_MEDIA = 0x380000, /* MTL_MEDIA_GSI_BASE: its engines' registers again */
};

static const uint32_t pcode_ready = 1u << 31, pcode_error = 0xff;

/*
 * Fuses: downloaded, distributed to power gates 0 to 5 (SKL_FUSE_PG_DIST_STATUS), one slice with two dual
 * subslices (GEN11_GT_SLICE_ENABLE, GEN12_GT_GEOMETRY_DSS_ENABLE). The GuC is in reset (GUC_STATUS).
 */
static const struct {
	uint32_t offset, value;
	unsigned first, last; /* generations */
} initial[] = {
	{ 0x42000, 0x8fc00000, 9, 99 },
	{ 0x9138, 0x1, 11, 12 },
	{ 0x913c, 0x3, 12, 99 },
	{ 0xc000, 0x1, 9, 99 },
};

/*
 * Interrupts that are pending: the driver clears them by writing ones, and nothing ever interrupts. Display
 * pipes, port, miscellaneous, hotplug, PCU, GU, south display (GEN8_DE_PIPE_IIR, ..., SDEIIR), and each
 * transcoder's panel self refresh (TRANS_PSR_IIR).
 */
static const uint32_t pending[] = { 0x44408, 0x44418, 0x44428, 0x44438, 0x44448, 0x44468, 0x44478,
	0x444e8, 0x444f8, 0xc4008, 0x60818, 0x61818, 0x62818, 0x63818 };

/* A request register of 16 bits and 16 bits of mask, and where the answer appears. */
struct wake {
	uint32_t request, answer;
	unsigned first, last; /* generations */
};

static const struct wake wakes[] = {
	{ 0xa188, 0x130044, 7, 12 }, /* FORCEWAKE_MT, FORCEWAKE_GT_GEN9 */
	{ 0xa188, 0xdfc, 13, 99 },   /* FORCEWAKE_ACK_GT_MTL */
	{ 0xa278, 0xd84, 9, 99 },    /* render */
	{ 0xa270, 0xd88, 9, 9 },     /* media */
	{ 0xa618, 0xdf8, 13, 99 },   /* GSC */
};

/* Video decode and enhancement engines have one each. */
enum {
	VIDEO_WAKE = 0xa540,
	VIDEO_WAKE_ANSWER = 0xd50,
	VIDEO_ENGINES = 8,
	ENHANCE_WAKE = 0xa560,
	ENHANCE_WAKE_ANSWER = 0xd70,
	ENHANCE_ENGINES = 4,
};

static const uint32_t engines_gen8[] = { 0x2000, 0x22000, 0x12000, 0x1c000, 0x1a000 };
static const uint32_t engines_gen11[] = { 0x2000, 0x22000, 0x1a000, 0x1c0000, 0x1c4000, 0x1d0000,
	0x1d4000, 0x1c8000, 0x1d8000 };
static const uint32_t power_wells[] = { 0x45404, 0x45444,
	0x45454 }; /* HSW_PWR_WELL_CTL2, ICL AUX, DDI */
static const uint32_t buffers[] = { 0x45008, 0x44fe8, 0x44300, 0x44304 }; /* DBUF_CTL_S */

static uint32_t load(const uint8_t *mmio, uint32_t offset)
{
	return atomic_load((const _Atomic uint32_t *)(const void *)(mmio + offset));
}

/* The register shall have this value unless the guest wrote another one since it was read. */
static bool change(uint8_t *mmio, uint32_t offset, uint32_t from, uint32_t to)
{
	return from != to && atomic_compare_exchange_strong(
				     (_Atomic uint32_t *)(void *)(mmio + offset), &from, to);
}

static bool wake(uint8_t *mmio, uint32_t request, uint32_t answer)
{
	uint32_t value = load(mmio, request), mask = value >> 16;
	uint32_t old = load(mmio, answer);

	return change(mmio, answer, old, (old & ~mask) | (value & mask));
}

static bool wake_engines(uint8_t *mmio)
{
	bool did = false;
	uint32_t n;

	for (n = 0; n < VIDEO_ENGINES; n++)
		did |= wake(mmio, VIDEO_WAKE + 4 * n, VIDEO_WAKE_ANSWER + 4 * n);
	for (n = 0; n < ENHANCE_ENGINES; n++)
		did |= wake(mmio, ENHANCE_WAKE + 4 * n, ENHANCE_WAKE_ANSWER + 4 * n);
	return did;
}

static bool wake_all(uint8_t *mmio, unsigned generation)
{
	bool did = false;
	size_t i;

	for (i = 0; i < sizeof(wakes) / sizeof(wakes[0]); i++)
		if (generation >= wakes[i].first && generation <= wakes[i].last)
			did |= wake(mmio, wakes[i].request, wakes[i].answer);
	return generation >= 11 ? wake_engines(mmio) || did : did;
}

/* A bit that follows another one: what is asked for in "asked" is shown in "shown". */
static bool follow(uint8_t *mmio, uint32_t offset, uint32_t asked, uint32_t shown)
{
	uint32_t value = load(mmio, offset);

	return change(mmio, offset, value, value & asked ? value | shown : value & ~shown);
}

/*
 * An engine is always ready for its reset, so that the driver need not ask: it would wait only 0.7 ms, in which a
 * busy host may not run this (gt/intel_reset.c gen8_engine_reset_prepare()).
 */
static bool ready(uint8_t *mmio, uint32_t offset)
{
	uint32_t value = load(mmio, offset);

	return change(mmio, offset, value, value | RESET_READY);
}

static bool engines(uint8_t *mmio, const uint32_t *bases, size_t count)
{
	bool did = false;
	size_t i;

	for (i = 0; i < count; i++) {
		did |= ready(mmio, bases[i] + RESET_CTL);
		did |= follow(mmio, bases[i] + MI_MODE, STOP_RING, MODE_IDLE);
	}
	return did;
}

/* Every other bit asks for a power well, the one below it shows it. */
static bool wells(uint8_t *mmio)
{
	bool did = false;
	size_t i;

	for (i = 0; i < sizeof(power_wells) / sizeof(power_wells[0]); i++) {
		uint32_t value = load(mmio, power_wells[i]), asked = value & 0xaaaaaaaa;

		did |= change(mmio, power_wells[i], value, asked | asked >> 1);
	}
	return did;
}

static bool pcode(uint8_t *mmio)
{
	uint32_t command = load(mmio, PCODE_MAILBOX);

	if (!(command & pcode_ready))
		return false;
	if ((command & 0xff) == PCODE_CDCLK)
		change(mmio, PCODE_DATA, load(mmio, PCODE_DATA), 1);
	return change(mmio, PCODE_MAILBOX, command, command & ~(pcode_ready | pcode_error));
}

static bool display(uint8_t *mmio)
{
	bool did = wells(mmio);
	size_t i;

	for (i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++)
		did |= follow(mmio, buffers[i], 1u << 31, 1u << 30);
	did |= follow(mmio, CDCLK_PLL, 1u << 31, 1u << 30); /* enable, lock */
	did |= follow(mmio, CDCLK_PLL, 1u << 23, 1u << 22); /* change of frequency, acknowledged */
	for (i = 0; i < sizeof(pending) / sizeof(pending[0]); i++)
		did |= change(mmio, pending[i], load(mmio, pending[i]), 0);
	return did;
}

void igd_registers_init(uint8_t *mmio, size_t size, unsigned generation, uint64_t stolen_end)
{
	size_t i;

	if (size < 4u << 20)
		return;
	for (i = 0; i < sizeof(initial) / sizeof(initial[0]); i++)
		if (generation >= initial[i].first && generation <= initial[i].last)
			igd_put32(mmio + initial[i].offset, initial[i].value);
	if (stolen_end)
		igd_put64(mmio + STOLEN_RESERVED, (stolen_end - MIB) | STOLEN_RESERVED_ENABLE);
}

bool igd_registers_tick(uint8_t *mmio, size_t size, unsigned generation)
{
	bool did;

	if (size < 4u << 20)
		return false;
	did = wake_all(mmio, generation);
	did |= change(mmio, GDRST, load(mmio, GDRST), 0);
	did |= pcode(mmio);
	if (generation >= 11)
		did |= engines(
			mmio, engines_gen11, sizeof(engines_gen11) / sizeof(engines_gen11[0]));
	else if (generation >= 8)
		did |= engines(mmio, engines_gen8, sizeof(engines_gen8) / sizeof(engines_gen8[0]));
	if (generation >= 13) {
		did |= wake_all(mmio + METEOR_LAKE_MEDIA, generation);
		did |= change(
			mmio, METEOR_LAKE_MEDIA + GDRST, load(mmio, METEOR_LAKE_MEDIA + GDRST), 0);
	}
	did |= display(mmio);
	return did;
}
