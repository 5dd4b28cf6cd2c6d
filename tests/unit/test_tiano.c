// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_tiano - the decompressor: what a compressor made comes back, and nothing else is believed
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/firmware/tiano.h"
#include "specimens/compress.h"
#include "unit.h"

#define LIMIT ((size_t)16 << 20)

/* Bits, first one uppermost. */
struct bits {
	struct specimen out;
	unsigned filled;
};

static void put(struct bits *bits, unsigned count, unsigned value)
{
	while (count-- > 0) {
		if (bits->filled++ % 8 == 0)
			specimen_add(&bits->out, "", 1);
		bits->out.bytes[bits->out.size - 1] |=
			(uint8_t)((value >> count & 1) << (7 - (bits->filled - 1) % 8));
	}
}

static void begin(struct bits *bits, size_t original)
{
	specimen_add32(&bits->out, 0);
	specimen_add32(&bits->out, (uint32_t)original);
}

static void end(struct bits *bits)
{
	specimen_put32(&bits->out, 0, (uint32_t)bits->out.size - 8);
}

/* A block in which each set has a single symbol, which takes no bits. */
static void put_single_block(
	struct bits *bits, unsigned count, unsigned character, unsigned position)
{
	put(bits, 16, count);
	put(bits, 5, 0);
	put(bits, 5, 0);
	put(bits, 9, 0);
	put(bits, 9, character);
	put(bits, 4, 0);
	put(bits, 4, position);
}

/* From exactly so many bytes, so that what reads beyond them is seen. */
static uint8_t *decompress(const struct specimen *from, unsigned variant, struct igd_fault *fault)
{
	uint8_t *bytes = igd_zalloc(from->size ? from->size : 1), *result;

	if (from->size)
		memcpy(bytes, from->bytes, from->size);
	result = igd_tiano_decompress(bytes, from->size, variant, LIMIT, fault);
	free(bytes);
	return result;
}

static void check_round(const uint8_t *bytes, size_t size)
{
	unsigned variant;

	for (variant = IGD_TIANO_UEFI; variant <= IGD_TIANO_TIANO; variant++) {
		struct specimen compressed = { 0 };
		struct igd_fault fault = { 0 };
		uint8_t *result;

		specimen_compress(&compressed, bytes, size, variant);
		assert_int_equal(igd_tiano_original_size(compressed.bytes, compressed.size), size);
		result = decompress(&compressed, variant, &fault);
		assert_non_null(result);
		assert_memory_equal(result, bytes, size);
		free(result);
		specimen_done(&compressed);
	}
}

/* Of few values and in runs, or of all and without. */
static void make_bytes(uint8_t *bytes, size_t size, unsigned spread)
{
	uint32_t state = spread;
	size_t i;

	for (i = 0; i < size; i++) {
		state = state * 1664525u + 1013904223u;
		bytes[i] = (uint8_t)((state >> 24) % spread);
		if (i > 300 && spread < 100 && bytes[i] == 1)
			bytes[i] = bytes[i - 300];
	}
}

static void test_round(void **state)
{
	static const unsigned spreads[] = { 1, 2, 3, 30, 256 };
	uint8_t *bytes = igd_zalloc(70000);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(spreads) / sizeof(*spreads); i++) {
		make_bytes(bytes, 70000, spreads[i]);
		check_round(bytes, 1);
		check_round(bytes, 2);
		check_round(bytes, 3);
		check_round(bytes, 1000);
		check_round(bytes, 70000);
	}
	free(bytes);
}

/* Byte n stands 2^n times, so that the codes are as long as codes can be. */
static void test_long_codes(void **state)
{
	uint8_t *bytes = igd_zalloc(1 << 19);
	size_t size = 0, i, n;

	(void)state;
	for (n = 0; n < 13; n++)
		for (i = 0; i < (size_t)1 << n; i++)
			bytes[size++] = (uint8_t)(n * 17 + (i & 1) * (i % 3));
	check_round(bytes, size);
	free(bytes);
}

static void refuse(const struct specimen *from, size_t offset, const char *what)
{
	struct igd_fault fault = { 0 };

	assert_null(decompress(from, IGD_TIANO_UEFI, &fault));
	assert_string_equal(fault.what, what);
	assert_int_equal(fault.offset, offset);
}

static void refuse_bits(struct bits *bits, size_t offset, const char *what)
{
	end(bits);
	refuse(&bits->out, offset, what);
	specimen_done(&bits->out);
	bits->filled = 0;
}

static void test_header(void **state)
{
	struct specimen from = { 0 };

	(void)state;
	assert_int_equal(igd_tiano_original_size(NULL, 0), 0);
	refuse(&from, 0, "0 bytes are too few for its header");
	specimen_add(&from, "\1\0\0\0\0\0\0", 7);
	assert_int_equal(igd_tiano_original_size(from.bytes, from.size), 0);
	refuse(&from, 0, "7 bytes are too few for its header");
	specimen_add(&from, "", 1);
	refuse(&from, 0, "its header says 1 compressed bytes, there are 0");
	specimen_put32(&from, 0, 0xffffffff);
	refuse(&from, 0, "its header says 4294967295 compressed bytes, there are 0");
	specimen_put32(&from, 0, 0);
	refuse(&from, 4, "its header says that nothing is in it");
	specimen_put32(&from, 4, 1);
	refuse(&from, 8, "the compressed bytes end too early");
	specimen_put32(&from, 4, 0x01000001);
	refuse(&from, 4,
		"its header says 16777217 bytes once decompressed; 16777216 are looked at");
	specimen_done(&from);
}

static void test_tables(void **state)
{
	struct bits bits = { 0 };
	int i;

	(void)state;
	begin(&bits, 10);
	put_single_block(&bits, 1, 510, 0);
	refuse_bits(&bits, 13, "a symbol that the set does not have");

	begin(&bits, 10);
	put(&bits, 16, 1);
	put(&bits, 5, 20);
	refuse_bits(&bits, 10, "more code lengths than the set has symbols");

	/* Three codes of one bit; one code of one bit; a code of 17 bits. */
	begin(&bits, 10);
	put(&bits, 16, 1);
	put(&bits, 5, 3);
	for (i = 0; i < 3; i++)
		put(&bits, 3, 1);
	put(&bits, 2, 0);
	refuse_bits(&bits, 12, "the lengths of a code table make no complete code");

	begin(&bits, 10);
	put(&bits, 16, 1);
	put(&bits, 5, 1);
	put(&bits, 3, 1);
	refuse_bits(&bits, 11, "the lengths of a code table make no complete code");

	begin(&bits, 10);
	put(&bits, 16, 1);
	put(&bits, 5, 1);
	for (i = 0; i < 13; i++)
		put(&bits, 1, 1);
	put(&bits, 1, 0);
	refuse_bits(&bits, 12, "a code of more than 16 bits");

	/* The Char&Len set's lengths are to be taken from an Extra set that has no codes. */
	begin(&bits, 10);
	put(&bits, 16, 1);
	put(&bits, 5, 1);
	put(&bits, 3, 0);
	put(&bits, 9, 1);
	put(&bits, 16, 0);
	refuse_bits(&bits, 12, "a code is needed from a table that has none");

	/* 20 + 511 zeros, of 510 lengths. */
	begin(&bits, 10);
	put(&bits, 16, 1);
	put(&bits, 5, 0);
	put(&bits, 5, 2);
	put(&bits, 9, 510);
	put(&bits, 9, 511);
	refuse_bits(&bits, 13, "more code lengths than the set has symbols");
}

static void test_matches(void **state)
{
	struct igd_fault fault = { 0 };
	struct bits bits = { 0 };
	uint8_t *result;

	(void)state;
	begin(&bits, 1000);
	put_single_block(&bits, 1, 'a', 0);
	put_single_block(&bits, 9, 256 + 256 - 3, 0);
	end(&bits);
	result = decompress(&bits.out, IGD_TIANO_UEFI, &fault);
	assert_non_null(result);
	assert_int_equal(result[999], 'a');
	free(result);
	specimen_done(&bits.out);
	bits.filled = 0;

	begin(&bits, 10);
	put_single_block(&bits, 1, 256, 0);
	refuse_bits(&bits, 14, "a match that reaches back beyond the start");

	/* Further back than can be: 2^13 bytes. */
	begin(&bits, 10);
	put_single_block(&bits, 1, 'a', 0);
	put_single_block(&bits, 1, 256, 14);
	put(&bits, 13, 0);
	refuse_bits(&bits, 22, "a match that reaches back beyond the start");
}

/* 14 bytes that become 16 MiB are what the format allows; blocks of one byte are what no compressor makes. */
static void test_bombs(void **state)
{
	struct igd_fault fault = { 0 };
	struct bits bits = { 0 };
	uint8_t *result;
	int i;

	(void)state;
	begin(&bits, LIMIT);
	put_single_block(&bits, 1, 0, 0);
	put_single_block(&bits, 0, 256 + 253, 0);
	end(&bits);
	result = decompress(&bits.out, IGD_TIANO_UEFI, &fault);
	assert_non_null(result);
	free(result);
	specimen_done(&bits.out);
	bits.filled = 0;

	begin(&bits, 1000);
	for (i = 0; i < 1000; i++)
		put_single_block(&bits, 1, 'a', 0);
	end(&bits);
	assert_null(decompress(&bits.out, IGD_TIANO_UEFI, &fault));
	assert_string_equal(fault.what, "too many blocks for so few bytes");
	specimen_done(&bits.out);
}

/* Every truncation is an error, with its offset within what is there. */
static void test_truncations(void **state)
{
	struct specimen compressed = { 0 }, cut;
	uint8_t bytes[2000];
	struct igd_fault fault;
	size_t size;

	(void)state;
	make_bytes(bytes, sizeof(bytes), 30);
	specimen_compress(&compressed, bytes, sizeof(bytes), IGD_TIANO_UEFI);
	for (size = 8; size + 1 < compressed.size; size++) {
		cut = (struct specimen){ compressed.bytes, size };
		specimen_put32(&compressed, 0, (uint32_t)size - 8);
		assert_null(decompress(&cut, IGD_TIANO_UEFI, &fault));
		assert_true(fault.offset <= size && *fault.what);
	}
	specimen_done(&compressed);
}

/* Every byte changed: some result or an error with a reason, and no harm. */
static void test_mutants(void **state)
{
	struct specimen compressed = { 0 };
	uint8_t bytes[1500], *result;
	struct igd_fault fault;
	unsigned bit;
	size_t i;

	(void)state;
	make_bytes(bytes, sizeof(bytes), 30);
	specimen_compress(&compressed, bytes, sizeof(bytes), IGD_TIANO_UEFI);
	for (i = 8; i < compressed.size; i++) {
		for (bit = 0; bit < 8; bit++) {
			fault = (struct igd_fault){ 0 };
			compressed.bytes[i] ^= (uint8_t)(1u << bit);
			result = decompress(&compressed, IGD_TIANO_UEFI, &fault);
			if (!result)
				assert_true(*fault.what && fault.offset <= compressed.size);
			free(result);
			compressed.bytes[i] ^= (uint8_t)(1u << bit);
		}
	}
	specimen_done(&compressed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_long_codes),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_truncations),
		cmocka_unit_test(test_mutants),
	};

	return cmocka_run_group_tests_name("tiano", tests, NULL, NULL);
}
