// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_bundle_put - a file is there whole, or not at all, whatever fails on the way
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle/bundle.h"
#include "tests/unit/unit.h"

static const char old_text[] = "what was there", new_text[] = "what is put there";

/* Fails the call of this number, the first being 1; 0: none. */
struct fault {
	unsigned at, calls;
	int error;
	bool has_no_tmpfile;
	char log[512];
};

static int before(void *context, const char *operation)
{
	struct fault *fault = context;
	size_t length = strlen(fault->log);

	snprintf(fault->log + length, sizeof(fault->log) - length, "%s;", operation);
	if (++fault->calls == fault->at)
		return fault->error;
	return fault->has_no_tmpfile && strcmp(operation, "tmpfile") == 0 ? -EOPNOTSUPP : 0;
}

struct place {
	char folder[64];
	char *target;
};

static int set_up(void **state)
{
	struct place *place = igd_zalloc(sizeof(*place));

	snprintf(place->folder, sizeof(place->folder), "/tmp/igd-doctor-put.XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	place->target = igd_printf("%s/report.zip", place->folder);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;

	unlink(place->target);
	assert_int_equal(rmdir(place->folder), 0);
	free(place->target);
	free(place);
	return 0;
}

static void make_old(const struct place *place)
{
	FILE *file = fopen(place->target, "we");

	assert_non_null(file);
	fputs(old_text, file);
	fclose(file);
}

/* The target holds this and nothing else is in the folder; NULL: there is nothing at all. */
static void expect(const struct place *place, const char *text, const char *when)
{
	DIR *directory = opendir(place->folder);
	struct dirent *entry;
	char found[64] = "";
	FILE *file;

	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (!text || strcmp(entry->d_name, "report.zip") != 0)
			fail_msg("%s: %s is left behind", when, entry->d_name);
	}
	closedir(directory);
	if (!text)
		return;
	file = fopen(place->target, "re");
	assert_non_null(file);
	assert_non_null(fgets(found, sizeof(found), file));
	fclose(file);
	if (strcmp(found, text) != 0)
		fail_msg("%s: \"%s\" instead of \"%s\"", when, found, text);
}

static int put(const struct place *place, bool may_replace, struct fault *fault)
{
	struct igd_bundle_file file = { place->target, new_text, strlen(new_text), 0666,
		may_replace, before, fault };
	struct igd_error error = { 0 };
	int r = igd_bundle_put(&file, &error);

	if (r < 0 && (error.code != -r || !strstr(error.message, place->target)))
		fail_msg("%d is told as: %s", r, error.message);
	return r;
}

static void it_is_there_whole(void **state)
{
	const struct place *place = *state;
	struct fault fault = { 0 };
	struct stat status;
	mode_t mask = umask(027);

	assert_int_equal(put(place, false, &fault), 0);
	expect(place, new_text, "put");
	assert_int_equal(stat(place->target, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0640);
	assert_int_equal(umask(mask), 027);
}

static void what_is_there_stays_unless_it_may_go(void **state)
{
	const struct place *place = *state;
	struct fault fault = { 0 }, named = { .has_no_tmpfile = true };

	make_old(place);
	assert_int_equal(put(place, false, &fault), -EEXIST);
	expect(place, old_text, "refused");
	assert_int_equal(put(place, false, &named), -EEXIST);
	expect(place, old_text, "refused, with a name");
	assert_int_equal(put(place, true, &fault), 0);
	expect(place, new_text, "replaced");
}

static void a_link_is_not_followed(void **state)
{
	const struct place *place = *state;
	struct fault fault = { 0 };
	struct stat status;

	assert_int_equal(symlink("/nonexistent/target", place->target), 0);
	assert_int_equal(put(place, false, &fault), -EEXIST);
	assert_int_equal(put(place, true, &fault), 0);
	assert_int_equal(lstat(place->target, &status), 0);
	assert_true(S_ISREG(status.st_mode));
}

static void a_folder_that_is_not_there_is_named(void **state)
{
	struct igd_bundle_file file = {
		.path = "/nonexistent/report.zip", .bytes = "", .mode = 0644
	};
	struct igd_error error = { 0 };

	(void)state;
	assert_int_equal(igd_bundle_put(&file, &error), -ENOENT);
	assert_non_null(strstr(error.message, "/nonexistent/report.zip: No such file"));
}

/* Every call that can fail fails once; afterwards the folder is as it was, or as it should be. */
static void fail_everywhere(const struct place *place, bool has_old, bool has_no_tmpfile, int error)
{
	unsigned at, total;
	struct fault whole = { .has_no_tmpfile = has_no_tmpfile };

	if (has_old)
		make_old(place);
	assert_int_equal(put(place, has_old, &whole), 0);
	total = whole.calls;
	assert_in_range(total, 6, 20);
	for (at = 1; at <= total; at++) {
		struct fault fault = { at, 0, error, has_no_tmpfile, "" };

		unlink(place->target);
		if (has_old)
			make_old(place);
		assert_int_equal(put(place, has_old, &fault), error);
		/* the last one, of the folder, comes behind the rename */
		expect(place, !has_old ? NULL : at < total ? old_text : new_text, fault.log);
	}
}

static void nothing_is_left_whatever_fails(void **state)
{
	const struct place *place = *state;

	fail_everywhere(place, false, false, -ENOSPC);
	fail_everywhere(place, false, true, -EIO);
	fail_everywhere(place, true, false, -EDQUOT);
	fail_everywhere(place, true, true, -ENOSPC);
	/* a file system that does not know O_TMPFILE is no failure */
	unlink(place->target);
	assert_int_equal(put(place, false, &(struct fault){ .at = 1, .error = -EISDIR }), 0);
	expect(place, new_text, "EISDIR");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_is_there_whole),
		TEST(what_is_there_stays_unless_it_may_go),
		TEST(a_link_is_not_followed),
		TEST(a_folder_that_is_not_there_is_named),
		TEST(nothing_is_left_whatever_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
