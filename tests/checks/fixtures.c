// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fixtures - runs every check of a plugin against its recorded hosts, tests/checks/ID/VERDICT-CASE.tree
 *
 * usage: check-fixtures PLUGIN.so DIRECTORY [ID]
 *
 * The file's name states the verdict. Comment lines of the .tree state more:
 *     # what: TEXT        what the finding says, exactly
 *     # remedy: TEXT      a part of the remedy, filled in for the host
 *     # severity: NAME    the finding's severity
 *     # fix: ID           the finding's fix ("none" for none)
 * Every check must have a passing and a failing case. Then every path that a case reads is made to fail with
 * EACCES, one at a time: the check must say UNKNOWN, unless it has another way to know (igd_host_forgive),
 * and then it must say the same as before.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/finding.h"
#include "core/host_private.h"
#include "core/plugin.h"

static unsigned failures, cases;

static IGD_FORMAT(1, 2) void fault(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	failures++;
}

static char *slurp(const char *path, size_t *ret_size)
{
	struct igd_text text = { 0 };
	char piece[4096];
	size_t got;
	FILE *file = fopen(path, "re");

	igd_text_add(&text, "", 0);
	while (file && (got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(&text, piece, got);
	if (file)
		fclose(file);
	*ret_size = text.size;
	return text.text;
}

static struct igd_host *open_host(const char *path, const char *text, size_t size)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, size, path, &error);

	if (source)
		return igd_host_new(source);
	fault("%s", error.message);
	return NULL;
}

/* The value of a comment line "# key: value"; NULL for none. The caller frees it. */
static char *comment(const char *text, const char *key)
{
	IGD_AUTOFREE char *lead = igd_printf("\n# %s: ", key);
	const char *at = strstr(text, lead);

	return at ? igd_strndup(at + strlen(lead), strcspn(at + strlen(lead), "\n")) : NULL;
}

static void expect(const char *path, const char *text, const struct igd_finding *finding)
{
	IGD_AUTOFREE char *what = comment(text, "what");
	IGD_AUTOFREE char *remedy = comment(text, "remedy");
	IGD_AUTOFREE char *severity = comment(text, "severity");
	IGD_AUTOFREE char *fix = comment(text, "fix");
	const char *verdict = igd_verdict_name(finding->verdict), *name = igd_basename(path);
	size_t length = strlen(verdict);

	if (strncmp(name, verdict, length) != 0 || name[length] != '-')
		fault("%s: the verdict is %s: %s: %s", path, verdict, finding->where,
			finding->what);
	if (!what)
		fault("%s: no \"# what:\" line; it says: %s", path, finding->what);
	else if (strcmp(what, finding->what) != 0)
		fault("%s: it says\n  %s\nand should say\n  %s", path, finding->what, what);
	if (remedy && !strstr(finding->remedy, remedy))
		fault("%s: \"%s\" is not in the remedy\n  %s", path, remedy, finding->remedy);
	if (severity && strcmp(severity, igd_severity_name(finding->severity)) != 0)
		fault("%s: the severity is %s", path, igd_severity_name(finding->severity));
	if (fix && strcmp(fix, finding->fix ? finding->fix : "none") != 0)
		fault("%s: the fix is %s", path, finding->fix ? finding->fix : "none");
}

static bool is_forgiven(const struct igd_trace *trace, const char *path)
{
	size_t i;

	/* What goes wrong with a derived answer sticks to its key. */
	if (igd_starts_with(path, IGD_RECORD_DERIVED "/"))
		path += strlen(IGD_RECORD_DERIVED "/");
	for (i = 0; i < trace->stuck_count; i++) {
		if (strcmp(trace->stuck[i].path, path) == 0)
			return trace->stuck[i].is_forgiven;
	}
	return false;
}

struct fixture {
	const char *path;
	const char *text;
	size_t size;
};

/* One path made unreadable. */
static void replay(const struct igd_check *check, const struct fixture *fixture,
	const struct igd_question *question, enum igd_verdict before)
{
	struct igd_host *host = open_host(fixture->path, fixture->text, fixture->size);
	struct igd_finding finding;
	struct igd_trace trace;
	enum igd_verdict verdict;

	igd_host_inject(host, question->path, EACCES);
	igd_finding_init(&finding, check, "test");
	igd_host_begin(host);
	verdict = check->run(host, &finding);
	trace = igd_host_end(host);
	if (igd_trace_first(&trace))
		verdict = IGD_UNKNOWN;
	if (verdict != IGD_UNKNOWN && question->ask != IGD_ASK_ACCESS &&
		!(is_forgiven(&trace, question->path) && verdict == before))
		fault("%s: with %s unreadable the verdict is %s: %s", fixture->path, question->path,
			igd_verdict_name(verdict), finding.what);
	igd_trace_done(&trace);
	igd_finding_done(&finding);
	igd_host_free(host);
}

static void replay_all(const struct igd_check *check, const struct fixture *fixture)
{
	struct igd_host *host = open_host(fixture->path, fixture->text, fixture->size);
	const struct igd_kept *const *kept;
	struct igd_finding finding;
	enum igd_verdict before;
	size_t i, count;

	igd_finding_init(&finding, check, "test");
	before = check->run(host, &finding);
	kept = igd_host_kept(host, &count);
	for (i = 0; i < count && before != IGD_UNKNOWN; i++)
		replay(check, fixture, &kept[i]->question, before);
	igd_finding_done(&finding);
	igd_host_free(host);
}

static void run_case(
	const struct igd_plugin *plugin, const struct igd_check *check, const char *path)
{
	size_t size;
	IGD_AUTOFREE char *text = slurp(path, &size);
	struct igd_host *host = open_host(path, text, size);
	struct igd_finding finding;

	if (!host)
		return;
	cases++;
	igd_finding_init(&finding, check, plugin->name);
	igd_check_examine(check, host, plugin->expand, &finding);
	expect(path, text, &finding);
	if (strpbrk(finding.remedy, "{}"))
		fault("%s: a directive is left in the remedy\n  %s", path, finding.remedy);
	igd_finding_done(&finding);
	igd_host_free(host);
	replay_all(check, &(struct fixture){ path, text, size });
}

static int is_tree(const struct dirent *entry)
{
	return igd_ends_with(entry->d_name, ".tree");
}

static void run_check(
	const struct igd_plugin *plugin, const struct igd_check *check, const char *root)
{
	IGD_AUTOFREE char *directory = igd_printf("%s/%s", root, check->id);
	struct dirent **entries = NULL;
	bool has_pass = false, has_fail = false;
	int i, count = scandir(directory, &entries, is_tree, alphasort);

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", directory, entries[i]->d_name);

		has_pass |= igd_starts_with(entries[i]->d_name, "pass-");
		has_fail |= igd_starts_with(entries[i]->d_name, "fail-");
		run_case(plugin, check, path);
		free(entries[i]);
	}
	free(entries);
	if (!has_pass || !has_fail)
		fault("%s: has no %s case", directory, has_pass ? "failing" : "passing");
}

int main(int argc, char **argv)
{
	void *object = argc >= 3 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
	const struct igd_plugin *plugin = object ? dlsym(object, "igd_plugin") : NULL;
	const struct igd_check *const *check;

	if (!plugin) {
		fprintf(stderr, "usage: check-fixtures PLUGIN.so DIRECTORY [ID]: %s\n",
			argc >= 3 ? dlerror() : "arguments are missing");
		return 2;
	}
	for (check = plugin->checks; *check; check++) {
		if (argc < 4 || strcmp(argv[3], (*check)->id) == 0)
			run_check(plugin, *check, argv[2]);
	}
	printf("%s: %u cases, %u faults\n", plugin->name, cases, failures);
	return failures != 0;
}
