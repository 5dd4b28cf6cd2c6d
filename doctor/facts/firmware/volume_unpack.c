// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * volume_unpack - compressed sections of firmware: LZMA by liblzma, UEFI's own by tiano.c
 */
#include <errno.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/tiano.h"
#include "facts/firmware/volume_private.h"

/* LZMA's own header: a byte of properties, the dictionary's size, the result's (7-Zip's lzma.txt) */
enum { PROPERTIES = 5, LZMA_HEADER = 13 };
/* liblzma takes about so much for a dictionary of the size of the budget. */
#define LZMA_MEMORY ((uint64_t)512 << 20)

enum kind { PLAIN, LZMA, LZMA_X86, TIANO };

static const struct {
	uint8_t guid[16];
	enum kind kind;
} known[] = {
	/* ee4e5898-3914-4259-9d6e-dc7bd79403cf */
	{ { 0x98, 0x58, 0x4e, 0xee, 0x14, 0x39, 0x59, 0x42, 0x9d, 0x6e, 0xdc, 0x7b, 0xd7, 0x94,
		  0x03, 0xcf },
		LZMA },
	/* d42ae6bd-1352-4bfb-909a-ca72a6eae889 */
	{ { 0xbd, 0xe6, 0x2a, 0xd4, 0x52, 0x13, 0xfb, 0x4b, 0x90, 0x9a, 0xca, 0x72, 0xa6, 0xea,
		  0xe8, 0x89 },
		LZMA_X86 },
	/* a31280ad-481e-41b6-95e8-127f4c984779 */
	{ { 0xad, 0x80, 0x12, 0xa3, 0x1e, 0x48, 0xb6, 0x41, 0x95, 0xe8, 0x12, 0x7f, 0x4c, 0x98,
		  0x47, 0x79 },
		TIANO },
	/* fc1bcdb0-7d31-49aa-936a-a4600d9dd083: a checksum in front */
	{ { 0xb0, 0xcd, 0x1b, 0xfc, 0x31, 0x7d, 0xaa, 0x49, 0x93, 0x6a, 0xa4, 0x60, 0x0d, 0x9d,
		  0xd0, 0x83 },
		PLAIN },
};

/* The result's size, as the header says. */
static uint64_t lzma_size(const uint8_t *bytes)
{
	return igd_little32(bytes + PROPERTIES) | (uint64_t)igd_little32(bytes + PROPERTIES + 4)
							  << 32;
}

/* Runs until all of the result is there. */
static bool run(
	lzma_stream *stream, const struct igd_unpacked *packed, uint8_t *result, size_t size)
{
	lzma_ret r = LZMA_OK;

	stream->next_in = packed->bytes + LZMA_HEADER;
	stream->avail_in = packed->size - LZMA_HEADER;
	stream->next_out = result;
	stream->avail_out = size;
	while (r == LZMA_OK && stream->avail_out > 0)
		r = lzma_code(stream, LZMA_FINISH);
	return stream->avail_out == 0;
}

static bool unlzma(const struct igd_unpacked *packed, bool is_x86, uint8_t *result, size_t size)
{
	lzma_filter filters[] = { { LZMA_FILTER_X86, NULL }, { LZMA_FILTER_LZMA1, NULL },
		{ LZMA_VLI_UNKNOWN, NULL } };
	lzma_filter *chain = is_x86 ? filters : filters + 1;
	lzma_stream stream = LZMA_STREAM_INIT;
	bool is_done = false;

	if (lzma_properties_decode(&filters[1], NULL, packed->bytes, PROPERTIES) != LZMA_OK)
		return false;
	if (lzma_raw_decoder_memusage(chain) <= LZMA_MEMORY &&
		lzma_raw_decoder(&stream, chain) == LZMA_OK)
		is_done = run(&stream, packed, result, size);
	lzma_end(&stream);
	free(filters[1].options);
	return is_done;
}

static int unpack_lzma(const struct igd_unpacked *packed, bool is_x86, size_t budget,
	struct igd_unpacked *ret, struct igd_fault *reterr)
{
	uint64_t size = packed->size < LZMA_HEADER ? 0 : lzma_size(packed->bytes);
	uint8_t *result;

	if (size == 0 || size > budget)
		return igd_fault_set(reterr, 0, "compressed by LZMA to another size than is taken");
	result = igd_zalloc((size_t)size);
	if (!unlzma(packed, is_x86, result, (size_t)size)) {
		free(result);
		ret->size = (size_t)size;
		return igd_fault_set(reterr, 0, "compressed by LZMA, and damaged");
	}
	*ret = (struct igd_unpacked){ result, (size_t)size, result };
	return 0;
}

/* Two variants have one GUID and one type: the one that EDK2 means, then the other. */
static int unpack_tiano(const struct igd_unpacked *packed, size_t budget, struct igd_unpacked *ret,
	struct igd_fault *reterr)
{
	size_t size = igd_tiano_original_size(packed->bytes, packed->size);
	uint8_t *result =
		igd_tiano_decompress(packed->bytes, packed->size, IGD_TIANO_TIANO, budget, reterr);

	if (!result)
		result = igd_tiano_decompress(
			packed->bytes, packed->size, IGD_TIANO_UEFI, budget, reterr);
	if (!result) {
		ret->size = size < budget ? size : budget;
		return -EBADMSG;
	}
	*ret = (struct igd_unpacked){ result, size, result };
	return 0;
}

static int unpack(enum kind kind, const struct igd_unpacked *packed, size_t budget,
	struct igd_unpacked *ret, struct igd_fault *reterr)
{
	if (kind == TIANO)
		return unpack_tiano(packed, budget, ret, reterr);
	if (kind != PLAIN)
		return unpack_lzma(packed, kind == LZMA_X86, budget, ret, reterr);
	*ret = *packed;
	return 0;
}

/* EFI_COMPRESSION_SECTION: the size that results, a byte that says how, the bytes. */
static int unpack_compressed(const struct igd_unpacked *section, size_t body, size_t budget,
	struct igd_unpacked *ret, struct igd_fault *reterr)
{
	enum { BODY = 5 };
	struct igd_unpacked packed = { 0 };
	uint8_t how;

	if (!igd_within(body, BODY, section->size))
		return igd_fault_set(reterr, 0, "a compressed section that is cut off");
	how = section->bytes[body + 4];
	packed.bytes = section->bytes + body + BODY;
	packed.size = section->size - body - BODY;
	if (how > 2)
		return igd_fault_set(reterr, 0, "compressed in a way (%u) that is not known", how);
	return unpack(how == 0 ? PLAIN : how == 1 ? TIANO : LZMA, &packed, budget, ret, reterr);
}

/* EFI_GUID_DEFINED_SECTION: a GUID, where the bytes begin, attributes. */
static int unpack_guided(const struct igd_unpacked *section, size_t body, size_t budget,
	struct igd_unpacked *ret, struct igd_fault *reterr)
{
	enum { OFFSET = 16, ATTRIBUTES = 18, BODY = 20, PROCESSING_REQUIRED = 1 };
	struct igd_unpacked packed = { 0 };
	size_t i, offset;

	if (!igd_within(body, BODY, section->size))
		return igd_fault_set(reterr, 0, "a guided section that is cut off");
	offset = igd_little16(section->bytes + body + OFFSET);
	if (offset < body + BODY || offset > section->size)
		return igd_fault_set(reterr, 0, "a guided section whose bytes lie outside of it");
	packed.bytes = section->bytes + offset;
	packed.size = section->size - offset;
	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (memcmp(known[i].guid, section->bytes + body, sizeof(known[i].guid)) == 0)
			return unpack(known[i].kind, &packed, budget, ret, reterr);
	if (section->bytes[body + ATTRIBUTES] & PROCESSING_REQUIRED)
		return igd_fault_set(reterr, 0, "packed in a way that is not known");
	*ret = packed;
	return 0;
}

int igd_firmware_unpack(const struct igd_unpacked *section, size_t body, size_t budget,
	struct igd_unpacked *ret, struct igd_fault *reterr)
{
	if (section->bytes[3] == IGD_SECTION_COMPRESSED)
		return unpack_compressed(section, body, budget, ret, reterr);
	return unpack_guided(section, body, budget, ret, reterr);
}
