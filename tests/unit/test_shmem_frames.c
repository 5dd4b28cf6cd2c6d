// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_shmem_frames - what Looking Glass writes to the shared memory, read as each release writes it
 */
#include <stdlib.h>
#include <string.h>

#include "facts/shmem/shmem_frames.h"
#include "tests/unit/unit.h"

static void put(unsigned char *bytes, size_t offset, uint64_t value, unsigned width)
{
	for (; width; width--, value >>= 8)
		bytes[offset++] = (unsigned char)value;
}

/* The header of a release: "LGMP" at lgmp, and KVMFR's behind the queues. */
static void write_header(unsigned char *head, size_t lgmp, unsigned version, size_t kvmfr)
{
	memset(head, 0, IGD_FRAMES_HEAD);
	memcpy(head + lgmp, "LGMP", 4);
	put(head, lgmp + 4, version, 4);
	put(head, lgmp ? 0 : 16, 123456789, 8);
	memcpy(head + kvmfr, "KVMFR---", 8);
	put(head, kvmfr + 8, 20, 4);
	memcpy(head + kvmfr + 12, "B7-12-gabcdef", 14);
}

static void test_headers(void **state)
{
	static const struct {
		size_t lgmp;
		unsigned version;
		size_t kvmfr;
	} cases[] = {
		{ 0, 2, 1636 },	   /* B4 */
		{ 0, 4, 5116 },	   /* B5 */
		{ 0, 5, 5756 },	   /* B6 */
		{ 0, 6, 5756 },	   /* B7 */
		{ 8064, 10, 8084 } /* September 2025 */
	};
	IGD_AUTOFREE unsigned char *head = igd_zalloc(IGD_FRAMES_HEAD);
	struct igd_frames_header header;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		write_header(head, cases[i].lgmp, cases[i].version, cases[i].kvmfr);
		igd_frames_parse(head, IGD_FRAMES_HEAD, NULL, 0, &header);
		assert_int_equal(header.content, IGD_FRAMES_WRITTEN);
		assert_int_equal(header.lgmp, cases[i].version);
		assert_int_equal(header.kvmfr, 20);
		assert_string_equal(header.release, "B7-12-gabcdef");
		assert_true(header.has_clock);
		assert_int_equal(header.clock, 123456789);
		assert_false(header.has_recovery);
	}
}

static void test_recovery(void **state)
{
	IGD_AUTOFREE unsigned char *head = igd_zalloc(IGD_FRAMES_HEAD);
	unsigned char tail[IGD_FRAMES_TAIL] = { 0 };
	struct igd_frames_header header;

	(void)state;
	write_header(head, 0, 6, 5756); /* left from B7 */
	memcpy(tail, "KVMFRRCV", 8);
	put(tail, 8, 1, 2);
	put(tail, 16, 14, 4);
	put(tail, 20, 34, 4);
	put(tail, 48, 77, 4);
	memcpy(tail + 64, "B8-rc1\nx", 8);
	put(tail, 1216 + 8, 3, 4);
	put(tail, 1216 + 12, 6, 4);
	igd_frames_parse(head, IGD_FRAMES_HEAD, tail, sizeof(tail), &header);
	assert_int_equal(header.lgmp, 6); /* not published */
	put(tail, 60, 1, 4);
	igd_frames_parse(head, IGD_FRAMES_HEAD, tail, sizeof(tail), &header);
	assert_true(header.has_recovery);
	assert_int_equal(header.lgmp, 14);
	assert_int_equal(header.kvmfr, 34);
	assert_int_equal(header.clock, 77);
	assert_int_equal(header.state, 3);
	assert_int_equal(header.error, 6);
	assert_string_equal(header.release, "B8-rc1?x");
	put(tail, 8, 2, 2);
	igd_frames_parse(NULL, 0, tail, sizeof(tail), &header);
	assert_int_equal(header.content, IGD_FRAMES_FOREIGN);
	put(tail, 8, 1, 2);
	igd_frames_parse(NULL, 0, tail, sizeof(tail) - 1, &header);
	assert_int_equal(header.content, IGD_FRAMES_FOREIGN);
	memset(tail, 0, sizeof(tail));
	igd_frames_parse(NULL, 0, tail, sizeof(tail), &header);
	assert_int_equal(header.content, IGD_FRAMES_EMPTY);
}

/* Magic without a version, versions that are none, a header that is cut off. */
static void test_hostile(void **state)
{
	IGD_AUTOFREE unsigned char *head = igd_zalloc(IGD_FRAMES_HEAD);
	struct igd_frames_header header;
	size_t size;

	(void)state;
	memcpy(head, "LGMP", 4);
	igd_frames_parse(head, IGD_FRAMES_HEAD, NULL, 0, &header);
	assert_int_equal(header.content, IGD_FRAMES_FOREIGN);
	put(head, 4, 0xffffffff, 4);
	igd_frames_parse(head, IGD_FRAMES_HEAD, NULL, 0, &header);
	assert_int_equal(header.content, IGD_FRAMES_FOREIGN);
	memcpy(head + 100, "KVMFR---", 8);
	igd_frames_parse(head, IGD_FRAMES_HEAD, NULL, 0, &header);
	assert_int_equal(header.content, IGD_FRAMES_FOREIGN);
	write_header(head, 0, 6, 5756);
	memcpy(head + 5756 + 12, "-\0", 2); /* which would be "none" in a recording */
	igd_frames_parse(head, IGD_FRAMES_HEAD, NULL, 0, &header);
	assert_string_equal(header.release, "");
	memset(head, 0xff, IGD_FRAMES_HEAD);
	igd_frames_parse(head, IGD_FRAMES_HEAD, head, IGD_FRAMES_TAIL, &header);
	assert_int_equal(header.content, IGD_FRAMES_FOREIGN);
	write_header(head, 0, 6, 5756);
	memset(head + 5756 + 12, 'B', 40); /* no NUL: as long as its field */
	for (size = 0; size <= 5900; size++) {
		IGD_AUTOFREE unsigned char *cut = igd_zalloc(size + !size);

		memcpy(cut, head, size);
		igd_frames_parse(cut, size, NULL, 0, &header);
		assert_int_equal(header.lgmp, size >= 8 ? 6 : 0);
		assert_int_equal(header.kvmfr, size >= 5756 + 44 ? 20 : 0);
		assert_int_equal(strlen(header.release), size >= 5756 + 44 ? 32 : 0);
	}
}

static void test_text(void **state)
{
	static const char *const wrong[] = { "", "written", "written moves lgmp 6 kvmfr 20",
		"weird moves lgmp 6 kvmfr 20 recovery 0 0 0 release B7",
		"written sings lgmp 6 kvmfr 20 recovery 0 0 0 release B7",
		"written moves lgmp 6 kvmfr 20 recovery 2 0 0 release B7",
		"written moves lgmp 6 kvmfr 20 recovery 0 0 0 release B`7",
		"written moves lgmp x kvmfr 20 recovery 0 0 0 release B7" };
	struct igd_frames_header header = { .content = IGD_FRAMES_WRITTEN,
		.motion = IGD_FRAMES_STILL,
		.lgmp = 14,
		.kvmfr = 34,
		.has_recovery = true,
		.state = 3,
		.error = 6,
		.release = "B8-rc1+x_1.0?" };
	struct igd_frames_header read;
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	(void)state;
	igd_frames_write(&header, &text);
	assert_string_equal(
		text.text, "written still lgmp 14 kvmfr 34 recovery 1 3 6 release B8-rc1+x_1.0?\n");
	assert_true(igd_frames_read(text.text, &read));
	assert_int_equal(read.content, header.content);
	assert_int_equal(read.motion, header.motion);
	assert_int_equal(read.lgmp, 14);
	assert_int_equal(read.kvmfr, 34);
	assert_true(read.has_recovery);
	assert_int_equal(read.state, 3);
	assert_int_equal(read.error, 6);
	assert_string_equal(read.release, header.release);
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(igd_frames_read(wrong[i], &read));
	assert_true(
		igd_frames_read("empty once lgmp 0 kvmfr 0 recovery 0 0 0 release -\nmore", &read));
	assert_string_equal(read.release, "");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_recovery),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
