// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kinds - the kinds of images that are to be told apart, as specimens
 *
 * Each has what it is known by (knowledge: names and tables that a driver cannot do without), and pseudo-random
 * bytes where code would be.
 */
#include "specimens/kinds.h"

#include <string.h>

#include "specimens/pe.h"

struct kind {
	const char *name;
	bool is_legacy;
	uint16_t vendor;
	void (*add_code)(struct specimen *code);
	void (*add_data)(struct specimen *data, const struct specimen_options *options);
};

const uint16_t specimen_devices[] = { 0x4680, 0x4682, 0x4688, 0x468a, 0x4690, 0x4692, 0x4693,
	0x468b, 0xa780, 0xa781, 0xa782, 0xa783, 0xa788, 0xa78a, 0xa78b, 0 };

static const uint16_t specimen_own_devices[] = { 0x4680, 0x46a6, 0x7d55, 0xa780, 0 };

/* The same on every machine: a linear congruential generator. */
static void add_noise(struct specimen *out, size_t size)
{
	uint32_t state = 4680;
	uint8_t byte;

	while (size-- > 0) {
		state = state * 1664525u + 1013904223u;
		byte = (uint8_t)(state >> 24);
		/* 55 and the bytes of ids are left out, so that nothing is found by chance. */
		byte = (uint8_t)(byte & 0x3f);
		specimen_add(out, &byte, 1);
	}
}

static void add_text(struct specimen *out, const char *text)
{
	specimen_add(out, text, strlen(text) + 1);
	specimen_pad(out, 4, 0);
}

static void add_ids(struct specimen *out, const struct specimen_options *options)
{
	const uint16_t *id = options->devices ? options->devices : specimen_devices;

	specimen_pad(out, 16, 0);
	for (; *id; id++)
		specimen_add16(out, *id);
	specimen_add16(out, 0);
}

static void add_driver_code(struct specimen *code)
{
	add_noise(code, 600);
}

/* `mov r8d, imm32`, as the offset of BDSM is handed to Pci.Write(). */
static void add_bdsm_code(struct specimen *code)
{
	add_noise(code, 600);
	specimen_add(code, "\x41\xb8\xc0\0\0\0", 6);
}

static void add_old_bdsm_code(struct specimen *code)
{
	add_noise(code, 600);
	specimen_add(code, "\x41\xb8\x5c\0\0\0", 6);
}

static void add_long_code(struct specimen *code)
{
	add_noise(code, 16384);
}

static void add_assignment(struct specimen *data, const struct specimen_options *options)
{
	(void)options;
	add_text(data, "etc/igd-opregion");
	add_text(data, "etc/igd-bdsm-size");
}

/* gPlatformGopPolicyGuid, and the signature it looks for. */
static void add_policy(struct specimen *data, const struct specimen_options *options)
{
	(void)options;
	specimen_add(data, "\x1b\x93\x2e\xec\x81\x32\xa5\x48\x81\x07\xdf\x8a\x8b\xed\x3c\x5d", 16);
	add_text(data, "IntelGraphicsMem");
}

/* The mark of fixes/oprom/policy.h, and what an assignment driver is known by. */
static void add_own_policy(struct specimen *data, const struct specimen_options *options)
{
	specimen_add(data,
		"igdrom policy 1\0"
		"0.1.0\0\0\0\0\0\0\0\0\0\0",
		32);
	add_policy(data, options);
	add_text(data, "etc/igd-opregion");
}

static void add_gop(struct specimen *data, const struct specimen_options *options)
{
	add_noise(data, options->size_factor * (size_t)16384);
	specimen_add_wide(data, "Intel(R) GOP Driver");
	specimen_add16(data, 0);
	specimen_add_wide(data, "Intel(R) Graphics Controller");
	specimen_add16(data, 0);
	add_ids(data, options);
	add_noise(data, 300);
}

/* The table of fixes/oprom/devices.h. */
static void add_own(struct specimen *data, const struct specimen_options *options)
{
	const uint16_t *id = options->devices ? options->devices : specimen_own_devices;
	uint32_t count = 0;

	while (id[count])
		count++;
	add_assignment(data, options);
	specimen_add(data, "igdrom devices 10.1.0\0\0\0\0\0\0\0\0\0\0\0", 32);
	specimen_add32(data, count);
	for (; *id; id++) {
		specimen_add16(data, *id);
		specimen_add16(data, 12);
	}
}

static void add_ipxe(struct specimen *data, const struct specimen_options *options)
{
	(void)options;
	add_text(data, "iPXE -- Open Source Network Boot Firmware");
}

static void add_amd(struct specimen *data, const struct specimen_options *options)
{
	(void)options;
	add_text(data, " 761295520");
	specimen_add_wide(data, "AMD GOP X64 Release Driver");
	specimen_add16(data, 0);
}

static void add_nvidia(struct specimen *data, const struct specimen_options *options)
{
	(void)options;
	add_text(data, "NVIDIA Corp");
	specimen_add_wide(data, "NVIDIA GPU UEFI Driver");
	specimen_add16(data, 0);
}

static void add_seabios(struct specimen *data, const struct specimen_options *options)
{
	(void)options;
	add_text(data, "SeaBIOS VBE(C) 2011");
}

/* A VBT with nothing but its headers: Linux drivers/gpu/drm/i915/display/intel_vbt_defs.h struct vbt_header. */
static void add_vbios(struct specimen *data, const struct specimen_options *options)
{
	(void)options;
	add_text(data, "Intel(R) Specimen PCI Accelerated SVGA BIOS");
	specimen_pad(data, 16, 0);
	specimen_add(data, "$VBT SPECIMEN       ", 20);
	specimen_add16(data, 100);
	specimen_add16(data, 48);
	specimen_add16(data, 48 + 22);
	specimen_add16(data, 0);
	specimen_add32(data, 48);
	specimen_add(data, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	specimen_add(data, "BIOS_DATA_BLOCK ", 16);
	specimen_add16(data, 228);
	specimen_add16(data, 22);
	specimen_add16(data, 22);
}

static const struct kind kinds[] = {
	{ "driver", false, 0x8086, add_driver_code, NULL },
	{ "assignment", false, 0x8086, add_bdsm_code, add_assignment },
	{ "assignment-32", false, 0x8086, add_old_bdsm_code, add_assignment },
	{ "policy", false, 0x8086, add_driver_code, add_policy },
	{ "gop", false, 0x8086, add_long_code, add_gop },
	{ "own", false, 0x8086, add_driver_code, add_own },
	{ "own-policy", false, 0x8086, add_driver_code, add_own_policy },
	{ "ipxe", false, 0x8086, add_driver_code, add_ipxe },
	{ "amd", false, 0x1002, add_driver_code, add_amd },
	{ "nvidia", false, 0x10de, add_driver_code, add_nvidia },
	{ "vbios", true, 0x8086, add_driver_code, add_vbios },
	{ "ipxe-legacy", true, 0x8086, add_driver_code, add_ipxe },
	{ "amd-legacy", true, 0x1002, add_driver_code, add_amd },
	{ "nvidia-legacy", true, 0x10de, add_driver_code, add_nvidia },
	{ "seabios", true, 0x1234, add_driver_code, add_seabios },
};

#define KINDS (sizeof(kinds) / sizeof(*kinds))

const char *specimen_kind(size_t number)
{
	return number < KINDS ? kinds[number].name : NULL;
}

static const struct kind *find_kind(const char *name)
{
	size_t i;

	for (i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

bool specimen_add_efi_kind(
	struct specimen *efi, const char *name, const struct specimen_options *options)
{
	const struct kind *kind = find_kind(name);
	struct specimen_pe pe = { .version = options->version,
		.sections = { { ".text", { 0 } }, { ".data", { 0 } } } };

	if (!kind || kind->is_legacy)
		return false;
	kind->add_code(&pe.sections[0].data);
	if (kind->add_data)
		kind->add_data(&pe.sections[1].data, options);
	specimen_add(&pe.sections[1].data, "\0\0\0\0", 4);
	specimen_add_pe(efi, &pe);
	specimen_done(&pe.sections[0].data);
	specimen_done(&pe.sections[1].data);
	return true;
}

bool specimen_add_kind(
	struct specimen *rom, const char *name, const struct specimen_options *options)
{
	const struct kind *kind = find_kind(name);
	struct specimen code = { 0 };
	struct specimen_image image = { .compression = options->compression,
		.device = options->device,
		.class_code = 0x030000,
		.revision = 3,
		.is_more = options->is_more,
		.code = &code };

	if (!kind)
		return false;
	image.is_legacy = kind->is_legacy;
	image.vendor = options->vendor ? options->vendor : kind->vendor;
	if (kind->is_legacy) {
		image.compression = 0;
		kind->add_code(&code);
		kind->add_data(&code, options);
	} else {
		specimen_add_efi_kind(&code, name, options);
	}
	specimen_add_image(rom, &image);
	specimen_done(&code);
	return true;
}
