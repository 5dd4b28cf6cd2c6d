// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * triage - the verb: a line for each report, and totals
 *
 * It keeps nothing between runs, and a row says all that the totals are made of. So it is as well a stage of a pipe:
 * --json maps names to rows, --totals adds rows up, and what is spread over many machines comes to the same.
 */
#include "cli/triage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/session.h"

struct run {
	const struct igd_options *options;
	struct igd_report_style style;
	struct igd_page page;
	struct igd_triage_totals totals;
	bool is_json, has_rows, has_bad;
};

static bool is_json(const struct igd_options *options)
{
	return strcmp(options->format, "json") == 0;
}

/* What this program's own process wrote can be read; -EBADMSG would be a fault of it. */
static void show(struct run *run, const char *line)
{
	struct igd_triage_row row;
	struct igd_error error;

	if (run->is_json) {
		puts(line);
		return;
	}
	if (igd_triage_parse(line, strlen(line), &row, &error) < 0) {
		igd_complain(IGD_EXIT_INTERNAL, "%s", error.message);
		return;
	}
	igd_triage_count(&run->totals, &row);
	if (!run->style.is_quiet) {
		if (!run->has_rows)
			igd_triage_print_head(&run->page);
		igd_triage_print_row(&run->page, &row);
		run->has_rows = true;
	}
	igd_triage_row_done(&row);
}

static void show_all(struct run *run, struct igd_triage_crew *crew)
{
	bool is_bad;
	char *line;

	while ((line = igd_triage_crew_take(crew, &is_bad))) {
		show(run, line);
		run->has_bad |= is_bad;
		free(line);
	}
}

static void read_all(struct run *run, struct igd_triage_names *names, struct igd_triage_crew *crew)
{
	enum igd_triage_next next = IGD_TRIAGE_NAME;
	struct igd_triage_name name;

	for (;;) {
		while (igd_triage_crew_has_room(crew) &&
			(next = igd_triage_names_next(names, &name)) == IGD_TRIAGE_NAME)
			igd_triage_crew_add(crew, &name);
		show_all(run, crew);
		/* With room for a name that is there already, nothing need be waited for. */
		if (next == IGD_TRIAGE_NAME && igd_triage_crew_has_room(crew))
			continue;
		if (next == IGD_TRIAGE_END && igd_triage_crew_is_idle(crew))
			return;
		fflush(stdout); /* who reads them has them while the next are read */
		igd_triage_crew_wait(crew, next == IGD_TRIAGE_LATER ? STDIN_FILENO : -1);
	}
}

static void print_totals(struct run *run)
{
	if (run->is_json) {
		igd_triage_print_totals_json(&run->totals, &run->style, stdout);
		return;
	}
	if (run->has_rows)
		igd_page_blank(&run->page);
	igd_triage_print_totals(&run->page, &run->totals);
}

static int read_reports(struct run *run)
{
	struct igd_triage_names *names = igd_triage_names_new(&run->options->arguments);
	struct igd_triage_crew *crew = igd_triage_crew_new();
	size_t passed_over;

	read_all(run, names, crew);
	passed_over = igd_triage_names_passed_over(names);
	igd_triage_crew_free(crew);
	igd_triage_names_free(names);
	if (!run->is_json)
		print_totals(run);
	if (passed_over && !run->style.is_quiet)
		igd_complain(IGD_EXIT_OK, "%zu other file%s passed over: no report's name",
			passed_over, passed_over == 1 ? "" : "s");
	return run->has_bad ? IGD_EXIT_DATA : IGD_EXIT_OK;
}

static int add_line(struct run *run, const char *name, size_t number, const char *line)
{
	struct igd_error error;
	size_t size = strlen(line);

	if (strspn(line, " \t\r\n") == size)
		return IGD_EXIT_OK;
	if (size > IGD_TRIAGE_MAX_LINE)
		return igd_complain(IGD_EXIT_DATA, "%s:%zu: longer than 4 MiB", name, number);
	if (igd_triage_add_line(&run->totals, line, size, &error) < 0)
		return igd_complain(IGD_EXIT_DATA, "%s:%zu: %s", name, number, error.message);
	return IGD_EXIT_OK;
}

/* getline() would take a line of any length into memory; one that is too long is read on without being kept. */
static bool next_line(FILE *in, struct igd_text *line)
{
	char piece[1 << 14];

	line->size = 0;
	while (fgets(piece, sizeof(piece), in)) {
		size_t length = strlen(piece);

		if (line->size <= IGD_TRIAGE_MAX_LINE)
			igd_text_add(line, piece, length);
		if (length && piece[length - 1] == '\n')
			return true;
	}
	return line->size > 0;
}

static int add_file(struct run *run, const char *name)
{
	bool is_stdin = strcmp(name, "-") == 0;
	FILE *in = is_stdin ? stdin : fopen(name, "re");
	IGD_AUTOTEXT struct igd_text line = { 0 };
	int status = IGD_EXIT_OK;
	size_t number = 0;

	if (!in)
		return igd_complain(IGD_EXIT_DATA, "%s: %s", name, strerror(errno));
	while (next_line(in, &line)) {
		if (add_line(run, is_stdin ? "stdin" : name, ++number, line.text) != IGD_EXIT_OK)
			status = IGD_EXIT_DATA;
	}
	if (ferror(in))
		status = igd_complain(IGD_EXIT_DATA, "%s: %s", name, strerror(errno));
	if (!is_stdin)
		fclose(in);
	return status;
}

static int add_up(struct run *run)
{
	const struct igd_words *files = &run->options->arguments;
	int status = files->count ? IGD_EXIT_OK : add_file(run, "-");
	size_t i;

	for (i = 0; i < files->count; i++) {
		if (add_file(run, files->words[i]) != IGD_EXIT_OK)
			status = IGD_EXIT_DATA;
	}
	print_totals(run);
	return status;
}

int igd_verb_triage(const struct igd_options *options)
{
	struct run run = {
		.options = options, .style = igd_options_style(options), .is_json = is_json(options)
	};
	int status;

	igd_page_init(&run.page, &run.style, stdout);
	if (options->is_adding_up)
		status = add_up(&run);
	else if (options->arguments.count)
		status = read_reports(&run);
	else
		status = igd_complain(IGD_EXIT_USAGE,
			"triage takes reports, folders of them, or - for names on stdin");
	igd_triage_totals_done(&run.totals);
	return status;
}
