// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_bundle_read - what triage takes from a report, and reports that are damaged, forged or made to harm
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bundle/bundle.h"
#include "bundle/read.h"
#include "tests/unit/unit.h"

#define FOLDER "igd-doctor-report/"

static const char good[] =
	"{\"schema\": \"igd-doctor.check/1\", \"new\": [1, {}], \"host\": {\"kind\": \"recorded\","
	" \"kernel\": \"6.12.107+deb13-amd64\", \"distribution\": \"Artix Linux\", \"machine\": null,"
	" \"igpu\": {\"address\": \"0000:00:02.0\", \"id\": \"8086:4680\", \"name\": \"UHD Graphics 770\","
	" \"platform\": \"Alder Lake-S\", \"generation\": 12, \"driver\": null}},"
	"\"summary\": {\"verdict\": \"blocked\", \"start_with\": [\"iommu.enabled\", \"driver.bound\"]},"
	"\"findings\": [{\"id\": \"platform.igpu\", \"verdict\": \"pass\", \"severity\": \"blocker\"},"
	"{\"id\": \"iommu.enabled\", \"verdict\": \"fail\", \"severity\": \"blocker\"},"
	"{\"id\": \"iommu.group\", \"verdict\": \"blocked\", \"severity\": \"blocker\"},"
	"{\"id\": \"efifb.console\", \"verdict\": \"fail\", \"severity\": \"hint\"},"
	"{\"id\": \"opregion.vbt\", \"verdict\": \"unknown\", \"severity\": \"degraded\"}]}\n";

#define MACHINE                                                                                    \
	"\"machine\": {\"qemu\": \"10.0.13\", \"libvirt\": \"11.3.0\", \"rom\": \"assignment\"}, "

/* A manifest that names these findings; {schema} and the hash can be other ones. */
static char *manifest_of(const char *schema, const char *findings, const char *hash)
{
	char own[IGD_BUNDLE_HASH_SIZE];

	igd_bundle_hash(findings, strlen(findings), own);
	return igd_printf("{\"schema\": \"%s\", \"tool\": {\"version\": \"0.1.0\"}, " MACHINE
			  "\"members\": [{\"name\": \"report.md\"}, {\"name\": \"findings.json\", "
			  "\"size\": %zu, \"sha256\": \"%s\"}]}",
		schema, strlen(findings), hash ? hash : own);
}

/* A manifest that says it all in short. */
static char *short_manifest(const char *findings)
{
	return igd_printf("{\"schema\": \"" IGD_BUNDLE_SCHEMA
			  "\", \"tool\": {\"version\": \"0.1.0\"}, " MACHINE
			  "\"in_short\": %s, \"members\": []}",
		findings);
}

struct packing {
	struct archive *archive;
	int fd;
};

static void begin(struct packing *packing, int format, int filter)
{
	packing->archive = archive_write_new();
	packing->fd = memfd_create("report", MFD_CLOEXEC);
	archive_write_set_format(packing->archive, format);
	archive_write_add_filter(packing->archive, filter);
	archive_write_set_bytes_in_last_block(packing->archive, 1);
	assert_int_equal(archive_write_open_fd(packing->archive, packing->fd), ARCHIVE_OK);
}

static void add(struct packing *packing, const char *name, unsigned type, const char *text)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_size(entry, type == AE_IFREG ? (la_int64_t)strlen(text) : 0);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(entry, text);
	archive_write_header(packing->archive, entry);
	if (type == AE_IFREG)
		archive_write_data(packing->archive, text, strlen(text));
	archive_entry_free(entry);
}

/* A member of so many zeros. */
static void add_zeros(struct packing *packing, const char *name, size_t size)
{
	struct archive_entry *entry = archive_entry_new();
	static const char zeros[1 << 16] = { 0 };
	size_t sent, part;

	archive_entry_set_pathname(entry, name);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_size(entry, (la_int64_t)size);
	archive_write_header(packing->archive, entry);
	for (sent = 0; sent < size; sent += part) {
		part = size - sent < sizeof(zeros) ? size - sent : sizeof(zeros);
		archive_write_data(packing->archive, zeros, part);
	}
	archive_entry_free(entry);
}

static int finish(struct packing *packing)
{
	archive_write_close(packing->archive);
	archive_write_free(packing->archive);
	lseek(packing->fd, 0, SEEK_SET);
	return packing->fd;
}

static void expect_refused(int fd, const char *why)
{
	struct igd_brief brief = { 0 };
	struct igd_error error = { 0 };
	int r = igd_brief_read(fd, "r.tar.zst", &brief, &error);

	close(fd);
	if (r != -EBADMSG || error.code != EBADMSG || !strstr(error.message, why) ||
		!igd_starts_with(error.message, "r.tar.zst: "))
		fail_msg("%d, \"%s\", where \"%s\" was wanted", r, error.message, why);
	assert_null(brief.start_with);
}

static void expect_good(int fd)
{
	struct igd_brief brief;
	struct igd_error error = { 0 };
	int r = igd_brief_read(fd, "r", &brief, &error);

	if (r < 0)
		fail_msg("%s", error.message);
	close(fd);
	assert_string_equal(brief.tool, "0.1.0");
	assert_int_equal(brief.outcome, IGD_OUTCOME_BLOCKED);
	assert_int_equal(brief.start_count, 2);
	assert_string_equal(brief.start_with[0], "iommu.enabled");
	assert_int_equal(brief.failed_count, 2);
	assert_string_equal(brief.failed[1].id, "efifb.console");
	assert_int_equal(brief.failed[0].severity, IGD_BLOCKER);
	assert_int_equal(brief.failed[1].severity, IGD_HINT);
	assert_int_equal(brief.unknown_count, 1);
	assert_string_equal(brief.unknown[0], "opregion.vbt");
	assert_string_equal(brief.kernel, "6.12.107+deb13-amd64");
	assert_string_equal(brief.distribution, "Artix Linux");
	assert_null(brief.machine);
	assert_string_equal(brief.igpu_id, "8086:4680");
	assert_string_equal(brief.igpu_name, "UHD Graphics 770");
	assert_string_equal(brief.igpu_platform, "Alder Lake-S");
	assert_null(brief.igpu_driver);
	assert_string_equal(brief.qemu, "10.0.13");
	assert_string_equal(brief.libvirt, "11.3.0");
	assert_string_equal(brief.rom, "assignment");
	igd_brief_done(&brief);
}

static void add_good(struct packing *packing)
{
	IGD_AUTOFREE char *manifest = manifest_of(IGD_BUNDLE_SCHEMA, good, NULL);

	add(packing, FOLDER "manifest.json", AE_IFREG, manifest);
	add(packing, FOLDER "findings.json", AE_IFREG, good);
}

static void is_read_in_every_form(void **state)
{
	static const struct {
		int format, filter;
	} forms[] = {
		{ ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_ZSTD },
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP },
		{ ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_XZ },
		{ ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
	};
	struct packing packing;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		begin(&packing, forms[i].format, forms[i].filter);
		add_good(&packing);
		add(&packing, FOLDER "host/proc/version", AE_IFREG, "Linux\n");
		expect_good(finish(&packing));
		/* packed anew by somebody, in another order */
		begin(&packing, forms[i].format, forms[i].filter);
		add(&packing, FOLDER, AE_IFDIR, "");
		add(&packing, "./" FOLDER "host/proc/version", AE_IFREG, "Linux\n");
		add_good(&packing);
		expect_good(finish(&packing));
	}
}

/* What stands behind the two is not looked at: damage there is for `check --from` to find. */
static void stops_behind_the_findings(void **state)
{
	struct packing packing;
	int fd;

	(void)state;
	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	add_good(&packing);
	add_zeros(&packing, FOLDER "host/large", 1 << 22);
	fd = finish(&packing);
	assert_int_equal(ftruncate(fd, 1 << 17), 0);
	expect_good(fd);
}

/* Then the findings are not looked at, wherever they stand and whatever they are: that is for `check --from` to find. */
static void the_manifest_may_be_enough(void **state)
{
	IGD_AUTOFREE char *manifest = short_manifest(good);
	struct packing packing;
	int fd;

	(void)state;
	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD);
	add(&packing, FOLDER "manifest.json", AE_IFREG, manifest);
	expect_good(finish(&packing));
	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	add(&packing, FOLDER "findings.json", AE_IFREG, "nonsense");
	add(&packing, FOLDER "manifest.json", AE_IFREG, manifest);
	add_zeros(&packing, FOLDER "host/large", 1 << 22);
	fd = finish(&packing);
	assert_int_equal(ftruncate(fd, 1 << 17), 0);
	expect_good(fd);
}

static void what_is_short_is_not_guessed(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "7", "member manifest.json: in_short: at byte 0: not JSON" },
		{ "{}", "member manifest.json: in_short: schema: is missing" },
		{ "{\"schema\": \"igd-doctor.check/2\"}",
			"in_short: schema: is igd-doctor.check/2; this igd-doctor reads" },
		{ "{\"schema\": \"igd-doctor.check/1\", \"host\": {}, \"summary\": "
		  "{\"verdict\": \"blocked\", \"start_with\": []}, \"findings\": "
		  "[{\"id\": \"a.b\", \"verdict\": \"maybe\"}]}",
			"in_short: findings[0]: has no verdict that this version knows" },
	};
	struct packing packing;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		IGD_AUTOFREE char *manifest = short_manifest(cases[i].text);

		begin(&packing, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
		add(&packing, FOLDER "manifest.json", AE_IFREG, manifest);
		add(&packing, FOLDER "findings.json", AE_IFREG, good);
		expect_refused(finish(&packing), cases[i].why);
	}
}

static void manifests_are_not_guessed(void **state)
{
	static const char other[] =
		"0000000000000000000000000000000000000000000000000000000000000000";
	IGD_AUTOFREE char *newer = manifest_of("igd-doctor.report/2", good, NULL);
	IGD_AUTOFREE char *forged = manifest_of(IGD_BUNDLE_SCHEMA, good, other);
	IGD_AUTOFREE char *stranger = manifest_of("somebody.else/1", good, NULL);
	IGD_AUTOFREE char *once = manifest_of(IGD_BUNDLE_SCHEMA, good, NULL);
	IGD_AUTOFREE char *twice =
		igd_printf("%.*s, {\"name\": \"findings.json\"}]}", (int)strlen(once) - 2, once);
	const struct {
		const char *manifest, *why;
	} cases[] = {
		{ newer,
			"schema: is igd-doctor.report/2; this igd-doctor reads igd-doctor.report/1" },
		{ stranger, "manifest.json: schema: is not igd-doctor.report/1" },
		{ forged, "its SHA-256 is another" },
		{ "{\"schema\": \"igd-doctor.report/1\"}",
			"members: findings.json is not among them" },
		{ "{\"schema\": \"igd-doctor.report/1\", \"members\": [{\"name\": \"findings.json\"}]}",
			"its SHA-256 is another" },
		{ "nonsense", "manifest.json: at byte 0: not JSON" },
		{ "{\"schema\": \"igd-doctor.report/1\", \"members\": [7]}",
			"holds what is no object" },
		{ twice, "findings.json is among them twice" },
	};
	struct packing packing;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		begin(&packing, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
		add(&packing, FOLDER "manifest.json", AE_IFREG, cases[i].manifest);
		add(&packing, FOLDER "findings.json", AE_IFREG, good);
		expect_refused(finish(&packing), cases[i].why);
	}
}

static void archives_are_not_trusted(void **state)
{
	IGD_AUTOFREE char *manifest = manifest_of(IGD_BUNDLE_SCHEMA, good, NULL);
	struct packing packing;

	(void)state;
	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	add(&packing, "readme", AE_IFREG, "x");
	expect_refused(finish(&packing), "no report: there is no igd-doctor-report/manifest.json");

	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	add(&packing, FOLDER "manifest.json", AE_IFREG, manifest);
	expect_refused(finish(&packing), "there is no igd-doctor-report/findings.json in it");

	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	add(&packing, FOLDER "manifest.json", AE_IFREG, manifest);
	add(&packing, FOLDER "manifest.json", AE_IFREG, manifest);
	expect_refused(finish(&packing),
		"member igd-doctor-report/manifest.json (at byte 1536): it is in there twice");

	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	add(&packing, FOLDER "manifest.json", AE_IFREG, manifest);
	add(&packing, FOLDER "findings.json", AE_IFLNK, "/etc/passwd");
	expect_refused(finish(&packing), "not a plain file");

	/* the same names elsewhere are somebody else's */
	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	add(&packing, "manifest.json", AE_IFREG, manifest);
	add(&packing, "../" FOLDER "findings.json", AE_IFREG, good);
	expect_refused(finish(&packing), "no report");
}

static void bombs_do_not_go_off(void **state)
{
	struct packing packing;
	size_t i;

	(void)state;
	/* a member larger than is accepted */
	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	add_zeros(&packing, FOLDER "manifest.json", IGD_BRIEF_MAX_MEMBER + 1);
	expect_refused(finish(&packing), "larger than is accepted (8 MiB)");

	/* a great deal out of next to nothing, in the way and in a member */
	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD);
	add_zeros(&packing, "zeros", 32 << 20);
	add_good(&packing);
	expect_refused(finish(&packing), "it unpacks to more than a thousand times its size");
	begin(&packing, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
	add_zeros(&packing, FOLDER "manifest.json", IGD_BRIEF_MAX_MEMBER + 1);
	expect_refused(finish(&packing), "larger than is accepted (8 MiB)");

	/* more in front than is looked at */
	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
	for (i = 0; i < 3; i++)
		add_zeros(&packing, "zeros", 30 << 20);
	expect_refused(finish(&packing), "more is in front of the findings than is accepted");
}

static void cut_everywhere(struct packing *packing)
{
	char bytes[1 << 14];
	int fd = finish(packing);
	ssize_t size = read(fd, bytes, sizeof(bytes)), cut;

	close(fd);
	assert_in_range(size, 100, sizeof(bytes) - 1);
	for (cut = 0; cut < size / 2; cut++) {
		fd = memfd_create("cut", MFD_CLOEXEC);
		assert_int_equal(write(fd, bytes, (size_t)cut), cut);
		lseek(fd, 0, SEEK_SET);
		expect_refused(fd, "");
	}
}

static void every_cut_is_refused(void **state)
{
	IGD_AUTOFREE char *manifest = short_manifest(good);
	struct packing packing;

	(void)state;
	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD);
	add_good(&packing);
	cut_everywhere(&packing);
	begin(&packing, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD);
	add(&packing, FOLDER "manifest.json", AE_IFREG, manifest);
	cut_everywhere(&packing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_read_in_every_form),
		cmocka_unit_test(stops_behind_the_findings),
		cmocka_unit_test(the_manifest_may_be_enough),
		cmocka_unit_test(what_is_short_is_not_guessed),
		cmocka_unit_test(manifests_are_not_guessed),
		cmocka_unit_test(archives_are_not_trusted),
		cmocka_unit_test(bombs_do_not_go_off),
		cmocka_unit_test(every_cut_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
