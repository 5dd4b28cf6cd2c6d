// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vbt - the Video BIOS Table
 *
 * A block that runs out of the BDB counts as absent, and all behind it, as they do for i915: of 470 tables that
 * coreboot's boards ship (src/mainboard), 281 end so, most of them one byte too early. The table is malformed only
 * if the outputs are lost by that.
 */
#include "facts/firmware/vbt.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "facts/firmware/opregion_bytes.h"

/* Bytes of struct vbt_header and struct bdb_header; of a block's id and size. */
#define VBT_HEADER 48u
#define BDB_HEADER 22u
#define BLOCK_HEADER 3u

/* The blocks that matter here, enum bdb_block_id. */
#define GENERAL_FEATURES 1u
#define GENERAL_DEFINITIONS 2u
#define MIPI_SEQUENCE 53u

/* Of block 1: the byte that begins with int_crt_support. */
#define CRT_AT 4u
/* Of block 2: crt_ddc_gmbus_pin, a byte of bits, boot_display[2], child_dev_size; then the child devices. */
#define CHILD_SIZE_AT 4u
#define CHILDREN_AT 5u
/* The smallest child device that i915 takes: LEGACY_CHILD_DEVICE_CONFIG_SIZE, of BDB 111 and later. */
#define LEAST_CHILD 33u

/* Bits of device_type, DEVICE_TYPE_* */
#define INTERNAL_CONNECTOR (1u << 12)
#define NOT_HDMI_OUTPUT (1u << 11)
#define MIPI_OUTPUT (1u << 10)
#define COMPOSITE_OUTPUT (1u << 9)
#define LVDS_SIGNALING (1u << 5)
#define TMDS_DVI_SIGNALING (1u << 4)
#define VIDEO_SIGNALING (1u << 3)
#define DISPLAYPORT_OUTPUT (1u << 2)
#define ANALOG_OUTPUT (1u << 0)

/* From this version of the BDB on, dvo_port has the meaning of DVO_PORT_*, and int_crt_support counts. */
#define BDB_WITH_PORTS 155u

/* The letter of each DVO_PORT_*; '-' for those that are one of a kind (LVDS, TV, CRT). */
static const char port_letters[] = "ABCD---BCDAEEFFGGHHIIABCD";

struct parser {
	const uint8_t *bytes;
	size_t size; /* of the VBT, not of all bytes */
	size_t bdb;  /* offset of the BDB */
	struct igd_vbt *vbt;
	struct igd_error *error;
};

static int parse_header(struct parser *parser, size_t size)
{
	const uint8_t *bytes = parser->bytes;
	struct igd_vbt *vbt = parser->vbt;

	if (size < VBT_HEADER)
		return igd_error_set(
			parser->error, EBADMSG, "offset 0: %zu bytes are too few for a VBT", size);
	if (memcmp(bytes, "$VBT", 4) != 0)
		return igd_error_set(parser->error, EBADMSG, "offset 0: the signature is not $VBT");
	parser->size = igd_little16(bytes + 24);
	if (parser->size < VBT_HEADER || parser->size > size)
		return igd_error_set(parser->error, EBADMSG,
			"offset 24: the VBT says it has %zu bytes, there are %zu", parser->size,
			size);
	igd_copy_text(vbt->product, sizeof(vbt->product), bytes + 5, 15); /* behind a blank */
	vbt->version = igd_little16(bytes + 20);
	vbt->size = parser->size;
	return 0;
}

/* The length of the BDB. */
static int parse_bdb_header(struct parser *parser)
{
	size_t at = igd_little32(parser->bytes + 28), left, header, length;
	const uint8_t *bdb;

	left = at < parser->size ? parser->size - at : 0;
	if (left < BDB_HEADER)
		return igd_error_set(parser->error, EBADMSG,
			"offset 28: the BDB is said to be at %zu, the VBT has %zu bytes", at,
			parser->size);
	bdb = parser->bytes + at;
	if (memcmp(bdb, "BIOS_DATA_BLOCK", 15) != 0)
		return igd_error_set(parser->error, EBADMSG,
			"offset %zu: the signature is not BIOS_DATA_BLOCK", at);
	header = igd_little16(bdb + 18);
	length = igd_little16(bdb + 20);
	if (header < BDB_HEADER || header > length || length > left)
		return igd_error_set(parser->error, EBADMSG,
			"offset %zu: a BDB of %zu bytes with a header of %zu, where %zu are left",
			at + 18, length, header, left);
	parser->bdb = at;
	parser->vbt->bdb_version = igd_little16(bdb + 16);
	parser->vbt->has_vga = parser->vbt->bdb_version < BDB_WITH_PORTS;
	return (int)length;
}

static const char *kind_of(unsigned type)
{
	bool is_tmds = type & TMDS_DVI_SIGNALING, is_dvi = type & NOT_HDMI_OUTPUT;

	/* Linux 7.1 intel_bios.c intel_bios_encoder_supports_*() */
	if (type & MIPI_OUTPUT)
		return "DSI";
	if (type & DISPLAYPORT_OUTPUT && type & INTERNAL_CONNECTOR)
		return "eDP";
	if (type & DISPLAYPORT_OUTPUT)
		return is_tmds && !is_dvi ? "DP++" : "DP";
	if (is_tmds)
		return is_dvi ? "DVI" : "HDMI";
	if (type & LVDS_SIGNALING)
		return "LVDS";
	if (type & ANALOG_OUTPUT && !(type & VIDEO_SIGNALING))
		return "VGA";
	return type & (VIDEO_SIGNALING | COMPOSITE_OUTPUT) ? "TV" : NULL;
}

static void name_output(const struct igd_vbt *vbt, struct igd_vbt_output *output)
{
	const char *kind = kind_of(output->device_type);
	char letter = '-';

	if (vbt->bdb_version >= BDB_WITH_PORTS && output->port < sizeof(port_letters) - 1)
		letter = port_letters[output->port];
	if (!kind)
		snprintf(output->name, sizeof(output->name), "type-%04x", output->device_type);
	else if (letter == '-')
		snprintf(output->name, sizeof(output->name), "%s", kind);
	else
		snprintf(output->name, sizeof(output->name), "%s-%c", kind, letter);
}

static void add_output(struct parser *parser, size_t offset)
{
	const uint8_t *child = parser->bytes + offset;
	struct igd_vbt *vbt = parser->vbt;
	struct igd_vbt_output *output;

	if (!igd_little16(child + 2) || vbt->output_count == IGD_VBT_MAX_OUTPUTS)
		return;
	output = &vbt->outputs[vbt->output_count++];
	*output = (struct igd_vbt_output){ .offset = offset,
		.handle = igd_little16(child),
		.device_type = igd_little16(child + 2),
		.port = child[16] };
	name_output(vbt, output);
}

static int parse_definitions(struct parser *parser, size_t offset, size_t length)
{
	size_t at = CHILDREN_AT, child;

	if (length < CHILDREN_AT)
		return igd_error_set(parser->error, EBADMSG,
			"offset %zu: %zu bytes are too few for the general definitions", offset,
			length);
	if (parser->vbt->has_definitions)
		return 0; /* i915 takes the first block of an id */
	parser->vbt->has_definitions = true;
	child = parser->vbt->child_size = parser->bytes[offset + CHILD_SIZE_AT];
	if (length > CHILDREN_AT && child < LEAST_CHILD)
		return igd_error_set(parser->error, EBADMSG,
			"offset %zu: a child device of %zu bytes, but it has at least %u",
			offset + CHILD_SIZE_AT, child, LEAST_CHILD);
	for (; length - at >= child && at < length; at += child)
		add_output(parser, offset + at);
	return 0;
}

/* The length of a block's data; block 53 has had a wider field of its own since its version 3. */
static size_t block_length(const struct parser *parser, size_t offset, size_t left)
{
	const uint8_t *block = parser->bytes + offset;

	if (block[0] == MIPI_SEQUENCE && left >= 8 && block[3] >= 3)
		return igd_little32(block + 4);
	return igd_little16(block + 1);
}

static int cut_off(struct parser *parser, size_t offset, size_t length, size_t left)
{
	parser->vbt->is_cut_off = true;
	if (parser->vbt->has_definitions)
		return 0;
	return igd_error_set(parser->error, EBADMSG,
		"offset %zu: block %u of %zu bytes runs out of the BDB, %zu are left, and no outputs "
		"came before",
		offset, parser->bytes[offset], length, left);
}

static int parse_block(struct parser *parser, size_t offset, size_t length)
{
	uint8_t id = parser->bytes[offset - BLOCK_HEADER];

	if (id == GENERAL_FEATURES && length > CRT_AT)
		parser->vbt->has_vga |= parser->bytes[offset + CRT_AT] & 1;
	return id == GENERAL_DEFINITIONS ? parse_definitions(parser, offset, length) : 0;
}

static int parse_blocks(struct parser *parser, size_t end)
{
	size_t offset = parser->bdb + igd_little16(parser->bytes + parser->bdb + 18), length;
	int r;

	/* Up to two bytes behind the last block are no block: i915 asks for more than a header. */
	for (; end - offset > BLOCK_HEADER; offset += length) {
		length = block_length(parser, offset, end - offset);
		offset += BLOCK_HEADER;
		if (length > end - offset)
			return cut_off(parser, offset - BLOCK_HEADER, length, end - offset);
		parser->vbt->block_count++;
		r = parse_block(parser, offset, length);
		if (r < 0)
			return r;
	}
	return 0;
}

int igd_vbt_parse(const void *bytes, size_t size, struct igd_vbt *ret, struct igd_error *reterr)
{
	struct igd_vbt vbt = { 0 };
	struct parser parser = { .bytes = bytes, .vbt = &vbt, .error = reterr };
	int length, r = parse_header(&parser, size);

	if (r < 0)
		return r;
	length = parse_bdb_header(&parser);
	if (length < 0)
		return length;
	r = parse_blocks(&parser, parser.bdb + (size_t)length);
	if (r < 0)
		return r;
	vbt.is_checksum_right = igd_byte_sum(bytes, parser.size) == 0;
	*ret = vbt;
	return 0;
}

static bool is_named_before(const struct igd_vbt *vbt, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++) {
		if (strcmp(vbt->outputs[i].name, vbt->outputs[index].name) == 0)
			return true;
	}
	return false;
}

bool igd_vbt_has_outputs(const struct igd_vbt *vbt)
{
	return vbt->output_count || vbt->has_vga;
}

char *igd_vbt_output_names(const struct igd_vbt *vbt)
{
	struct igd_text names = { 0 };
	size_t i;

	for (i = 0; i < vbt->output_count; i++) {
		if (!is_named_before(vbt, i))
			igd_text_printf(&names, "%s%s", i ? ", " : "", vbt->outputs[i].name);
	}
	if (vbt->has_vga)
		igd_text_printf(&names, "%sVGA", names.size ? ", " : "");
	return names.size ? names.text : igd_strdup("none");
}
