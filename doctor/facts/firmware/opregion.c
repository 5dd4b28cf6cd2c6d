// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion - the memory through which firmware and Intel's graphics driver talk
 */
#include "facts/firmware/opregion.h"

#include <errno.h>
#include <string.h>

#include "facts/firmware/opregion_bytes.h"

#define SIGNATURE "IntelGraphicsMem"

/* Offsets in struct opregion_header and struct opregion_asle, which lies at 0x300. */
#define SIZE_AT 0x10u
#define VERSION_AT 0x14u
#define BIOS_VERSION_AT 0x18u
#define VBIOS_VERSION_AT 0x38u
#define DRIVER_VERSION_AT 0x48u
#define MAILBOXES_AT 0x58u
#define PCON_AT 0x60u
#define DVER_AT 0x64u
#define HEADER_SIZE 0x100u
#define RVDA_AT 0x3bau
#define RVDS_AT 0x3c2u
#define VBT_AT 0x400u
#define ASLE_EXT_AT 0x1c00u

#define PCON_HEADLESS (1u << 13)

/* A field of 32 bytes that holds UTF-16. */
static void copy_utf16(char *ret, size_t room, const uint8_t *field, size_t size)
{
	uint8_t narrow[16];
	size_t i;

	for (i = 0; i < size / 2 && i < sizeof(narrow); i++)
		narrow[i] = field[2 * i + 1] ? 0 : field[2 * i];
	igd_copy_text(ret, room, narrow, i);
}

static int check_header(const uint8_t *bytes, size_t size, struct igd_error *error)
{
	if (size < HEADER_SIZE)
		return igd_error_set(
			error, EBADMSG, "offset 0: %zu bytes are too few for an OpRegion", size);
	if (memcmp(bytes, SIGNATURE, strlen(SIGNATURE)) != 0)
		return igd_error_set(error, EBADMSG, "offset 0: the signature is not " SIGNATURE);
	if (!igd_little32(bytes + SIZE_AT))
		return igd_error_set(error, EBADMSG, "offset 16: its size is said to be 0");
	if (size < IGD_OPREGION_SIZE)
		return igd_error_set(error, EBADMSG,
			"offset %zu: cut off, an OpRegion has %u bytes", size, IGD_OPREGION_SIZE);
	return 0;
}

static void parse_header(const uint8_t *bytes, struct igd_opregion *ret)
{
	ret->size = (size_t)igd_little32(bytes + SIZE_AT) << 10;
	ret->major = bytes[VERSION_AT + 3];
	ret->minor = bytes[VERSION_AT + 2];
	ret->revision = bytes[VERSION_AT + 1];
	ret->mailboxes = igd_little32(bytes + MAILBOXES_AT);
	ret->is_headless = igd_little32(bytes + PCON_AT) & PCON_HEADLESS;
	igd_copy_text(ret->bios_version, sizeof(ret->bios_version), bytes + BIOS_VERSION_AT, 32);
	igd_copy_text(ret->vbios_version, sizeof(ret->vbios_version), bytes + VBIOS_VERSION_AT, 16);
	igd_copy_text(
		ret->driver_version, sizeof(ret->driver_version), bytes + DRIVER_VERSION_AT, 16);
	copy_utf16(ret->gop_version, sizeof(ret->gop_version), bytes + DVER_AT, 32);
}

/* As intel_opregion_setup() chooses: RVDA if it may have one, the fourth mailbox otherwise. */
static void find_vbt(const uint8_t *bytes, size_t size, struct igd_opregion *ret)
{
	bool is_absolute = ret->major == 2 && ret->minor == 0;

	if (ret->major >= 2 && ret->mailboxes & IGD_MAILBOX_ASLE) {
		ret->rvda = igd_little64(bytes + RVDA_AT);
		ret->rvds = igd_little32(bytes + RVDS_AT);
	}
	if (!ret->rvda || !ret->rvds) {
		ret->rvda = ret->rvds = 0;
		ret->vbt_offset = VBT_AT;
		ret->vbt_size =
			(ret->mailboxes & IGD_MAILBOX_ASLE_EXT ? ASLE_EXT_AT : IGD_OPREGION_SIZE) -
			VBT_AT;
		return;
	}
	ret->vbt_place = IGD_VBT_ELSEWHERE;
	if (is_absolute || ret->rvda < IGD_OPREGION_SIZE || ret->rvda > size ||
		ret->rvds > size - ret->rvda)
		return;
	ret->vbt_place = IGD_VBT_BEHIND;
	ret->vbt_offset = (size_t)ret->rvda;
	ret->vbt_size = ret->rvds;
}

int igd_opregion_parse(
	const void *bytes, size_t size, struct igd_opregion *ret, struct igd_error *reterr)
{
	struct igd_opregion opregion = { 0 };
	int r = check_header(bytes, size, reterr);

	if (r < 0)
		return r;
	parse_header(bytes, &opregion);
	find_vbt(bytes, size, &opregion);
	*ret = opregion;
	return 0;
}
