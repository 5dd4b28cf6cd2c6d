// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_log_scan - logs as people paste them
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/log/log_scan.h"
#include "unit.h"

#define REST                                                                                       \
	", \"title\": \"t\", \"where\": [\"qemu\"], \"cause\": \"c\", \"remedy\": \"r\", \"source\": \"s\"}"

static const char *const files[] = {
	"{\"id\": \"S1\", \"literal\": \"_dma_map(\", \"pattern\": \"_dma_map\\\\(0x[0-9a-f]+, 0x[0-9a-f]+\", "
	"\"verdict\": \"depends\", \"depends\": \"d\", \"fatal_with\": [\"S2\"]" REST,
	"{\"id\": \"S2\", \"literal\": \"unable to continue\", \"verdict\": \"fatal\"" REST,
	"{\"id\": \"S3\", \"literal\": [\"fault addr\", \"callbacks suppressed\"], \"verdict\": \"depends\", "
	"\"depends\": \"d\", \"harmless_up_to\": 2" REST,
	"{\"id\": \"S4\", \"literal\": \"expecting 0xaa55\", \"verdict\": \"harmless\"" REST,
};

static void read_symptoms(struct igd_symptoms *ret)
{
	size_t i;

	*ret = (struct igd_symptoms){ 0 };
	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		assert_int_equal(igd_symptoms_add(ret, "x", files[i], strlen(files[i]), NULL), 0);
	igd_symptoms_sort(ret);
}

/* The hits as "S1:2x1=depends ", for each: id, first line, lines, verdict. */
static void expect_fed(const char *log, size_t size, size_t piece, const char *expected)
{
	static const char *const words[] = { "depends", "harmless", "fatal" };
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_symptoms symptoms;
	struct igd_log_scan *scan;
	struct igd_log_hits hits;
	size_t at, i;

	read_symptoms(&symptoms);
	scan = igd_log_scan_new(&symptoms);
	for (at = 0; at < size; at += piece)
		igd_log_scan_feed(scan, log + at, size - at < piece ? size - at : piece);
	igd_log_scan_end(scan, &hits);
	igd_text_add(&text, "", 0);
	for (i = 0; i < hits.count; i++)
		igd_text_printf(&text, "%s:%zux%zu=%s ", hits.list[i].symptom->id,
			hits.list[i].samples[0].line, hits.list[i].count,
			words[hits.list[i].verdict]);
	assert_string_equal(text.text, expected);
	igd_log_hits_done(&hits);
	igd_symptoms_done(&symptoms);
}

/* Whatever the pieces are in which it is fed. */
static void expect(const char *log, size_t size, const char *expected)
{
	size_t piece;

	for (piece = 1; piece <= size && piece < 40; piece++)
		expect_fed(log, size, piece, expected);
	expect_fed(log, size, size, expected);
}

#define EXPECT(log, expected) expect(log, sizeof(log) - 1, expected)

static void test_lines(void **state)
{
	(void)state;
	EXPECT("nothing\nhere\n", "");
	EXPECT("\n\n_dma_map(0x1, 0x2, 0x3)\n", "S1:3x1=depends ");
	EXPECT("_dma_map(0x1, 0x2, 0x3)\n_dma_map(0x1, 0x2, 0x3)\nunable to continue",
		"S1:1x2=fatal S2:3x1=fatal ");
	EXPECT("unable to continue expecting 0xaa55\r\n", "S2:1x1=fatal S4:1x1=harmless ");
	EXPECT("_dma_map(NULL)\n", "");
}

static void test_counts(void **state)
{
	(void)state;
	EXPECT("fault addr 1\nx\nfault addr 2\n", "S3:1x2=harmless ");
	EXPECT("fault addr 1\nfault addr 2\n3 callbacks suppressed\n", "S3:1x3=fatal ");
	EXPECT("fault addr 1 callbacks suppressed\n", "S3:1x1=harmless ");
}

static void test_as_pasted(void **state)
{
	static const char utf16[] = "\xff\xfe"
				    "u\0n\0a\0b\0l\0e\0 \0t\0o\0 \0c\0o\0n\0t\0i\0n\0u\0e\0\r\0\n";

	(void)state;
	EXPECT("[    1.0] \033[31m_dma\033[0m_map(0x1, 0x2)\n", "S1:1x1=depends ");
	EXPECT("\033]0;title\007unable to\033[m continue\033[3", "S2:1x1=fatal ");
	EXPECT("> unable\xc2\xa0to continue\n", "S2:1x1=fatal ");
	EXPECT("\xc2\xb5 \xc3\xa4 unable to continue\n", "S2:1x1=fatal ");
	EXPECT("x\n> _dma_map(0x1,\n>   0x2, 0x3)\n", "S1:2x1=depends ");
	EXPECT("_dma_map(0x1, 0\nx22, 0x3)\n", "S1:1x1=depends ");
	expect(utf16, sizeof(utf16), "S2:1x1=fatal ");
}

static void test_samples_are_bounded(void **state)
{
	struct igd_symptoms symptoms;
	struct igd_log_scan *scan;
	struct igd_log_hits hits;
	unsigned i;

	(void)state;
	read_symptoms(&symptoms);
	scan = igd_log_scan_new(&symptoms);
	for (i = 0; i < 1000; i++) {
		IGD_AUTOFREE char *line = igd_printf("fault addr %u\n", i % 20);

		igd_log_scan_feed(scan, line, strlen(line));
	}
	igd_log_scan_end(scan, &hits);
	assert_int_equal(hits.lines, 1000);
	assert_int_equal(hits.list[0].count, 1000);
	assert_int_equal(hits.list[0].sample_count, IGD_LOG_SAMPLES);
	assert_memory_equal(hits.list[0].samples[7].text, "fault addr 7", 13);
	assert_int_equal(hits.list[0].samples[7].line, 8);
	igd_log_hits_done(&hits);
	igd_symptoms_done(&symptoms);
}

/* A line longer than what is held at once, with something at its very end. */
static void test_long_line(void **state)
{
	size_t size = (size_t)3 << 20;
	char *log = igd_zalloc(size);

	(void)state;
	memset(log, 'x', size);
	log[10] = '\n';
	memcpy(log + size - 18, "unable to continue", 18);
	expect_fed(log, size, size, "S2:2x1=fatal ");
	expect_fed(log, size, 4099, "S2:2x1=fatal ");
	free(log);
}

/* What is kept of a line with a NUL in it is the whole line. */
static void test_nul(void **state)
{
	static const char log[] = "_dma_map(0x1, 0x2\0, the rest)\n";
	struct igd_symptoms symptoms;
	struct igd_log_scan *scan;
	struct igd_log_hits hits;

	(void)state;
	read_symptoms(&symptoms);
	scan = igd_log_scan_new(&symptoms);
	igd_log_scan_feed(scan, log, sizeof(log) - 1);
	igd_log_scan_end(scan, &hits);
	assert_int_equal(hits.count, 1);
	assert_int_equal(hits.list[0].samples[0].size, sizeof(log) - 2);
	assert_memory_equal(hits.list[0].samples[0].text, log, sizeof(log) - 2);
	igd_log_hits_done(&hits);
	igd_symptoms_done(&symptoms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_as_pasted),
		cmocka_unit_test(test_samples_are_bounded),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_long_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
