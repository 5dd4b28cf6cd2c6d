// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options - the command line of igd-doctor, taken apart
 */
#include "cli/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options_private.h"
#include "core/runner.h"
#include "reports/report.h"

#define ROWS IGD_OPTION_COUNT

int igd_complain(enum igd_exit status, const char *format, ...)
{
	va_list args;

	fputs(IGD_PROGRAM ": ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return (int)status;
}

static void print_formats(void)
{
	const struct igd_report_format *format;
	size_t i;

	for (i = 0; (format = igd_report_format_at(i)); i++)
		printf("%s%s", i ? ", " : "", format->name);
}

static void print_option(const struct igd_option_row *row)
{
	IGD_AUTOFREE char *name = igd_printf("%s%c%s --%s%s%s", row->letter < 256 ? "-" : "  ",
		row->letter < 256 ? row->letter : ' ', row->letter < 256 ? "," : "", row->name,
		row->argument ? " " : "", row->argument ? row->argument : "");

	printf("  %-26s %s", name, row->help);
	if (row->letter == OPTION_FORMAT)
		print_formats();
	putchar('\n');
}

static void print_help(void)
{
	const struct igd_verb *verb;
	size_t i;

	printf("usage: " IGD_PROGRAM " [OPTIONS] [VERB] [ARGUMENTS]\n\n"
	       "Examines whether this host can hand its Intel iGPU to a virtual machine, and says what "
	       "to do.\n\nVerbs (without one: %s):\n",
		igd_verbs[0].name);
	for (verb = igd_verbs; verb->name; verb++) {
		IGD_AUTOFREE char *usage = igd_printf("%s %s", verb->name, verb->arguments);

		printf("  %-26s %s\n", usage, verb->summary);
	}
	printf("\nOptions:\n");
	for (i = 0; i < ROWS; i++)
		print_option(&igd_option_rows[i]);
	printf("\nExit status of check: %d all well, %d something works badly or could be better, "
	       "%d a blocker,\n%d could not tell; of fix: %d done, %d not all of it, %d refused, %d put "
	       "back, %d another\nigd-doctor is at work; of all verbs: %d usage, %d bad input, %d internal "
	       "error,\n%d not permitted, %d not built in.\n",
		IGD_EXIT_OK, IGD_EXIT_DEGRADED, IGD_EXIT_BLOCKED, IGD_EXIT_UNKNOWN, IGD_EXIT_OK,
		IGD_EXIT_DEGRADED, IGD_EXIT_REFUSED, IGD_EXIT_FAILED, IGD_EXIT_BUSY, IGD_EXIT_USAGE,
		IGD_EXIT_DATA, IGD_EXIT_INTERNAL, IGD_EXIT_PERMISSION, IGD_EXIT_UNAVAILABLE);
}

static size_t row_of(int letter)
{
	size_t i = 0;

	while (i < ROWS - 1 && igd_option_rows[i].letter != letter)
		i++;
	return i;
}

static bool fail(int *ret_status)
{
	fputs("Try '" IGD_PROGRAM " --help'.\n", stderr);
	*ret_status = IGD_EXIT_USAGE;
	return false;
}

/* "FILE..." any number beyond the least, "[JOURNAL]" one more, "[ID...]" both. */
static bool takes(const struct igd_verb *verb, size_t count)
{
	if (count < verb->argument_count)
		return false;
	if (count == verb->argument_count || strstr(verb->arguments, "..."))
		return true;
	return *verb->arguments == '[' && count == verb->argument_count + 1;
}

static bool take_verb(struct igd_options *options, char **rest, int *ret_status)
{
	const struct igd_verb *verb = igd_verbs;

	if (*rest) {
		while (verb->name && strcmp(verb->name, *rest) != 0)
			verb++;
		if (!verb->name) {
			igd_complain(IGD_EXIT_USAGE, "no verb is called '%s'", *rest);
			return fail(ret_status);
		}
		for (rest++; *rest; rest++)
			igd_words_add(&options->arguments, *rest);
	}
	if (!takes(verb, options->arguments.count)) {
		igd_complain(IGD_EXIT_USAGE, "%s takes %s", verb->name,
			*verb->arguments ? verb->arguments : "no arguments");
		return fail(ret_status);
	}
	options->verb = verb;
	return true;
}

/* Whether a word is one of several with blanks between. */
static bool is_among(const char *words, const char *word)
{
	size_t length = strlen(word), at;

	for (; *words; words += at + strspn(words + at, " ")) {
		at = strcspn(words, " ");
		if (at == length && strncmp(words, word, at) == 0)
			return true;
	}
	return false;
}

static bool look_at_given(const struct igd_options *options, const bool *is_given, int *ret_status)
{
	size_t i;

	for (i = 0; i < ROWS; i++) {
		if (!is_given[i] || !igd_option_rows[i].verbs ||
			is_among(igd_option_rows[i].verbs, options->verb->name))
			continue;
		igd_complain(IGD_EXIT_USAGE, "%s has no --%s; that is an option of: %s",
			options->verb->name, igd_option_rows[i].name, igd_option_rows[i].verbs);
		return fail(ret_status);
	}
	return true;
}

/* Returns whether to go on with this option's successor. */
static bool take_letter(struct igd_options *options, int letter, int *ret_status)
{
	*ret_status = IGD_EXIT_OK;
	if (letter == '?')
		return fail(ret_status);
	if (letter == 'h') {
		print_help();
		return false;
	}
	if (letter == OPTION_VERSION) {
		puts(IGD_PROGRAM " " IGD_VERSION);
		return false;
	}
	if (igd_option_take(options, letter, optarg))
		return true;
	igd_complain(IGD_EXIT_USAGE, "--%s cannot be '%s'", igd_option_rows[row_of(letter)].name,
		optarg ? optarg : "");
	return fail(ret_status);
}

bool igd_options_parse(struct igd_options *ret, int argc, char **argv, int *ret_status)
{
	struct option long_options[ROWS + 1] = { 0 };
	bool is_given[ROWS] = { 0 };
	int letter;
	size_t i;

	*ret = (struct igd_options){ .format = "text", .timeout_ms = IGD_DEFAULT_TIMEOUT_MS };
	for (i = 0; i < ROWS; i++)
		long_options[i] = (struct option){ igd_option_rows[i].name,
			igd_option_rows[i].argument ? required_argument : no_argument, NULL,
			igd_option_rows[i].letter };
	while ((letter = getopt_long(argc, argv, "vqho:", long_options, NULL)) != -1) {
		if (!take_letter(ret, letter, ret_status))
			return false;
		is_given[row_of(letter)] = true;
	}
	return take_verb(ret, argv + optind, ret_status) &&
	       look_at_given(ret, is_given, ret_status);
}

void igd_options_done(struct igd_options *options)
{
	while (options->memory_count)
		free(options->memory[--options->memory_count]);
	free(options->memory);
	free(options->only.words);
	free(options->disks.words);
	free(options->isos.words);
	free(options->skip.words);
	free(options->plugin_dirs.words);
	free(options->add.words);
	free(options->symptom_dirs.words);
	free(options->arguments.words);
}

struct igd_report_style igd_options_style(const struct igd_options *options)
{
	struct igd_report_style style = igd_report_style_for(stdout, options->color);

	style.is_verbose = options->is_verbose;
	style.is_quiet = options->is_quiet;
	style.is_partial = options->only.count || options->skip.count;
	return style;
}
