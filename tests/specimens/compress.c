// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compress - UEFI's compression, for specimens
 *
 * Written from UEFI Specification 2.10, chapter 19, as the decompressor is; EDK2's decompressor was the judge.
 */
#include "specimens/compress.h"

#include <stdlib.h>
#include <string.h>

#include "core/util.h"

#define CHARACTERS 510
#define EXTRAS 19
#define POSITIONS 31
#define CODE_MAX 16
#define MATCH_MIN 3
#define MATCH_MAX 256
#define BLOCK_SYMBOLS 8192
#define HASHES 4096

/* A byte, or a match. */
struct symbol {
	uint16_t character; /* a byte, or 256 + length - 3 */
	uint32_t distance;  /* less 1 */
};

struct writer {
	struct specimen *out;
	uint8_t byte;
	unsigned filled;
};

struct code {
	uint32_t counts[CHARACTERS];
	uint8_t lengths[CHARACTERS];
	uint16_t codes[CHARACTERS];
	size_t size;	/* symbols in the set */
	size_t used;	/* of those, with a count */
	uint16_t first; /* of those, the first */
};

/* One symbol of the Extra set, with the bits that follow it. */
struct extra {
	uint8_t symbol, bits;
	uint16_t value;
};

static void put(struct writer *writer, unsigned count, uint32_t value)
{
	while (count-- > 0) {
		writer->byte = (uint8_t)((uint32_t)writer->byte << 1 | (value >> count & 1));
		if (++writer->filled < 8)
			continue;
		specimen_add(writer->out, &writer->byte, 1);
		writer->filled = 0;
	}
}

/* The two nodes without a parent that have the smallest counts; false if there is but one. */
static bool find_pair(const uint32_t *counts, const uint16_t *parents, size_t nodes, size_t ret[2])
{
	size_t i, found = 0;

	for (i = 0; i < nodes; i++) {
		if (counts[i] == 0 || parents[i])
			continue;
		if (found == 0 || counts[i] < counts[ret[0]]) {
			ret[1] = ret[0];
			ret[0] = i;
		} else if (found == 1 || counts[i] < counts[ret[1]]) {
			ret[1] = i;
		}
		found++;
	}
	return found > 1;
}

/* Code lengths by Huffman's method; false if one came out longer than 16. */
static bool measure(struct code *code, const uint32_t *counts)
{
	uint32_t sums[2 * CHARACTERS] = { 0 };
	uint16_t parents[2 * CHARACTERS] = { 0 };
	size_t nodes = code->size, pair[2] = { 0 }, i, at;

	memcpy(sums, counts, code->size * sizeof(*counts));
	for (; find_pair(sums, parents, nodes, pair); nodes++) {
		sums[nodes] = sums[pair[0]] + sums[pair[1]];
		parents[pair[0]] = parents[pair[1]] = (uint16_t)nodes;
	}
	for (i = 0; i < code->size; i++) {
		code->lengths[i] = 0;
		for (at = i; parents[at]; at = parents[at])
			code->lengths[i]++;
		if (code->lengths[i] > CODE_MAX)
			return false;
	}
	return true;
}

/* From the counts: the lengths, and the canonical codes. */
static void make_code(struct code *code)
{
	uint32_t counts[CHARACTERS], next = 0;
	unsigned length;
	size_t i;

	code->used = 0;
	for (i = code->size; i-- > 0;) {
		counts[i] = code->counts[i];
		if (counts[i] == 0)
			continue;
		code->used++;
		code->first = (uint16_t)i;
	}
	while (!measure(code, counts))
		for (i = 0; i < code->size; i++)
			counts[i] = counts[i] ? counts[i] / 2 + 1 : 0;
	for (length = 1; length <= CODE_MAX; length++, next <<= 1)
		for (i = 0; i < code->size; i++)
			if (code->lengths[i] == length)
				code->codes[i] = (uint16_t)next++;
}

static void put_symbol(struct writer *writer, const struct code *code, size_t symbol)
{
	put(writer, code->lengths[symbol], code->codes[symbol]);
}

static size_t count_lengths(const struct code *code)
{
	size_t count = code->size;

	while (count > 0 && code->lengths[count - 1] == 0)
		count--;
	return count;
}

/* The lengths of the Extra set (gap 3: zeros behind the third are counted), or of the Position set (gap 0). */
static void put_small(struct writer *writer, const struct code *code, unsigned bits, size_t gap)
{
	size_t count = count_lengths(code), i = 0, zeros;

	if (code->used < 2) {
		put(writer, bits, 0);
		put(writer, bits, code->first);
		return;
	}
	put(writer, bits, (uint32_t)count);
	while (i < count) {
		unsigned length = code->lengths[i++];

		if (length < 7)
			put(writer, 3, length);
		else
			put(writer, length - 3, (1u << (length - 3)) - 2);
		if (i != gap)
			continue;
		for (zeros = 0; zeros < 3 && i < count && code->lengths[i] == 0; zeros++)
			i++;
		put(writer, 2, (uint32_t)zeros);
	}
}

/* How a run of zeros begins; returns how many of them it covers. */
static size_t cover_zeros(size_t run, struct extra *ret)
{
	if (run >= 20) {
		run = run > 20 + 511 ? 20 + 511 : run;
		*ret = (struct extra){ 2, 9, (uint16_t)(run - 20) };
		return run;
	}
	if (run >= 3 && run < 19) {
		*ret = (struct extra){ 1, 4, (uint16_t)(run - 3) };
		return run;
	}
	*ret = (struct extra){ 0, 0, 0 };
	return 1;
}

static size_t list_extras(const struct code *characters, struct extra *ret)
{
	size_t count = count_lengths(characters), extras = 0, i = 0, run;

	while (i < count) {
		for (run = 0; i + run < count && characters->lengths[i + run] == 0; run++)
			continue;
		if (run > 0)
			i += cover_zeros(run, &ret[extras++]);
		else
			ret[extras++] =
				(struct extra){ (uint8_t)(characters->lengths[i++] + 2), 0, 0 };
	}
	return extras;
}

static void put_characters(struct writer *writer, const struct code *characters)
{
	struct extra extras[CHARACTERS];
	struct code extra = { .size = EXTRAS };
	size_t count, i;

	if (characters->used < 2) {
		put_small(writer, &extra, 5, 3);
		put(writer, 9, 0);
		put(writer, 9, characters->first);
		return;
	}
	count = list_extras(characters, extras);
	for (i = 0; i < count; i++)
		extra.counts[extras[i].symbol]++;
	make_code(&extra);
	put_small(writer, &extra, 5, 3);
	put(writer, 9, (uint32_t)count_lengths(characters));
	for (i = 0; i < count; i++) {
		put_symbol(writer, &extra, extras[i].symbol);
		put(writer, extras[i].bits, extras[i].value);
	}
}

/* The symbol of the Position set: 0, or 1 more than the distance's highest bit. */
static unsigned position_of(uint32_t distance)
{
	unsigned position = 0;

	while (distance >> position)
		position++;
	return position;
}

static void put_block(
	struct writer *writer, const struct symbol *symbols, size_t count, unsigned bits)
{
	struct code characters = { .size = CHARACTERS }, positions = { .size = POSITIONS };
	unsigned position;
	size_t i;

	for (i = 0; i < count; i++) {
		characters.counts[symbols[i].character]++;
		if (symbols[i].character >= 256)
			positions.counts[position_of(symbols[i].distance)]++;
	}
	make_code(&characters);
	make_code(&positions);
	put(writer, 16, (uint32_t)count);
	put_characters(writer, &characters);
	put_small(writer, &positions, bits, 0);
	for (i = 0; i < count; i++) {
		put_symbol(writer, &characters, symbols[i].character);
		if (symbols[i].character < 256)
			continue;
		position = position_of(symbols[i].distance);
		put_symbol(writer, &positions, position);
		if (position > 1)
			put(writer, position - 1, symbols[i].distance);
	}
}

/* The match at i with where the same three bytes stood last; a byte without one. Returns what it covers. */
static size_t find_symbol(
	const uint8_t *bytes, size_t size, size_t i, size_t *seen, struct symbol *ret)
{
	size_t hash, last, length = 0, window = seen[HASHES];

	*ret = (struct symbol){ bytes[i], 0 };
	if (size - i < MATCH_MIN)
		return 1;
	hash = (bytes[i] * 131u + bytes[i + 1] * 31u + bytes[i + 2]) % HASHES;
	last = seen[hash];
	seen[hash] = i + 1;
	if (last == 0 || i - (last - 1) > window)
		return 1;
	last--;
	while (length < MATCH_MAX && i + length < size && bytes[last + length] == bytes[i + length])
		length++;
	if (length < MATCH_MIN)
		return 1;
	*ret = (struct symbol){ (uint16_t)(256 + length - MATCH_MIN), (uint32_t)(i - last - 1) };
	return length;
}

void specimen_compress(struct specimen *specimen, const uint8_t *bytes, size_t size, unsigned bits)
{
	struct writer writer = { .out = specimen };
	struct symbol *symbols = igd_zalloc(BLOCK_SYMBOLS * sizeof(*symbols));
	size_t *seen = igd_zalloc((HASHES + 1) * sizeof(*seen)), start = specimen->size;
	size_t count = 0, i = 0;

	/* How far back: the windows of EDK2 BaseTools/Source/C/Common/{Efi,Tiano}Compress.c. */
	seen[HASHES] = bits == 4 ? 1 << 13 : 1 << 19;
	specimen_add32(specimen, 0);
	specimen_add32(specimen, (uint32_t)size);
	while (i < size) {
		i += find_symbol(bytes, size, i, seen, &symbols[count++]);
		if (count < BLOCK_SYMBOLS && i < size)
			continue;
		put_block(&writer, symbols, count, bits);
		count = 0;
	}
	put(&writer, 7, 0);
	specimen_put32(specimen, start, (uint32_t)(specimen->size - start - 8));
	free(seen);
	free(symbols);
}
