// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_initramfs - images of every kind, made here with libarchive, and what is read out of them
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/boot/initramfs.h"
#include "facts/boot/scan.h"
#include "facts/boot/uki.h"
#include "tests/unit/unit.h"

#define ROOM ((size_t)4 << 20)
#define CMDLINE(text) "f /proc/cmdline " text "\\n\n"
#define MODPROBE "options vfio-pci ids=8086:4680\nsoftdep i915 pre: vfio-pci\n"

struct member {
	const char *name, *content;
};

static const struct member microcode[] = { { "kernel/x86/microcode/GenuineIntel.bin", "ucode" },
	{ NULL, NULL } };

static const struct member debian[] = {
	{ "usr/lib/modules/6.12.1/kernel/drivers/gpu/drm/i915/i915.ko.xz", "elf" },
	{ "./lib/modules/6.12.1/kernel/drivers/vfio/pci/vfio-pci.ko.zst", "elf" },
	{ "lib/modules/6.12.1/kernel/drivers/vfio/vfio.ko", "elf" },
	{ "lib/modules/6.12.1/kernel/drivers/vfio/vfio.ko.gz", "the same once more" },
	{ "lib/modules/6.12.1/kernel/fs/ext4/ext4.ko", "elf" },
	{ "etc/modprobe.d/vfio.conf", MODPROBE },
	{ "etc/modprobe.d/notes.txt", "no configuration" },
	{ "conf/modules", "# first\nvfio_pci\nvfio-iommu-type1 x=1\n\n" },
	{ NULL, NULL },
};

static const char debian_lines[] =
	"modules 5\nmodule i915\nmodule vfio_pci\nmodule vfio\n"
	"modprobe etc/modprobe.d/vfio.conf options vfio-pci ids=8086:4680\\n"
	"softdep i915 pre: vfio-pci\\n\n"
	"load vfio_pci conf/modules\nload vfio_iommu_type1 conf/modules\n";

static void add_member(struct archive *archive, const struct member *member, size_t size)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, member->name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)size);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	assert_int_equal(archive_write_data(archive, member->content, size), (la_ssize_t)size);
	archive_entry_free(entry);
}

/* One segment; add_filter is libarchive's. */
static void add_segment(struct igd_text *image, int (*add_filter)(struct archive *archive),
	const struct member *members)
{
	struct archive *archive = archive_write_new();
	IGD_AUTOFREE char *bytes = igd_zalloc(ROOM);
	size_t used = 0;

	assert_int_equal(archive_write_set_format_cpio_newc(archive), ARCHIVE_OK);
	assert_int_equal(add_filter(archive), ARCHIVE_OK);
	assert_int_equal(archive_write_set_bytes_in_last_block(archive, 1), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(archive, bytes, ROOM, &used), ARCHIVE_OK);
	for (; members->name; members++)
		add_member(archive, members, strlen(members->content));
	assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
	igd_text_add(image, bytes, used);
}

static void add_zeros(struct igd_text *image, size_t size)
{
	IGD_AUTOFREE char *zeros = igd_zalloc(size);

	igd_text_add(image, zeros, size);
}

static void add_le32(struct igd_text *image, size_t value)
{
	unsigned char bytes[4] = { (unsigned char)value, (unsigned char)(value >> 8),
		(unsigned char)(value >> 16), (unsigned char)(value >> 24) };

	igd_text_add(image, bytes, sizeof(bytes));
}

/* The kernel's lz4 is the legacy frame, which libarchive only reads: one block that is all literals. */
static void add_lz4(struct igd_text *image, const struct member *members)
{
	IGD_AUTOTEXT struct igd_text plain = { 0 }, block = { 0 };
	size_t left;

	add_segment(&plain, archive_write_add_filter_none, members);
	igd_text_add(&block, "\xf0", 1);
	for (left = plain.size - 15; left >= 255; left -= 255)
		igd_text_add(&block, "\xff", 1);
	igd_text_printf(&block, "%c", (int)left);
	igd_text_add(&block, plain.text, plain.size);
	igd_text_add(image, "\x02\x21\x4c\x18", 4);
	add_le32(image, block.size);
	igd_text_add(image, block.text, block.size);
}

/* The text about an image in memory, which always is one that can be parsed. The caller frees it. */
static char *scan(const void *bytes, size_t size)
{
	struct igd_image image = { .fd = -1, .bytes = bytes, .end = size };
	struct igd_text text = { 0 };
	struct igd_initramfs parsed;

	assert_int_equal(igd_scan_image(&image, "/boot/initrd.img", &text), 0);
	assert_int_equal(igd_initramfs_parse(&parsed, text.text, text.size), 0);
	igd_initramfs_done(&parsed);
	return text.text;
}

static void expect_lines(const struct igd_text *image, const char *lines)
{
	IGD_AUTOFREE char *text = scan(image->text, image->size);

	if (!strstr(text, lines))
		fail_msg("not in\n%s\n:\n%s", text, lines);
	if (strstr(text, "unread"))
		fail_msg("%s", text);
}

static int (*const filters[])(struct archive *) = { archive_write_add_filter_none,
	archive_write_add_filter_gzip, archive_write_add_filter_bzip2,
	archive_write_add_filter_lzma, archive_write_add_filter_xz, archive_write_add_filter_zstd };
static const char *const filter_names[] = { "cpio", "gzip", "bzip2", "lzma", "xz", "zstd" };
#define FILTERS (sizeof(filters) / sizeof(filters[0]))

static void reads_each_compression(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < FILTERS; i++) {
		IGD_AUTOTEXT struct igd_text image = { 0 };
		IGD_AUTOFREE char *segment = NULL;

		add_segment(&image, archive_write_add_filter_none, microcode);
		add_zeros(&image, 512 - image.size % 512);
		segment =
			igd_printf("segment 0 cpio\nsegment %zu %s\n", image.size, filter_names[i]);
		add_segment(&image, filters[i], debian);
		expect_lines(&image, debian_lines);
		expect_lines(&image, segment);
	}
}

static void reads_legacy_lz4(void **state)
{
	IGD_AUTOTEXT struct igd_text image = { 0 };

	(void)state;
	add_lz4(&image, debian);
	expect_lines(&image, "segment 0 lz4\n");
	expect_lines(&image, debian_lines);
}

/* Each compression is followed by zeros and by each other: where one ends is found in every case. */
static void reads_what_follows(void **state)
{
	static const struct member one[] = { { "lib/modules/1/i915.ko", "elf" }, { NULL, NULL } };
	size_t i, j, zeros;

	(void)state;
	for (i = 0; i <= FILTERS; i++) {
		for (j = 0; j < FILTERS; j++) {
			IGD_AUTOTEXT struct igd_text image = { 0 };

			if (i < FILTERS)
				add_segment(&image, filters[i], debian);
			else
				add_lz4(&image, debian);
			zeros = i == 3 ? 0
				       : 4 + j * 4; /* lzma has no end that zeros could not belong to */
			add_zeros(&image, zeros + 1);
			add_segment(&image, filters[j], one);
			add_zeros(&image, 512);
			expect_lines(&image, "modules 6\n");
		}
	}
}

static void expect_unread(const struct igd_text *image, size_t size, const char *name)
{
	IGD_AUTOFREE char *copy = igd_zalloc(size + 1);
	IGD_AUTOFREE char *text = NULL;

	memcpy(copy, image->text, size);
	text = scan(copy, size);
	if (!strstr(text, "unread"))
		fail_msg("%s cut at %zu:\n%s", name, size, text);
}

/* An archive that is not compressed may end between two members: the kernel does not notice either. */
static void never_takes_half_for_whole(void **state)
{
	size_t i, size;

	(void)state;
	for (i = 1; i < FILTERS; i++) {
		IGD_AUTOTEXT struct igd_text image = { 0 };

		add_segment(&image, filters[i], debian);
		for (size = 0; size + 16 < image.size; size += 1 + size / 20)
			expect_unread(&image, size, filter_names[i]);
	}
}

static void refuses_what_is_none(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *why;
	} cases[] = {
		{ "", 0, "unread 0 it is empty\n" },
		{ "\0\0\0\0", 4, "unread 4 it is empty\n" },
		{ "hello, world", 12, "unread 0 it is nothing that the kernel unpacks\n" },
		{ "\x89LZO\0\r\n\032\n", 9, "unread 0 it is compressed in a way that" },
		{ "070701zzzzzzzz", 14, "unread 14 it ends in the middle" },
		{ "\x1f\x8b\x08 not really gzip", 19, "unread 0 it is damaged or cut off\n" },
		{ "\x28\xb5\x2f\xfd", 4, "unread 0 it is damaged or cut off\n" },
		{ "MZ", 2, "unread 0 it is nothing" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		IGD_AUTOFREE char *text = scan(cases[i].bytes, cases[i].size);

		if (!strstr(text, cases[i].why))
			fail_msg("%zu: %s", i, text);
	}
}

static void refuses_absurd_members(void **state)
{
	/* inode, mode, uid, gid, links, time, size, 4 devices, name size, check */
	static const char absurd[] =
		"07070100000001000081a4000000000000000000000001000000000000000500000000"
		"000000000000000000000000ffffffff00000000";
	IGD_AUTOTEXT struct igd_text image = { 0 };
	IGD_AUTOFREE char *text = NULL;

	(void)state;
	igd_text_printf(&image, "%s", absurd);
	add_zeros(&image, 200);
	text = scan(image.text, image.size);
	assert_non_null(strstr(text, "unread 0 it is not a cpio archive\n"));
}

static void stops_at_a_bomb(void **state)
{
	static const struct member names[] = { { "zeros", NULL } };
	struct archive *archive = archive_write_new();
	IGD_AUTOFREE char *bytes = igd_zalloc(ROOM);
	IGD_AUTOFREE char *zeros = igd_zalloc((size_t)80 << 20);
	IGD_AUTOFREE char *text = NULL;
	struct member member = { names[0].name, zeros };
	size_t used = 0;

	(void)state;
	archive_write_set_format_cpio_newc(archive);
	assert_int_equal(archive_write_add_filter_zstd(archive), ARCHIVE_OK);
	archive_write_open_memory(archive, bytes, ROOM, &used);
	add_member(archive, &member, (size_t)80 << 20);
	archive_write_free(archive);
	text = scan(bytes, used);
	assert_non_null(strstr(text, "unread 0 it unpacks to more than is accepted\n"));
}

static void reads_what_each_builder_leaves(void **state)
{
	static const struct member members[] = {
		{ "config", "MODULES=\"vfio_pci vfio\"\nEARLYHOOKS=\"udev\"\nHOOKS=\"keymap\"\n" },
		{ "etc/modules-load.d/MODULES.conf", "vfio_pci\n; no\n" },
		{ "etc/cmdline.d/20-force_drivers.conf",
			"rd.driver.pre=vfio-pci\nrd.driver.pre=vfio,kvmfr\nroot=x\n" },
		{ "etc/booster.init.yaml",
			"moduledependencies:\n    i915:\n        - drm\nmodulesforceload:\n    - "
			"vfio_pci\n    - vfio\nmodprobeoptions:\n    vfio_pci: ids=8086:4680\nkernel: "
			"6.1\n" },
		{ "etc/modules/MISC", "atkbd\nvfio-pci\n" },
		{ "etc/modules/deep/er", "i915\n" },
		{ NULL, NULL },
	};
	IGD_AUTOTEXT struct igd_text image = { 0 };

	(void)state;
	add_segment(&image, archive_write_add_filter_gzip, members);
	expect_lines(&image,
		"modules 0\nload vfio_pci config\nload vfio config\n"
		"load vfio_pci etc/modules-load.d/MODULES.conf\n"
		"load vfio_pci etc/cmdline.d/20-force_drivers.conf\n"
		"load vfio etc/cmdline.d/20-force_drivers.conf\n"
		"load kvmfr etc/cmdline.d/20-force_drivers.conf\n"
		"load vfio_pci etc/booster.init.yaml\nload vfio etc/booster.init.yaml\n"
		"modprobe etc/booster.init.yaml options vfio_pci ids=8086:4680\n"
		"load atkbd etc/modules/MISC\nload vfio_pci etc/modules/MISC\n");
}

/* A PE file with two sections, of which the second is the initramfs. */
static void make_uki(struct igd_text *uki, const struct igd_text *image, size_t virtual_size)
{
	igd_text_add(uki, "MZ", 2);
	add_zeros(uki, 0x3a);
	add_le32(uki, 0x40);
	igd_text_add(uki, "PE\0\0\x64\x86\x02\0", 8);
	add_zeros(uki, 12);
	igd_text_add(uki, "\x10\0\0\0", 4);
	add_zeros(uki, 16);
	igd_text_add(uki, ".linux\0\0", 8);
	add_zeros(uki, 32);
	igd_text_add(uki, ".initrd\0", 8);
	add_le32(uki, virtual_size);
	add_le32(uki, 0x1000);
	add_le32(uki, image->size + 512);
	add_le32(uki, 512);
	add_zeros(uki, 16);
	add_zeros(uki, 512 - uki->size);
	igd_text_add(uki, image->text, image->size);
	add_zeros(uki, 512);
}

static void reads_unified_images(void **state)
{
	IGD_AUTOTEXT struct igd_text image = { 0 }, uki = { 0 };
	struct igd_uki_section section;
	size_t size;

	(void)state;
	add_segment(&image, archive_write_add_filter_zstd, debian);
	make_uki(&uki, &image, image.size);
	expect_lines(&uki, "segment 0 zstd\nmodules 5\n");
	assert_int_equal(igd_uki_find(uki.text, uki.size, uki.size, ".initrd", &section), 0);
	assert_int_equal(section.offset, 512);
	assert_int_equal(section.size, image.size);
	assert_int_equal(igd_uki_find(uki.text, uki.size, uki.size, ".ucode", &section), -ENOENT);
	assert_int_equal(igd_uki_find(uki.text, uki.size, 600, ".initrd", &section), -EBADMSG);
	for (size = 0; size < 0x40 + 24 + 16 + 80; size++)
		assert_int_equal(
			igd_uki_find(uki.text, size, uki.size, ".initrd", &section), -EBADMSG);
}

/* A recording that holds the image itself: it is read through the host. */
static void reads_through_a_host(void **state)
{
	IGD_AUTOTEXT struct igd_text image = { 0 }, tree = { 0 };
	const struct igd_initramfs *found;
	struct igd_error error = { 0 };
	struct igd_host *host;
	size_t i;

	(void)state;
	add_segment(&image, archive_write_add_filter_xz, debian);
	igd_text_printf(
		&tree, "igd-doctor.tree/1\nf /proc/sys/kernel/osrelease 6.12.1-x\\n\n" CMDLINE(
			       "BOOT_IMAGE=/boot/vmlinuz-6.12.1-x") "x /boot/initrd.img-6.12.1-x ");
	for (i = 0; i < image.size; i++)
		igd_text_printf(&tree, "%02x", (unsigned)(unsigned char)image.text[i]);
	igd_text_printf(&tree, "\n");
	host = igd_host_new(igd_source_tree_text(tree.text, tree.size, "test", &error));
	found = igd_initramfs_get(host);
	assert_non_null(found);
	assert_string_equal(found->path, "/boot/initrd.img-6.12.1-x");
	assert_int_equal(found->module_count, 5);
	assert_true(igd_initramfs_has_module(found, "vfio_pci"));
	assert_false(igd_initramfs_has_module(found, "vfio_iommu_type1"));
	assert_non_null(igd_initramfs_loads(found, "vfio_iommu_type1"));
	assert_string_equal(found->files[0].content, MODPROBE);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_each_compression),
		cmocka_unit_test(reads_legacy_lz4),
		cmocka_unit_test(reads_what_follows),
		cmocka_unit_test(never_takes_half_for_whole),
		cmocka_unit_test(refuses_what_is_none),
		cmocka_unit_test(refuses_absurd_members),
		cmocka_unit_test(stops_at_a_bomb),
		cmocka_unit_test(reads_what_each_builder_leaves),
		cmocka_unit_test(reads_unified_images),
		cmocka_unit_test(reads_through_a_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
