// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_opregion - the OpRegion parser, VFIO's ranges, what they are of a host; and the replies of VFIO's ioctls
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h does not include what it needs
#include <cmocka.h>
#include <linux/vfio.h>

#include "core/given.h"
#include "core/host_private.h"
#include "core/source_live_vfio.h"
#include "facts/firmware/opregion.h"
#include "facts/firmware/opregion_vfio.h"
#include "specimens/opregion.h"

static const struct specimen_child board[] = { { 4, 0x60d2, 1 } };

static struct specimen make_vbt(void)
{
	const struct specimen_vbt made = { "ALDERLAKE-S", 237, 39, board, 1, false };
	struct specimen vbt = { 0 };

	specimen_add_vbt(&vbt, &made);
	return vbt;
}

/* Mailboxes 1, 3 and 5. */
static struct specimen make(uint8_t minor, bool is_behind)
{
	struct specimen vbt = make_vbt(), specimen = { 0 };
	const struct specimen_opregion opregion = { 2, minor, 0x15, "17.0.1077", &vbt, is_behind };

	specimen_add_opregion(&specimen, &opregion);
	specimen_done(&vbt);
	return specimen;
}

static void test_mailbox(void **state)
{
	struct specimen specimen = make(1, false);
	struct igd_opregion opregion;
	struct igd_vbt vbt;

	(void)state;
	assert_int_equal(igd_opregion_parse(specimen.bytes, specimen.size, &opregion, NULL), 0);
	assert_int_equal(opregion.size, 0x2000);
	assert_int_equal(opregion.major, 2);
	assert_int_equal(opregion.minor, 1);
	assert_int_equal(
		opregion.mailboxes, IGD_MAILBOX_ACPI | IGD_MAILBOX_ASLE | IGD_MAILBOX_ASLE_EXT);
	assert_false(opregion.is_headless);
	assert_string_equal(opregion.bios_version, "1.20");
	assert_string_equal(opregion.vbios_version, "");
	assert_string_equal(opregion.gop_version, "17.0.1077");
	assert_int_equal(opregion.vbt_place, IGD_VBT_IN_MAILBOX);
	assert_int_equal(opregion.vbt_offset, 0x400);
	assert_int_equal(opregion.vbt_size, 0x1800);
	assert_int_equal(igd_vbt_parse(specimen.bytes + 0x400, 0x1800, &vbt, NULL), 0);
	specimen.bytes[0x58] = 0x05; /* without the fifth mailbox its room is the VBT's */
	specimen.bytes[0x61] = 0x20;
	assert_int_equal(igd_opregion_parse(specimen.bytes, specimen.size, &opregion, NULL), 0);
	assert_int_equal(opregion.vbt_size, 0x1c00);
	assert_true(opregion.is_headless);
	specimen_done(&specimen);
}

static void place(struct specimen *specimen, enum igd_vbt_place where)
{
	struct igd_opregion opregion;

	assert_int_equal(igd_opregion_parse(specimen->bytes, specimen->size, &opregion, NULL), 0);
	assert_int_equal(opregion.vbt_place, where);
	if (where != IGD_VBT_ELSEWHERE)
		assert_true(opregion.vbt_offset + opregion.vbt_size <= specimen->size);
	else
		assert_int_equal(opregion.vbt_size, 0);
}

static void test_behind(void **state)
{
	struct specimen specimen = make(1, true);
	struct igd_opregion opregion;
	struct igd_vbt vbt;

	(void)state;
	assert_int_equal(igd_opregion_parse(specimen.bytes, specimen.size, &opregion, NULL), 0);
	assert_int_equal(opregion.vbt_place, IGD_VBT_BEHIND);
	assert_int_equal(opregion.vbt_offset, 0x2000);
	assert_int_equal(opregion.vbt_size, specimen.size - 0x2000);
	assert_int_equal(igd_vbt_parse(specimen.bytes + 0x2000, opregion.vbt_size, &vbt, NULL), 0);
	specimen.bytes[0x58] = 0x11; /* without ASLE there is no RVDA */
	place(&specimen, IGD_VBT_IN_MAILBOX);
	specimen.bytes[0x58] = 0x15;
	specimen.bytes[0x17] = 1; /* nor before 2.0 */
	place(&specimen, IGD_VBT_IN_MAILBOX);
	specimen.bytes[0x17] = 2;
	specimen_put32(&specimen, 0x3c2, 0); /* both have to be given */
	place(&specimen, IGD_VBT_IN_MAILBOX);
	specimen_done(&specimen);
}

/* Never outside the bytes, however far it is said to be. */
static void test_elsewhere(void **state)
{
	struct specimen specimen = make(1, true);
	uint32_t size = (uint32_t)specimen.size - 0x2000;

	(void)state;
	specimen.bytes[0x16] = 0; /* 2.0: an address of physical memory */
	place(&specimen, IGD_VBT_ELSEWHERE);
	specimen.bytes[0x16] = 1;
	specimen_put32(&specimen, 0x3c2, size + 1);
	place(&specimen, IGD_VBT_ELSEWHERE);
	specimen_put32(&specimen, 0x3c2, size);
	place(&specimen, IGD_VBT_BEHIND);
	specimen_put32(&specimen, 0x3ba, 0x1fff);
	place(&specimen, IGD_VBT_ELSEWHERE);
	specimen_put32(&specimen, 0x3ba, 0x2001);
	place(&specimen, IGD_VBT_ELSEWHERE);
	specimen_put32(&specimen, 0x3ba, 0x2000);
	specimen_put32(&specimen, 0x3be, 0xffffffff);
	place(&specimen, IGD_VBT_ELSEWHERE);
	specimen_done(&specimen);
}

static void refuse(const struct specimen *specimen, size_t size, const char *message)
{
	struct igd_opregion opregion = { .major = 77 };
	struct igd_error error = { 0 };
	uint8_t *bytes = igd_zalloc(size + 1);

	memcpy(bytes, specimen->bytes, size);
	assert_int_equal(igd_opregion_parse(bytes, size, &opregion, &error), -EBADMSG);
	assert_string_equal(error.message, message);
	assert_int_equal(opregion.major, 77);
	free(bytes);
}

static void test_hostile(void **state)
{
	struct specimen specimen = make(1, false);

	(void)state;
	refuse(&specimen, 0, "offset 0: 0 bytes are too few for an OpRegion");
	refuse(&specimen, 0xff, "offset 0: 255 bytes are too few for an OpRegion");
	refuse(&specimen, 0x1fff, "offset 8191: cut off, an OpRegion has 8192 bytes");
	specimen_put32(&specimen, 0x10, 0);
	refuse(&specimen, specimen.size, "offset 16: its size is said to be 0");
	specimen.bytes[15] = 'M';
	refuse(&specimen, specimen.size, "offset 0: the signature is not IntelGraphicsMem");
	specimen_done(&specimen);
}

static void test_ranges(void **state)
{
	static const char *const bad[] = { "0x0\n", "0x1 0x0\n", "0x0 0x1 0x2\n",
		"0x0 0x1\n0x1 0x2\n", "0 1\n", "\n",
		"0x00000000000000000000000000000000000 0x111111111111111\n" };
	static const char good[] = "0x0 0xfedfffff\n0xfef00000 0x7fffffffff\n";
	struct igd_vfio_ranges ranges = { .count = 77 };
	struct igd_error error;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		error = (struct igd_error){ 0 };
		assert_int_equal(
			igd_vfio_ranges_parse(bad[i], strlen(bad[i]), &ranges, &error), -EBADMSG);
		assert_true(igd_starts_with(error.message, "line "));
		assert_int_equal(ranges.count, 77);
	}
	assert_int_equal(igd_vfio_ranges_parse(good, strlen(good), &ranges, NULL), 0);
	assert_int_equal(ranges.count, 2);
	assert_true(ranges.list[1].start == 0xfef00000 && ranges.list[1].end == 0x7fffffffff);
}

/* What the kernel fills: a header, then capabilities of which each names the offset of the next. */
static void test_replies(void **state)
{
	struct {
		struct vfio_iommu_type1_info head;
		struct vfio_info_cap_header other;
		uint32_t filler[2];
		struct vfio_info_cap_header header;
		uint32_t count, reserved;
		struct vfio_iova_range ranges[2];
	} reply = { .head = { .flags = VFIO_IOMMU_INFO_CAPS,
			    .cap_offset = sizeof(struct vfio_iommu_type1_info) },
		.count = 2,
		.ranges = { { 0, 0xfedfffff }, { 0xfef00000, 0x7fffffffff } } };
	struct igd_text text = { 0 };
	uint32_t at = (uint32_t)((char *)&reply.header - (char *)&reply);

	(void)state;
	reply.other = (struct vfio_info_cap_header){ .id = 3, .version = 1, .next = at };
	reply.header.id = VFIO_IOMMU_TYPE1_INFO_CAP_IOVA_RANGE;
	reply.head.cap_offset = (uint32_t)((char *)&reply.other - (char *)&reply);
	assert_int_equal(igd_vfio_info_ranges(&reply, sizeof(reply), &text), 0);
	assert_string_equal(text.text, "0x0 0xfedfffff\n0xfef00000 0x7fffffffff\n");
	igd_text_done(&text);
	reply.count = 3;
	assert_int_equal(igd_vfio_info_ranges(&reply, sizeof(reply), &text), EIO);
	reply.count = 0xffffffff;
	assert_int_equal(igd_vfio_info_ranges(&reply, sizeof(reply), &text), EIO);
	reply.count = 2;
	assert_int_equal(igd_vfio_info_ranges(&reply, sizeof(reply) - 1, &text), EIO);
	assert_int_equal(igd_vfio_info_ranges(&reply, at + 4, &text), EIO);
	assert_int_equal(igd_vfio_info_ranges(&reply, 8, &text), EIO);
	reply.header.id = 99;
	reply.header.next = at; /* round and round */
	assert_int_equal(igd_vfio_info_ranges(&reply, sizeof(reply), &text), EIO);
	reply.header.next = 0xffffffff;
	assert_int_equal(igd_vfio_info_ranges(&reply, sizeof(reply), &text), EIO);
	reply.head.flags = 0;
	assert_int_equal(igd_vfio_info_ranges(&reply, sizeof(reply), &text), EIO);
	igd_text_done(&text);
}

static int ask(struct igd_source *source, enum igd_ask what, const char *path)
{
	struct igd_question question = { what, path, 1 << 20 };
	struct igd_answer answer;
	int error;

	igd_source_answer(source, &question, &answer);
	error = answer.error;
	igd_answer_done(&answer);
	return error;
}

/* Nothing is opened for what is no Intel display function bound to vfio-pci. */
static void test_live(void **state)
{
	struct igd_source *source = igd_source_live();

	(void)state;
	assert_int_equal(ask(source, IGD_ASK_READ, IGD_VFIO_DIR "/ffff:ff:1f.7/opregion"), ENODEV);
	assert_int_equal(ask(source, IGD_ASK_READ, IGD_VFIO_DIR "/ffff:ff:1f.7/iova"), ENODEV);
	assert_int_equal(ask(source, IGD_ASK_READ, IGD_VFIO_DIR "/ffff:ff:1f.6/regions"), ENODEV);
	assert_int_equal(ask(source, IGD_ASK_READ, IGD_VFIO_DIR "/ffff:ff:1f.7/else"), ENODATA);
	assert_int_equal(ask(source, IGD_ASK_READ, IGD_VFIO_DIR "/opregion"), ENODATA);
	assert_int_equal(ask(source, IGD_ASK_READ, IGD_VFIO_DIR "/"), ENODATA);
	assert_int_equal(ask(source, IGD_ASK_READ, IGD_VFIO_DIR "/../x/opregion"), ENODATA);
	assert_int_equal(
		ask(source, IGD_ASK_READ, IGD_VFIO_DIR "/ffff:ff:1f.77/opregion"), ENODATA);
	assert_int_equal(ask(source, IGD_ASK_KIND, IGD_VFIO_DIR "/ffff:ff:1f.7/opregion"), ENODATA);
	assert_int_equal(ask(source, IGD_ASK_LIST, IGD_VFIO_DIR), ENODATA);
	igd_source_free(source);
}

/* What was answered is recorded, and the recording answers the same. */
static void test_recorded(void **state)
{
	static const char text[] = "igd-doctor.tree/1\n"
				   "e " IGD_VFIO_DIR "/0000:00:02.0/opregion EBUSY\n"
				   "e " IGD_VFIO_DIR "/0000:00:04.0/opregion ECANCELED\n"
				   "f " IGD_VFIO_DIR "/0000:00:02.0/iova 0x0 0x7fffffffff\\n\n";
	struct igd_host *host =
		igd_host_new(igd_source_tree_text(text, strlen(text), "test", NULL));
	const struct igd_bytes *bytes;
	char *written = NULL;
	size_t size;
	FILE *file = open_memstream(&written, &size);

	(void)state;
	assert_int_equal(igd_vfio_opregion(host, "0000:00:02.0", &bytes), IGD_VFIO_IN_USE);
	assert_int_equal(igd_vfio_address_width(host, "0000:00:02.0"), 39);
	assert_int_equal(igd_vfio_opregion(host, "0000:00:03.0", &bytes), IGD_VFIO_UNASKED);
	assert_int_equal(igd_vfio_opregion(host, "0000:00:04.0", &bytes), IGD_VFIO_NOT_OPENED);
	assert_non_null(strstr(igd_vfio_state_text(IGD_VFIO_NOT_OPENED), "`--probe`"));
	assert_int_equal(igd_host_record(host, file), 0);
	fclose(file);
	igd_host_free(host);
	assert_non_null(strstr(written, "opregion EBUSY\n"));
	host = igd_host_new(igd_source_tree_text(written, size, "test", NULL));
	assert_int_equal(igd_vfio_opregion(host, "0000:00:02.0", &bytes), IGD_VFIO_IN_USE);
	assert_int_equal(igd_vfio_address_width(host, "0000:00:02.0"), 39);
	igd_host_free(host);
	free(written);
}

/* `--probe` is part of what is recorded, and no file that could be opened. */
static void test_probe(void **state)
{
	struct igd_source *source = igd_source_live();
	struct igd_question question = { IGD_ASK_READ, IGD_GIVEN "probe", 100 };
	struct igd_answer answer;

	(void)state;
	igd_source_answer(source, &question, &answer);
	assert_int_equal(answer.error, ENOENT);
	igd_source_allow_probe(source);
	igd_source_answer(source, &question, &answer);
	assert_int_equal(answer.error, 0);
	assert_string_equal(answer.bytes, "allowed\n");
	igd_answer_done(&answer);
	assert_null(igd_source_given(source, "probe"));
	assert_true(igd_source_open(source, IGD_GIVEN "probe") < 0);
	question.path = IGD_GIVEN "rom";
	igd_source_answer(source, &question, &answer);
	assert_int_equal(answer.error, ENOENT);
	igd_source_free(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mailbox),
		cmocka_unit_test(test_behind),
		cmocka_unit_test(test_elsewhere),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_replies),
		cmocka_unit_test(test_live),
		cmocka_unit_test(test_probe),
		cmocka_unit_test(test_recorded),
	};

	return cmocka_run_group_tests_name("opregion", tests, NULL, NULL);
}
