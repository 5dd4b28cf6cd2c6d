// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_recognise - what an image of a ROM is, by what it cannot do without
 *
 * A driver is known by the names it has to use: the fw_cfg file it asks QEMU for, the protocol it publishes or
 * consumes. Names that people see (a version, a copyright) are used where there is nothing better. Two names
 * alone prove nothing and are never asked by themselves: the signature of the OpRegion, which every driver
 * that touches it compares, and the GUID of the policy, which Intel's GOP carries as its consumer.
 *
 * Measured (2026-11): 19 published GOP binaries, Broadwell to Raptor Lake, hold the name, the GUID and the
 * tables, all of them; of what Debian ships, nothing holds any of the three names, but iPXE and GRUB hold
 * runs of "ids" in their tables of Unicode. That is why ids are looked for only where the names are.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom_recognise_private.h"

#define INTEL 0x8086
#define ATI 0x1002
#define AMD 0x1022
#define NVIDIA 0x10de

enum needle {
	FW_CFG_OPREGION,
	OPREGION_SIGNATURE,
	POLICY_GUID,
	GOP_NAME,
	OWN_MARK,
	OWN_POLICY,
	VBT_SIGNATURE,
	INTEL_VGA_BIOS,
	INTEL_SVGA_BIOS,
	IPXE_NAME,
	ATI_SIGNATURE,
	AMD_GOP_NAME,
	NVIDIA_NAME,
	NVIDIA_NAME_WIDE,
	SEABIOS_VBE,
	NEEDLE_COUNT
};

#define BYTES(text) text, sizeof(text) - 1

static const struct {
	const char *bytes;
	size_t size;
	const char *what; /* for the evidence */
} needles[NEEDLE_COUNT] = {
	/* QEMU 10.2 docs/igd-assign.txt "Guest firmware"; with its NUL, as it is compared. */
	[FW_CFG_OPREGION] = { "etc/igd-opregion", sizeof("etc/igd-opregion"),
		"fw_cfg name `etc/igd-opregion`" },
	/* Linux 7.1 drivers/gpu/drm/i915/display/intel_opregion.c OPREGION_SIGNATURE */
	[OPREGION_SIGNATURE] = { BYTES("IntelGraphicsMem"), "OpRegion signature" },
	/* tomitamoeko/VfioIgdPkg 067328d VfioIgdPkg.dec gPlatformGopPolicyGuid:
	 * ec2e931b-3281-48a5-8107-df8a8bed3c5d */
	[POLICY_GUID] = { BYTES("\x1b\x93\x2e\xec\x81\x32\xa5\x48\x81\x07\xdf\x8a\x8b\xed\x3c\x5d"),
		"GUID of the platform GOP policy" },
	/* In all 19 published binaries that were looked at, Broadwell to Raptor Lake. */
	[GOP_NAME] = { BYTES("I\0n\0t\0e\0l\0(\0R\0)\0 \0G\0O\0P\0 \0D\0r\0i\0v\0e\0r\0"),
		"name `Intel(R) GOP Driver`" },
	[OWN_MARK] = { BYTES(IGD_ROM_OWN_MARK), "igd-doctor's own table of devices" },
	[OWN_POLICY] = { IGD_ROM_OWN_POLICY, sizeof(IGD_ROM_OWN_POLICY),
		"igd-doctor's own policy" },
	/* Linux 7.1 drivers/gpu/drm/i915/display/intel_bios.c intel_bios_is_valid_vbt() */
	[VBT_SIGNATURE] = { BYTES("$VBT"), "signature `$VBT`" },
	/* In Intel's video BIOSes, such as that of Coffee Lake. */
	[INTEL_VGA_BIOS] = { BYTES("Accelerated VGA BIOS"), "name `Accelerated VGA BIOS`" },
	[INTEL_SVGA_BIOS] = { BYTES("Accelerated SVGA BIOS"), "name `Accelerated SVGA BIOS`" },
	/* ipxe/ipxe src/config/branding.h PRODUCT_SHORT_NAME */
	[IPXE_NAME] = { BYTES("iPXE"), "name `iPXE`" },
	/* Linux 7.1 drivers/gpu/drm/amd/amdgpu/atom.h ATOM_ATI_MAGIC */
	[ATI_SIGNATURE] = { BYTES(" 761295520"), "ATI's signature ` 761295520`" },
	[AMD_GOP_NAME] = { BYTES("A\0M\0D\0 \0G\0O\0P\0 \0"), "name `AMD GOP`" },
	[NVIDIA_NAME] = { BYTES("NVIDIA Corp"), "name `NVIDIA Corp`" },
	[NVIDIA_NAME_WIDE] = { BYTES("N\0V\0I\0D\0I\0A\0 \0"), "name `NVIDIA`" },
	/* SeaBIOS vgasrc/vbe.c VBE_OEM_STRING */
	[SEABIOS_VBE] = { BYTES("SeaBIOS VBE"), "name `SeaBIOS VBE`" },
};

/* What is done with one image. */
struct look {
	struct igd_rom *rom;
	struct igd_rom_image *image;
	const struct igd_rom_code_bytes *code;
	size_t found[NEEDLE_COUNT]; /* where each stands first; the code's size if it does not */
};

/* One pass for all: most bytes begin none of them. */
static void find_needles(struct look *look)
{
	const struct igd_rom_code_bytes *code = look->code;
	uint32_t beginning[256] = { 0 }, candidates;
	size_t i, offset;

	for (i = 0; i < NEEDLE_COUNT; i++) {
		beginning[(uint8_t)needles[i].bytes[0]] |= 1u << i;
		look->found[i] = code->size;
	}
	for (offset = 0; offset < code->size; offset++) {
		candidates = beginning[code->bytes[offset]];
		for (i = 0; candidates; i++, candidates >>= 1)
			if (candidates & 1 && look->found[i] == code->size &&
				igd_within(offset, needles[i].size, code->size) &&
				memcmp(code->bytes + offset, needles[i].bytes, needles[i].size) ==
					0)
				look->found[i] = offset;
	}
}

static bool has(const struct look *look, enum needle needle)
{
	return look->found[needle] < look->code->size;
}

/* The text is taken. */
static void add(const struct look *look, enum igd_rom_content content, size_t offset, char *what)
{
	look->image->contains |= 1u << content;
	igd_rom_add_evidence(look->rom, content, look->code->base + offset, what);
}

/* Whether it was there. */
static bool add_needle(const struct look *look, enum igd_rom_content content, enum needle needle)
{
	if (!has(look, needle))
		return false;
	add(look, content, look->found[needle], igd_strdup(needles[needle].what));
	return true;
}

/*
 * Where it writes the register; the code's size if nowhere. `mov r8d, imm32`: the third argument of EFI_PCI_IO_PROTOCOL's Pci.Write(), the offset in the configuration
 * space (UEFI 2.10, 14.4; the x64 convention, 2.3.4.2). So it stands in both published builds that have no
 * table: gangqizai/igd gen12_igd.rom (0xc0) and my33love/gk41-pve-ovmf igd.rom (0x5c).
 */
static size_t find_write(const struct look *look, uint8_t reg)
{
	const uint8_t move[] = { 0x41, 0xb8, reg, 0, 0, 0 }, *code = look->code->bytes;
	const uint8_t *found = memmem(code, look->code->size, move, sizeof(move));

	return found ? (size_t)(found - code) : look->code->size;
}

static void look_for_registers(const struct look *look)
{
	static const struct {
		uint8_t reg;
		enum igd_rom_bdsm bdsm;
		const char *what;
	} registers[] = {
		{ 0x5c, IGD_ROM_BDSM_32, "writes BDSM at 0x5c (10th generation and before)" },
		{ 0xc0, IGD_ROM_BDSM_64, "writes BDSM at 0xc0 (11th generation and later)" },
	};
	size_t i, offset;

	for (i = 0; i < sizeof(registers) / sizeof(*registers); i++) {
		offset = find_write(look, registers[i].reg);
		if (offset == look->code->size)
			continue;
		look->image->bdsm |= registers[i].bdsm;
		add(look, IGD_ROM_ASSIGNMENT, offset, igd_strdup(registers[i].what));
	}
}

/* Whether the driver is igd-doctor's own. */
static bool find_own_ids(const struct look *look, struct igd_rom_ids *ret)
{
	char *own = has(look, OWN_MARK) ? igd_rom_read_own(look->code, look->found[OWN_MARK], ret)
					: NULL;

	if (own)
		add(look, IGD_ROM_ASSIGNMENT, look->found[OWN_MARK], own);
	return own;
}

static void look_for_assignment(const struct look *look)
{
	struct igd_rom_ids ids;

	/* igd-doctor's policy asks QEMU how long the OpRegion is, and sets nothing up. */
	if (has(look, OWN_POLICY) || !add_needle(look, IGD_ROM_ASSIGNMENT, FW_CFG_OPREGION))
		return;
	if (!find_own_ids(look, &ids))
		igd_rom_find_assigned_ids(look->code, &ids);
	if (!ids.count) {
		look_for_registers(look);
		return;
	}
	add(look, IGD_ROM_ASSIGNMENT, ids.offset, igd_rom_show_ids(&ids));
	look->image->assigned_devices = ids.ids;
	look->image->assigned_device_count = ids.count;
}

/* The policy's driver publishes the protocol, and checks the OpRegion before it hands out what is in it. */
static void look_for_policy(const struct look *look)
{
	if (has(look, GOP_NAME) || !has(look, POLICY_GUID) || !has(look, OPREGION_SIGNATURE))
		return;
	add_needle(look, IGD_ROM_GOP_POLICY, OWN_POLICY);
	add_needle(look, IGD_ROM_GOP_POLICY, POLICY_GUID);
	add_needle(look, IGD_ROM_GOP_POLICY, OPREGION_SIGNATURE);
}

static void look_for_gop(const struct look *look)
{
	struct igd_rom_ids ids;

	if (!has(look, GOP_NAME))
		return;
	add_needle(look, IGD_ROM_INTEL_GOP, GOP_NAME);
	igd_rom_find_gop_ids(look->code, &ids);
	if (!ids.count)
		return;
	add(look, IGD_ROM_INTEL_GOP, ids.offset, igd_rom_show_ids(&ids));
	look->image->gop_devices = ids.ids;
	look->image->gop_device_count = ids.count;
}

/* "$VBT COFFEELAKE", if a BDB stands where the header says: see struct vbt_header in intel_vbt_defs.h. */
static void look_for_vbt(const struct look *look)
{
	enum { NAME = 20, BDB_OFFSET = 28, HEADER = 48 };
	static const char bdb[] = "BIOS_DATA_BLOCK";
	size_t offset = look->found[VBT_SIGNATURE], bdb_offset;
	const uint8_t *vbt = look->code->bytes + offset;

	if (!igd_within(offset, HEADER, look->code->size))
		return;
	bdb_offset = igd_little32(vbt + BDB_OFFSET);
	if (!igd_within(bdb_offset, sizeof(bdb) - 1, look->code->size - offset) ||
		memcmp(vbt + bdb_offset, bdb, sizeof(bdb) - 1) != 0)
		return;
	add(look, IGD_ROM_VBT, offset, igd_printable(vbt, strnlen((const char *)vbt, NAME), 64));
}

static void look_for_vbios(const struct look *look)
{
	if (look->image->code_type != IGD_ROM_LEGACY || look->image->vendor != INTEL)
		return;
	if (!add_needle(look, IGD_ROM_INTEL_VBIOS, INTEL_VGA_BIOS))
		add_needle(look, IGD_ROM_INTEL_VBIOS, INTEL_SVGA_BIOS);
}

/* What the PCI data structure says is evidence where the firmware of a vendor's card has no name in it. */
static void look_for_vendor(const struct look *look)
{
	uint16_t vendor = look->image->vendor;
	enum igd_rom_content content = vendor == NVIDIA ? IGD_ROM_NVIDIA : IGD_ROM_AMD;

	if (look->image->class_code >> 16 != 0x03 ||
		(vendor != NVIDIA && vendor != ATI && vendor != AMD) || look->image->contains)
		return;
	add(look, content, 0, igd_printf("a display driver for PCI vendor %04x", vendor));
}

void igd_rom_recognise(
	struct igd_rom *rom, struct igd_rom_image *image, const struct igd_rom_code_bytes *code)
{
	struct look look = { rom, image, code, { 0 } };

	find_needles(&look);
	look_for_assignment(&look);
	look_for_policy(&look);
	look_for_gop(&look);
	look_for_vbios(&look);
	look_for_vbt(&look);
	add_needle(&look, IGD_ROM_IPXE, IPXE_NAME);
	if (!add_needle(&look, IGD_ROM_AMD, ATI_SIGNATURE))
		add_needle(&look, IGD_ROM_AMD, AMD_GOP_NAME);
	if (!add_needle(&look, IGD_ROM_NVIDIA, NVIDIA_NAME))
		add_needle(&look, IGD_ROM_NVIDIA, NVIDIA_NAME_WIDE);
	add_needle(&look, IGD_ROM_SEABIOS_VGA, SEABIOS_VBE);
	look_for_vendor(&look);
}
