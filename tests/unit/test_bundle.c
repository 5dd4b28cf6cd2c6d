// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_bundle - evidence as a bundle: the same bytes each time, and the same answers when it is read back
 */
#include <archive.h>
#include <archive_entry.h>
#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "bundle/bundle.h"
#include "core/source_private.h"
#include "tests/unit/unit.h"

#define LONG_NAME                                                                                  \
	"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" \
	"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" \
	"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"

/* Everything a tree can hold, under names that are hard to hold. */
static const char odd[] =
	IGD_TREE_MAGIC " recorded\n"
		       "f /proc/cmdline quiet\\n\n"
		       "f /proc/empty\n"
		       "x /sys/config 8086800400ff\n"
		       "d /etc/listed\n"
		       "n /etc/listed/name f\n"
		       "n /etc/listed/other\n"
		       "f /etc/listed/held one\n"
		       "l /sys/driver ../bus/drivers/vfio-pci\n"
		       "f /sys/driver/module/version 2\n"
		       "l /both /proc/cmdline\n"
		       "f /both through the link\n"
		       "f /above it is a folder as well\n"
		       "f /above/below yes\n"
		       "f /above-it no\n"
		       "e /dev/mem EPERM\n"
		       "u /root/secret EACCES\n"
		       "a /gone\n"
		       "c /dev/vfio/vfio\n"
		       "f /a\\x20blank/b\\x20c content\n"
		       "f /line\\x0abreak content\n"
		       "f /back\\x5cslash content\n"
		       "f /not\\xff\\xfeutf8 content\n"
		       "f /gr\xc3\xbc\xc3\x9f"
		       "e content\n"
		       "f /" LONG_NAME " content\n"
		       "f /.igd-doctor/derived/key value\n"
		       "f /.igd-doctor/query/qemu-version/%2Fusr%2Fbin%2Fkvm 10.0\n"
		       "a /.igd-doctor/derived/none\n";

static void tree_of(const char *text, size_t size, struct igd_tree *ret)
{
	struct igd_error error;

	*ret = (struct igd_tree){ 0 };
	if (igd_tree_parse(ret, text, size, "test", &error) < 0 ||
		igd_tree_sort(ret, "test", &error) < 0)
		fail_msg("%s", error.message);
}

static const struct igd_bundle_member members[] = { { "findings.json", "{}\n", 3 },
	{ "report.md", "# report\n", 9 } };

static struct igd_bundle bundle_of(const struct igd_tree *tree)
{
	return (struct igd_bundle){ tree, members, 2, "{\"redacted\":true,\"list\":[1,2]}",
		"1.2.3" };
}

static void pack(const struct igd_tree *tree, enum igd_bundle_format format, struct igd_text *ret)
{
	struct igd_bundle bundle = bundle_of(tree);
	struct igd_error error;

	if (igd_bundle_pack(&bundle, format, ret, &error) < 0)
		fail_msg("%s", error.message);
}

static int memory_file(const struct igd_text *text)
{
	int fd = memfd_create("bundle", MFD_CLOEXEC);

	assert_int_equal(write(fd, text->text, text->size), text->size);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static void expect_same(struct igd_source *one, struct igd_source *two, const char *path)
{
	int what;

	for (what = 0; what < IGD_ASK_PCI; what++) {
		struct igd_question question = { (enum igd_ask)what, path, 1 << 20 };
		IGD_AUTOANSWER struct igd_answer first = { 0 };
		IGD_AUTOANSWER struct igd_answer second = { 0 };

		igd_source_answer(one, &question, &first);
		igd_source_answer(two, &question, &second);
		if (first.error != second.error || first.kind != second.kind ||
			first.size != second.size ||
			(first.size && memcmp(first.bytes, second.bytes, first.size) != 0))
			fail_msg("%s, question %d: %s instead of %s", path, what,
				igd_errno_name(second.error), igd_errno_name(first.error));
	}
}

/* The path itself, what is above it, and what would be below and beside it. */
static void expect_same_around(struct igd_source *one, struct igd_source *two, const char *path)
{
	IGD_AUTOFREE char *below = igd_printf("%s/none", path);
	IGD_AUTOFREE char *beside = igd_printf("%s.none", path);
	IGD_AUTOFREE char *above = igd_strdup(path);

	expect_same(one, two, below);
	expect_same(one, two, beside);
	while (*above) {
		expect_same(one, two, above);
		*strrchr(above, '/') = '\0';
	}
	expect_same(one, two, "/");
}

static void expect_round_trip(const char *text, size_t size, enum igd_bundle_format format)
{
	IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };
	IGD_AUTOTEXT struct igd_text packed = { 0 };
	struct igd_error error = { 0 };
	struct igd_source *wanted, *found;
	size_t i;
	int fd;

	tree_of(text, size, &tree);
	pack(&tree, format, &packed);
	fd = memory_file(&packed);
	found = igd_source_archive(fd, "bundle", &error);
	if (!found)
		fail_msg("%s", error.message);
	wanted = igd_source_tree_text(text, size, "test", &error);
	for (i = 0; i < tree.count; i++)
		expect_same_around(wanted, found, tree.nodes[i].path);
	igd_source_free(wanted);
	igd_source_free(found);
	close(fd);
}

static void odd_nodes_survive(void **state)
{
	IGD_AUTOFREE char *complete = igd_strdup(odd);

	(void)state;
	expect_round_trip(odd, strlen(odd), IGD_BUNDLE_TAR_ZST);
	expect_round_trip(odd, strlen(odd), IGD_BUNDLE_TAR_GZ);
	expect_round_trip(odd, strlen(odd), IGD_BUNDLE_ZIP);
	/* as a complete host */
	memmove(complete + strlen(IGD_TREE_MAGIC), complete + strlen(IGD_TREE_MAGIC " recorded"),
		strlen(complete) - strlen(IGD_TREE_MAGIC " recorded") + 1);
	expect_round_trip(complete, strlen(complete), IGD_BUNDLE_ZIP);
	expect_round_trip(IGD_TREE_MAGIC "\n", strlen(IGD_TREE_MAGIC) + 1, IGD_BUNDLE_TAR_GZ);
}

static void read_whole(const char *path, struct igd_text *ret)
{
	char piece[1 << 16];
	FILE *file = fopen(path, "re");
	size_t got;

	assert_non_null(file);
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(ret, piece, got);
	fclose(file);
}

static int is_tree(const struct dirent *entry)
{
	return igd_ends_with(entry->d_name, ".tree");
}

static void recorded_hosts_survive(void **state)
{
	static const char folder[] = IGD_SOURCE_DIR "/tests/hosts";
	struct dirent **entries;
	int i, count = scandir(folder, &entries, is_tree, alphasort);

	(void)state;
	assert_in_range(count, 30, 1000);
	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", folder, entries[i]->d_name);
		IGD_AUTOTEXT struct igd_text text = { 0 };

		read_whole(path, &text);
		expect_round_trip(text.text, text.size, IGD_BUNDLE_TAR_GZ);
		free(entries[i]);
	}
	free(entries);
}

static void same_evidence_is_the_same_bytes(void **state)
{
	static const char *const zones[] = { "UTC", "Asia/Kolkata", "America/New_York" };
	IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };
	int format;
	size_t i;

	(void)state;
	tree_of(odd, strlen(odd), &tree);
	for (format = IGD_BUNDLE_TAR_ZST; format <= IGD_BUNDLE_ZIP; format++) {
		IGD_AUTOTEXT struct igd_text first = { 0 };

		setenv("TZ", "Pacific/Auckland", 1);
		tzset();
		pack(&tree, (enum igd_bundle_format)format, &first);
		for (i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
			IGD_AUTOTEXT struct igd_text again = { 0 };

			setenv("TZ", zones[i], 1);
			tzset();
			/* zip keeps two seconds, gzip one */
			usleep(format == IGD_BUNDLE_ZIP ? 700000 : 400000);
			pack(&tree, (enum igd_bundle_format)format, &again);
			assert_int_equal(again.size, first.size);
			assert_memory_equal(again.text, first.text, first.size);
		}
	}
}

struct seen {
	char last[4096];
	size_t count, host_count;
	char *manifest;
};

static int look(void *context, const struct igd_bundle_member *member)
{
	static const char *const first[] = { "manifest.json", "findings.json", "report.md" };
	struct seen *seen = context;

	assert_non_null(member->bytes);
	if (seen->count < 3) {
		assert_string_equal(member->name, first[seen->count]);
	} else {
		assert_true(igd_starts_with(member->name, "host/"));
		assert_true(strcmp(member->name, seen->last) > 0);
		seen->host_count++;
		snprintf(seen->last, sizeof(seen->last), "%s", member->name);
	}
	if (seen->count++ == 0)
		seen->manifest = igd_strndup(member->bytes, member->size);
	return 0;
}

static void members_come_in_order_and_in_the_manifest(void **state)
{
	IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };
	struct igd_bundle bundle = bundle_of(&tree);
	struct seen seen = { 0 };
	const cJSON *list;
	cJSON *manifest;

	(void)state;
	tree_of(odd, strlen(odd), &tree);
	assert_int_equal(igd_bundle_each(&bundle, look, &seen), 0);
	manifest = cJSON_Parse(seen.manifest);
	list = cJSON_GetObjectItem(manifest, "members");
	assert_string_equal(
		cJSON_GetObjectItem(manifest, "schema")->valuestring, IGD_BUNDLE_SCHEMA);
	assert_string_equal(
		cJSON_GetObjectItem(cJSON_GetObjectItem(manifest, "tool"), "version")->valuestring,
		"1.2.3");
	assert_true(cJSON_IsTrue(cJSON_GetObjectItem(manifest, "redacted")));
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(manifest, "list")), 2);
	assert_int_equal(cJSON_GetArraySize(list), seen.count - 1);
	list = cJSON_GetArrayItem(list, 0);
	assert_string_equal(cJSON_GetObjectItem(list, "name")->valuestring, "findings.json");
	assert_int_equal(cJSON_GetObjectItem(list, "size")->valueint, 3);
	/* printf '{}\n' | sha256sum */
	assert_string_equal(cJSON_GetObjectItem(list, "sha256")->valuestring,
		"ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356");
	cJSON_Delete(manifest);
	free(seen.manifest);
}

static int stop(void *context, const struct igd_bundle_member *member)
{
	(void)member;
	return ++*(int *)context == 2 ? 7 : 0;
}

static void a_look_can_end_it(void **state)
{
	IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };
	struct igd_bundle bundle = bundle_of(&tree);
	int count = 0;

	(void)state;
	tree_of(odd, strlen(odd), &tree);
	assert_int_equal(igd_bundle_each(&bundle, stop, &count), 7);
	assert_int_equal(count, 2);
}

/* What any unpacker makes of it: files, below one folder, with names that mean nothing to anybody. */
static void only_plain_files_are_in_it(void **state)
{
	IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };
	IGD_AUTOTEXT struct igd_text packed = { 0 };
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	const char *at;
	size_t count = 0;

	(void)state;
	tree_of(odd, strlen(odd), &tree);
	pack(&tree, IGD_BUNDLE_TAR_ZST, &packed);
	archive_read_support_format_tar(archive);
	archive_read_support_filter_zstd(archive);
	assert_int_equal(archive_read_open_memory(archive, packed.text, packed.size), ARCHIVE_OK);
	for (; archive_read_next_header(archive, &entry) == ARCHIVE_OK; count++) {
		assert_int_equal(archive_entry_filetype(entry), AE_IFREG);
		assert_int_equal(archive_entry_mtime(entry), 0);
		assert_int_equal(archive_entry_uid(entry), 0);
		assert_true(!archive_entry_uname(entry) || !*archive_entry_uname(entry));
		assert_int_equal(archive_entry_perm(entry), 0644);
		at = archive_entry_pathname(entry);
		assert_true(igd_starts_with(at, IGD_BUNDLE_FOLDER "/"));
		for (; *at; at++)
			assert_true(*at >= ' ' && *at <= '~' && *at != '\\');
	}
	/* manifest, two members, rest.tree, and the nine files of host/ that have plain names and nothing below them */
	assert_int_equal(count, 4 + 11);
	archive_read_free(archive);
}

static void the_suffix_says_the_format(void **state)
{
	enum igd_bundle_format format = IGD_BUNDLE_ZIP;

	(void)state;
	assert_int_equal(igd_bundle_format_of("a/b.tar.zst", &format), 0);
	assert_int_equal(format, IGD_BUNDLE_TAR_ZST);
	assert_int_equal(igd_bundle_format_of("b.c.tar.gz", &format), 0);
	assert_int_equal(format, IGD_BUNDLE_TAR_GZ);
	assert_int_equal(igd_bundle_format_of("x.zip", &format), 0);
	assert_int_equal(format, IGD_BUNDLE_ZIP);
	assert_int_equal(igd_bundle_format_of("x.tar", &format), -EINVAL);
	assert_int_equal(igd_bundle_format_of("x.tgz", &format), -EINVAL);
	assert_int_equal(igd_bundle_format_of("zip", &format), -EINVAL);
	assert_int_equal(igd_bundle_format_of("folder/.zip", &format), -EINVAL);
	assert_int_equal(igd_bundle_format_of("", &format), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(odd_nodes_survive),
		cmocka_unit_test(recorded_hosts_survive),
		cmocka_unit_test(same_evidence_is_the_same_bytes),
		cmocka_unit_test(members_come_in_order_and_in_the_manifest),
		cmocka_unit_test(a_look_can_end_it),
		cmocka_unit_test(only_plain_files_are_in_it),
		cmocka_unit_test(the_suffix_says_the_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
