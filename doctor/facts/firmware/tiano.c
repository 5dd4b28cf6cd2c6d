// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tiano - the decompressor of UEFI
 *
 * Codes are canonical: among those of one length they count up with the symbol. A code is found by comparing
 * the next 16 bits with where each length's codes end, so that no table of 2^n entries is filled for a block
 * that may hold a single symbol.
 */
#include "facts/firmware/tiano.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"

/* UEFI Specification 2.10, 19.2 "Data Format" and 19.3 "Compressor Design". */
#define CODE_MAX 16    /* bits of the longest code */
#define CHARACTERS 510 /* of the Char&Len set: 256 bytes and lengths 3 to 256 */
#define EXTRAS 19      /* of the Extra set: code lengths 0 to 16, runs of zeros */
#define POSITIONS 31   /* of the Position set, at most: those of 5 bits */
#define CHARACTER_BITS 9
#define EXTRA_BITS 5
#define MATCH_MIN 3
#define EXTRA_GAP 3 /* behind that many lengths of the Extra set stands a number of zeros */

/*
 * Blocks cost time however little is in them. Compressors end a block after thousands of symbols (EDK2
 * BaseTools/Source/C/Common/EfiCompress.c BLKSIZ: 8 KiB of symbols); this allows one per 64 bytes.
 */
#define BLOCK_BYTES 64
#define BLOCKS_FREE 64

struct code {
	uint16_t symbols[CHARACTERS]; /* in the order of their codes */
	uint32_t end[CODE_MAX + 1];   /* the first 16 bits behind the codes of that length */
	uint16_t first[CODE_MAX + 1]; /* index in symbols, less the first code of that length */
	bool is_single;		      /* symbols[0] takes no bits */
	bool is_empty;
};

struct decoder {
	const uint8_t *bytes;
	size_t size, next; /* next byte to take into window */
	uint64_t window;   /* its upper bits are the next ones */
	unsigned filled;   /* bits of window that were taken, or are zeros behind the end */
	size_t beyond;	   /* of those, zeros */
	enum igd_tiano variant;
	struct code characters, positions;
	uint8_t *result;
	size_t done, original;
	size_t blocks;
	struct igd_fault *fault;
};

/* Whether more bits were taken than there are. */
static bool is_beyond(const struct decoder *decoder)
{
	return decoder->beyond > decoder->filled;
}

/* The offset is that of the byte which holds the next bit. */
static int fail(struct decoder *decoder, const char *what)
{
	size_t ahead = is_beyond(decoder) ? 0 : decoder->filled - decoder->beyond;

	return igd_fault_set(decoder->fault, (8 * decoder->next - ahead) / 8, "%s", what);
}

/* At least 32 bits in the window; zeros behind the end, as firmware has them. */
static void fill(struct decoder *decoder)
{
	while (decoder->filled <= 56) {
		uint64_t byte = 0;

		if (decoder->next < decoder->size)
			byte = decoder->bytes[decoder->next++];
		else
			decoder->beyond += 8;
		decoder->window |= byte << (56 - decoder->filled);
		decoder->filled += 8;
	}
}

static void drop(struct decoder *decoder, unsigned count)
{
	decoder->window <<= count;
	decoder->filled -= count;
	if (decoder->filled < 32)
		fill(decoder);
}

static uint32_t peek(const struct decoder *decoder, unsigned count)
{
	return (uint32_t)(decoder->window >> (64 - count));
}

/* 0 to 30 bits. */
static uint32_t take(struct decoder *decoder, unsigned count)
{
	uint32_t value;

	if (count == 0)
		return 0;
	value = peek(decoder, count);
	drop(decoder, count);
	return value;
}

static void make_single(struct code *code, uint16_t symbol)
{
	code->is_single = true;
	code->is_empty = false;
	code->symbols[0] = symbol;
}

/* From the lengths of the codes, 0 for none. */
static int make_code(
	struct decoder *decoder, struct code *code, const uint8_t *lengths, size_t count)
{
	uint16_t counts[CODE_MAX + 1] = { 0 }, next[CODE_MAX + 1];
	uint32_t end = 0;
	uint16_t index = 0;
	unsigned length;
	size_t i;

	for (i = 0; i < count; i++)
		counts[lengths[i]]++;
	for (length = 1; length <= CODE_MAX; length++) {
		code->first[length] = (uint16_t)(index - (end >> (CODE_MAX - length)));
		next[length] = index;
		end += (uint32_t)counts[length] << (CODE_MAX - length);
		index = (uint16_t)(index + counts[length]);
		code->end[length] = end;
	}
	code->is_single = false;
	code->is_empty = index == 0;
	if (end != 1u << CODE_MAX && !code->is_empty)
		return fail(decoder, "the lengths of a code table make no complete code");
	for (i = 0; i < count; i++)
		if (lengths[i])
			code->symbols[next[lengths[i]]++] = (uint16_t)i;
	return 0;
}

/* The next symbol; -EBADMSG from a set without symbols. */
static int take_symbol(struct decoder *decoder, const struct code *code)
{
	unsigned length = 1;
	uint32_t bits;

	if (code->is_single)
		return code->symbols[0];
	if (code->is_empty)
		return fail(decoder, "a code is needed from a table that has none");
	bits = peek(decoder, CODE_MAX);
	while (bits >= code->end[length])
		length++;
	bits >>= CODE_MAX - length;
	drop(decoder, length);
	return code->symbols[(uint16_t)(code->first[length] + bits)];
}

/* One length of the Extra or Position set: 3 bits, of which 7 goes on in unary. */
static int take_length(struct decoder *decoder)
{
	unsigned length = take(decoder, 3);

	while (length >= 7 && length <= CODE_MAX && take(decoder, 1))
		length++;
	return length <= CODE_MAX ? (int)length : fail(decoder, "a code of more than 16 bits");
}

/* The Extra set's code, or the Position set's. gap is 0 for a set without one. */
static int read_small(struct decoder *decoder, struct code *code, unsigned bits, size_t gap)
{
	uint8_t lengths[POSITIONS + 4] = { 0 };
	size_t limit = gap ? EXTRAS : POSITIONS, count = take(decoder, bits), i = 0;
	int length;

	if (count == 0) {
		make_single(code, (uint16_t)take(decoder, bits));
		if (code->symbols[0] >= limit)
			return fail(decoder, "a symbol that the set does not have");
		return 0;
	}
	if (count > limit)
		return fail(decoder, "more code lengths than the set has symbols");
	while (i < count) {
		length = take_length(decoder);
		if (length < 0)
			return length;
		lengths[i++] = (uint8_t)length;
		if (i == gap)
			i += take(decoder, 2);
	}
	if (i > limit)
		return fail(decoder, "more code lengths than the set has symbols");
	return make_code(decoder, code, lengths, limit);
}

/* How many zeros this symbol of the Extra set stands for; 0 if it is a length. */
static size_t take_zeros(struct decoder *decoder, int symbol)
{
	switch (symbol) {
	case 0:
		return 1;
	case 1:
		return take(decoder, 4) + 3;
	case 2:
		return take(decoder, CHARACTER_BITS) + 20;
	default:
		return 0;
	}
}

static int read_characters(struct decoder *decoder, const struct code *extra)
{
	uint8_t lengths[CHARACTERS] = { 0 };
	size_t count = take(decoder, CHARACTER_BITS), i = 0, zeros;
	int symbol;

	if (count == 0) {
		make_single(&decoder->characters, (uint16_t)take(decoder, CHARACTER_BITS));
		if (decoder->characters.symbols[0] >= CHARACTERS)
			return fail(decoder, "a symbol that the set does not have");
		return 0;
	}
	if (count > CHARACTERS)
		return fail(decoder, "more code lengths than the set has symbols");
	while (i < count) {
		symbol = take_symbol(decoder, extra);
		if (symbol < 0)
			return symbol;
		zeros = take_zeros(decoder, symbol);
		if (zeros == 0)
			lengths[i++] = (uint8_t)(symbol - 2);
		i += zeros;
	}
	if (i > CHARACTERS)
		return fail(decoder, "more code lengths than the set has symbols");
	return make_code(decoder, &decoder->characters, lengths, CHARACTERS);
}

static int copy_match(struct decoder *decoder, size_t length)
{
	int position = take_symbol(decoder, &decoder->positions);
	size_t distance, i;

	if (position < 0)
		return position;
	distance = (size_t)position;
	if (position > 1)
		distance = ((size_t)1 << (position - 1)) + take(decoder, (unsigned)position - 1);
	if (distance >= decoder->done)
		return fail(decoder, "a match that reaches back beyond the start");
	if (length > decoder->original - decoder->done)
		length = decoder->original - decoder->done;
	for (i = 0; i < length; i++, decoder->done++)
		decoder->result[decoder->done] = decoder->result[decoder->done - distance - 1];
	return 0;
}

/* Its symbols, until there are no more or nothing is to be had. */
static int read_symbols(struct decoder *decoder, size_t count)
{
	int symbol, r = 0;

	for (; count > 0 && decoder->done < decoder->original && r == 0; count--) {
		symbol = take_symbol(decoder, &decoder->characters);
		if (symbol < 0)
			return symbol;
		if (is_beyond(decoder))
			return fail(decoder, "the compressed bytes end too early");
		if (symbol < 256)
			decoder->result[decoder->done++] = (uint8_t)symbol;
		else
			r = copy_match(decoder, (size_t)symbol - 256 + MATCH_MIN);
	}
	return r;
}

static int read_block(struct decoder *decoder)
{
	size_t count = take(decoder, 16);
	struct code extra = { 0 };
	int r;

	if (decoder->blocks++ > BLOCKS_FREE + decoder->original / BLOCK_BYTES)
		return fail(decoder, "too many blocks for so few bytes");
	r = read_small(decoder, &extra, EXTRA_BITS, EXTRA_GAP);
	if (r == 0)
		r = read_characters(decoder, &extra);
	if (r == 0)
		r = read_small(decoder, &decoder->positions, decoder->variant, 0);
	if (r == 0 && is_beyond(decoder))
		r = fail(decoder, "the compressed bytes end too early");
	/* EDK2 counts down in 16 bits before it looks, so that 0 is 65536. */
	return r < 0 ? r : read_symbols(decoder, count ? count : 65536);
}

size_t igd_tiano_original_size(const uint8_t *bytes, size_t size)
{
	return size < IGD_TIANO_HEADER ? 0 : igd_little32(bytes + 4);
}

static int check_header(const uint8_t *bytes, size_t size, size_t limit, struct igd_fault *reterr)
{
	size_t original = igd_tiano_original_size(bytes, size);

	if (size < IGD_TIANO_HEADER)
		return igd_fault_set(reterr, 0, "%zu bytes are too few for its header", size);
	if (igd_little32(bytes) > size - IGD_TIANO_HEADER)
		return igd_fault_set(reterr, 0,
			"its header says %u compressed bytes, there are %zu", igd_little32(bytes),
			size - IGD_TIANO_HEADER);
	if (original == 0)
		return igd_fault_set(reterr, 4, "its header says that nothing is in it");
	if (original > limit)
		return igd_fault_set(reterr, 4,
			"its header says %zu bytes once decompressed; %zu are looked at", original,
			limit);
	return 0;
}

uint8_t *igd_tiano_decompress(const uint8_t *bytes, size_t size, enum igd_tiano variant,
	size_t limit, struct igd_fault *reterr)
{
	struct decoder decoder = { .variant = variant, .fault = reterr };
	int r = check_header(bytes, size, limit, reterr);

	if (r < 0)
		return NULL;
	decoder.bytes = bytes;
	decoder.next = IGD_TIANO_HEADER;
	decoder.size = IGD_TIANO_HEADER + igd_little32(bytes);
	decoder.original = igd_tiano_original_size(bytes, size);
	decoder.result = igd_zalloc(decoder.original);
	fill(&decoder);
	while (r == 0 && decoder.done < decoder.original)
		r = read_block(&decoder);
	if (r == 0)
		return decoder.result;
	free(decoder.result);
	return NULL;
}
