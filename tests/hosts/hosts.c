// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hosts - runs every check of every plugin against whole recorded machines, and compares with one table
 *
 * usage: check-hosts PLUGINS DIRECTORY     compares DIRECTORY/MACHINE.tree with DIRECTORY/verdicts.tsv
 *        check-hosts PLUGINS MACHINE.tree  prints what every check says of one machine
 *
 * The table has a column for each machine and a row for each check: pass, fail, na or unknown. Here every
 * check is run, whatever has failed before it; what blocks what is the runner's business, and is tested
 * elsewhere. With UPDATE_GOLDEN in the environment the table is written again: read the difference before
 * you believe it.
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

#define MAX_PLUGINS 32
#define TABLE "verdicts.tsv"

struct plugins {
	const struct igd_plugin *list[MAX_PLUGINS];
	size_t count;
};

/* The names in a directory, for scandir(). */
static int is_tree(const struct dirent *entry)
{
	return igd_ends_with(entry->d_name, ".tree");
}

static int is_plugin(const struct dirent *entry)
{
	return igd_ends_with(entry->d_name, ".so");
}

static void free_names(struct dirent **names, int count)
{
	while (count > 0)
		free(names[--count]);
	free(names);
}

static bool load(struct plugins *plugins, const char *path)
{
	void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	const struct igd_plugin *plugin = object ? dlsym(object, "igd_plugin") : NULL;

	if (!plugin || plugins->count == MAX_PLUGINS) {
		fprintf(stderr, "%s: %s\n", path, plugin ? "too many plugins" : dlerror());
		return false;
	}
	plugins->list[plugins->count++] = plugin;
	return true;
}

static bool load_all(struct plugins *plugins, const char *directory)
{
	struct dirent **names = NULL;
	int i, count = scandir(directory, &names, is_plugin, alphasort);
	bool is_good = count > 0;

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", directory, names[i]->d_name);

		is_good &= load(plugins, path);
	}
	if (count <= 0)
		fprintf(stderr, "%s: no plugins\n", directory);
	free_names(names, count);
	return is_good;
}

static struct igd_host *open_host(const char *path)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_recorded(path, &error);

	if (!source)
		fprintf(stderr, "%s\n", error.message);
	return source ? igd_host_new(source) : NULL;
}

/* One check on one host; what is left in a remedy in braces is a fault. */
static bool examine(const struct igd_plugin *plugin, const struct igd_check *check,
	struct igd_host *host, struct igd_finding *ret)
{
	igd_finding_init(ret, check, plugin->name);
	igd_check_examine(check, host, plugin->expand, ret);
	if (!strpbrk(ret->remedy, "{}"))
		return true;
	printf("%s: a directive is left in the remedy\n  %s\n", check->id, ret->remedy);
	return false;
}

static int print_host(const struct plugins *plugins, const char *path)
{
	struct igd_host *host = open_host(path);
	const struct igd_check *const *check;
	struct igd_finding finding;
	size_t i;

	for (i = 0; host && i < plugins->count; i++) {
		for (check = plugins->list[i]->checks; *check; check++) {
			examine(plugins->list[i], *check, host, &finding);
			printf("%s %s\t%s: %s\n", finding.id, igd_verdict_name(finding.verdict),
				finding.where, finding.what);
			if (finding.verdict == IGD_FAIL || finding.verdict == IGD_UNKNOWN)
				printf("\t(%s) %s\n", igd_severity_name(finding.severity),
					finding.remedy);
			igd_finding_done(&finding);
		}
	}
	igd_host_free(host);
	return host ? 0 : 2;
}

/* The rows of the table, in the order of the plugins' checks, each to be ended by the caller. */
struct table {
	struct igd_text head;
	struct igd_text *rows;
	size_t count;
	bool is_good;
};

static void add_column(struct table *table, const struct plugins *plugins, struct igd_host *host)
{
	const struct igd_check *const *check;
	struct igd_finding finding;
	size_t i, row = 0;

	for (i = 0; i < plugins->count; i++) {
		for (check = plugins->list[i]->checks; *check; check++, row++) {
			table->is_good &= examine(plugins->list[i], *check, host, &finding);
			igd_text_printf(
				&table->rows[row], "\t%s", igd_verdict_name(finding.verdict));
			igd_finding_done(&finding);
		}
	}
}

static void begin(struct table *table, const struct plugins *plugins)
{
	const struct igd_check *const *check;
	size_t i;

	igd_text_printf(&table->head, "check");
	for (i = 0; i < plugins->count; i++) {
		for (check = plugins->list[i]->checks; *check; check++) {
			table->rows =
				igd_regrow(table->rows, table->count + 1, sizeof(*table->rows));
			table->rows[table->count] = (struct igd_text){ 0 };
			igd_text_printf(&table->rows[table->count++], "%s", (*check)->id);
		}
	}
}

static void fill(struct table *table, const struct plugins *plugins, const char *directory)
{
	struct dirent **names = NULL;
	int i, count = scandir(directory, &names, is_tree, alphasort);

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", directory, names[i]->d_name);
		struct igd_host *host = open_host(path);

		igd_text_printf(&table->head, "\t%.*s",
			(int)(strlen(names[i]->d_name) - strlen(".tree")), names[i]->d_name);
		table->is_good &= host != NULL;
		if (host)
			add_column(table, plugins, host);
		igd_host_free(host);
	}
	table->is_good &= count > 0;
	free_names(names, count);
}

static void finish(struct table *table, struct igd_text *ret)
{
	size_t i;

	igd_text_printf(ret, "%s\n", table->head.text);
	for (i = 0; i < table->count; i++) {
		igd_text_printf(ret, "%s\n", table->rows[i].text);
		igd_text_done(&table->rows[i]);
	}
	igd_text_done(&table->head);
	free(table->rows);
}

/* The next field of a line, which ends at a tab or at the line's end. */
static char *field(const char **cursor)
{
	size_t length = strcspn(*cursor, "\t\n");
	char *text = igd_strndup(*cursor, length);

	*cursor += length + ((*cursor)[length] == '\t');
	return text;
}

/* One row against the same row of the table; head names its columns. */
static unsigned compare_row(const char *head, const char *is, const char *should)
{
	IGD_AUTOFREE char *id = field(&is);
	IGD_AUTOFREE char *same_id = field(&should);
	unsigned faults = 0;

	head += strcspn(head, "\t\n");
	head += *head == '\t';

	if (strcmp(id, same_id) != 0) {
		printf("a row of the table is \"%s\" where \"%s\" belongs\n", same_id, id);
		return 1;
	}
	while (*head && *head != '\n') {
		IGD_AUTOFREE char *machine = field(&head);
		IGD_AUTOFREE char *verdict = field(&is);
		IGD_AUTOFREE char *expected = field(&should);

		if (strcmp(verdict, expected) == 0)
			continue;
		printf("%s: %s says %s, and the table says %s\n", machine, id, verdict,
			*expected ? expected : "nothing");
		faults++;
	}
	return faults;
}

static const char *next_line(const char *text)
{
	const char *end = strchr(text, '\n');

	return end ? end + 1 : text + strlen(text);
}

static unsigned compare(const char *is, const char *should)
{
	const char *head = is;
	unsigned faults = 0;

	if (strncmp(is, should, (size_t)(next_line(is) - is)) != 0) {
		printf("the table has columns for other machines than there are\n");
		return 1;
	}
	is = next_line(is);
	should = next_line(should);
	for (; *is && *should; is = next_line(is), should = next_line(should))
		faults += compare_row(head, is, should);
	if (*is || *should) {
		printf("the table has %s rows than there are checks\n", *is ? "fewer" : "more");
		faults++;
	}
	return faults;
}

static void slurp(const char *path, struct igd_text *ret)
{
	FILE *file = fopen(path, "re");
	char piece[4096];
	size_t got;

	igd_text_add(ret, "", 0);
	while (file && (got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(ret, piece, got);
	if (file)
		fclose(file);
}

static bool write_table(const char *path, const struct igd_text *text)
{
	FILE *file = fopen(path, "we");
	bool is_written = file && fwrite(text->text, 1, text->size, file) == text->size;

	if (file)
		is_written &= fclose(file) == 0;
	if (!is_written)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return is_written;
}

static int examine_all(const struct plugins *plugins, const char *directory)
{
	IGD_AUTOFREE char *path = igd_printf("%s/" TABLE, directory);
	IGD_AUTOTEXT struct igd_text is = { 0 };
	IGD_AUTOTEXT struct igd_text should = { 0 };
	struct table table = { .is_good = true };
	unsigned faults;

	begin(&table, plugins);
	fill(&table, plugins, directory);
	finish(&table, &is);
	if (getenv("UPDATE_GOLDEN"))
		return write_table(path, &is) && table.is_good ? 0 : 1;
	slurp(path, &should);
	faults = compare(is.text, should.text);
	printf("%s: %u faults\n", path, faults);
	return faults || !table.is_good;
}

int main(int argc, char **argv)
{
	struct plugins plugins = { .count = 0 };

	if (argc != 3) {
		fprintf(stderr, "usage: check-hosts PLUGINS DIRECTORY|MACHINE.tree\n");
		return 2;
	}
	if (!load_all(&plugins, argv[1]))
		return 2;
	return igd_ends_with(argv[2], ".tree") ? print_host(&plugins, argv[2])
					       : examine_all(&plugins, argv[2]);
}
