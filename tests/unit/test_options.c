// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_options - the command line, and what is said of a wrong one
 */
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/options.h"
#include "core/runner.h"
#include "tests/unit/unit.h"

#define MAX_ARGUMENTS 48

static int do_nothing(const struct igd_options *options)
{
	(void)options;
	return IGD_EXIT_OK;
}

/* In place of the program's. */
const struct igd_verb igd_verbs[] = {
	{ "look", "", 0, "looks", do_nothing },
	{ "write", "FILE", 1, "writes", do_nothing },
	{ 0 },
};

/* What was written to stdout and stderr while the options were parsed. */
struct said {
	FILE *file;
	int out, err;
	char text[8192];
};

static void listen_begin(struct said *said)
{
	fflush(NULL);
	said->file = tmpfile();
	assert_non_null(said->file);
	said->out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	said->err = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
	dup2(fileno(said->file), STDOUT_FILENO);
	dup2(fileno(said->file), STDERR_FILENO);
}

static void listen_end(struct said *said)
{
	fflush(NULL);
	dup2(said->out, STDOUT_FILENO);
	dup2(said->err, STDERR_FILENO);
	close(said->out);
	close(said->err);
	rewind(said->file);
	said->text[fread(said->text, 1, sizeof(said->text) - 1, said->file)] = '\0';
	fclose(said->file);
}

struct parsed {
	struct igd_options options;
	char *words[MAX_ARGUMENTS + 1];
	char *line; /* what the words point into */
	bool goes_on;
	int status;
	struct said said;
};

/* Parses a command line that is given as one, its words between blanks; "_" is an empty word. */
static struct parsed *parse(const char *line)
{
	struct parsed *parsed = igd_zalloc(sizeof(*parsed));
	char *word, *state = NULL;
	int count = 0;

	parsed->line = igd_printf("igd-doctor %s", line);
	for (word = strtok_r(parsed->line, " ", &state); word && count < MAX_ARGUMENTS;
		word = strtok_r(NULL, " ", &state))
		parsed->words[count++] = word + (strcmp(word, "_") == 0);
	optind = 0;
	parsed->status = -1;
	listen_begin(&parsed->said);
	parsed->goes_on =
		igd_options_parse(&parsed->options, count, parsed->words, &parsed->status);
	listen_end(&parsed->said);
	return parsed;
}

static void parsed_free(struct parsed *parsed)
{
	igd_options_done(&parsed->options);
	free(parsed->line);
	free(parsed);
}

static void nothing_is_a_verb_and_defaults(void **state)
{
	struct parsed *parsed = parse("");

	(void)state;
	assert_true(parsed->goes_on);
	assert_string_equal(parsed->options.verb->name, "look");
	assert_null(parsed->options.from);
	assert_string_equal(parsed->options.format, "text");
	assert_int_equal(parsed->options.timeout_ms, IGD_DEFAULT_TIMEOUT_MS);
	assert_int_equal(parsed->options.color, IGD_COLOR_AUTO);
	assert_null(parsed->options.only.words);
	assert_null(parsed->options.skip.words);
	assert_false(parsed->options.is_verbose || parsed->options.is_quiet);
	assert_string_equal(parsed->said.text, "");
	parsed_free(parsed);
}

static void every_option_is_taken(void **state)
{
	struct parsed *parsed = parse("--from f.tree --only a,b.c --only d --skip e,,f --json -vq "
				      "--plugin-dir x --plugin-dir y --timeout 0.25 --color never "
				      "write out");
	const struct igd_options *options = &parsed->options;

	(void)state;
	assert_true(parsed->goes_on);
	assert_string_equal(options->verb->name, "write");
	assert_int_equal(options->arguments.count, 1);
	assert_string_equal(options->arguments.words[0], "out");
	assert_string_equal(options->from, "f.tree");
	assert_int_equal(options->only.count, 3);
	assert_string_equal(options->only.words[1], "b.c");
	assert_string_equal(options->only.words[2], "d");
	assert_null(options->only.words[3]);
	assert_int_equal(options->skip.count, 2);
	assert_string_equal(options->skip.words[1], "f");
	assert_string_equal(options->format, "json");
	assert_true(options->is_verbose && options->is_quiet);
	assert_int_equal(options->plugin_dirs.count, 2);
	assert_string_equal(options->plugin_dirs.words[1], "y");
	assert_int_equal(options->timeout_ms, 250);
	assert_int_equal(options->color, IGD_COLOR_NEVER);
	parsed_free(parsed);
}

static void options_may_stand_behind_the_verb(void **state)
{
	struct parsed *parsed = parse("write --quiet out --from=x");

	(void)state;
	assert_true(parsed->goes_on);
	assert_true(parsed->options.is_quiet);
	assert_string_equal(parsed->options.from, "x");
	assert_string_equal(parsed->options.arguments.words[0], "out");
	parsed_free(parsed);
	parsed = parse("write -- --from");
	assert_true(parsed->goes_on);
	assert_string_equal(parsed->options.arguments.words[0], "--from");
	parsed_free(parsed);
}

static void help_and_version_are_answered(void **state)
{
	static const char *const lines[] = { "--help", "-h", "look --help", "--version" };
	struct parsed *parsed;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		parsed = parse(lines[i]);
		assert_false(parsed->goes_on);
		assert_int_equal(parsed->status, IGD_EXIT_OK);
		assert_non_null(strstr(parsed->said.text,
			strstr(lines[i], "version") ? "igd-doctor " IGD_VERSION : "write FILE"));
		parsed_free(parsed);
	}
}

static void mistakes_are_named(void **state)
{
	static const struct {
		const char *line, *text;
	} rows[] = {
		{ "dance", "no verb is called 'dance'" },
		{ "_", "no verb is called ''" },
		{ "look here", "look takes no arguments" },
		{ "write", "write takes FILE" },
		{ "write a b", "write takes FILE" },
		{ "--no-such", "unrecognized option" },
		{ "--from", "requires an argument" },
		{ "--from _", "--from cannot be ''" },
		{ "--only _", "--only cannot be ''" },
		{ "--only ,,", "--only cannot be ',,'" },
		{ "--only a --only ,", "--only cannot be ','" },
		{ "--skip ,", "--skip cannot be ','" },
		{ "--plugin-dir _", "--plugin-dir cannot be ''" },
		{ "--format xml", "--format cannot be 'xml'" },
		{ "--format _", "--format cannot be ''" },
		{ "--color purple", "--color cannot be 'purple'" },
		{ "--timeout 0", "--timeout cannot be '0'" },
		{ "--timeout -1", "--timeout cannot be '-1'" },
		{ "--timeout 1s", "--timeout cannot be '1s'" },
		{ "--timeout _", "--timeout cannot be ''" },
		{ "--timeout nan", "--timeout cannot be 'nan'" },
		{ "--timeout inf", "--timeout cannot be 'inf'" },
		{ "--timeout 1e9", "--timeout cannot be '1e9'" },
		{ "--timeout 0.0001", "--timeout cannot be '0.0001'" },
	};
	struct parsed *parsed;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		parsed = parse(rows[i].line);
		if (parsed->goes_on || !strstr(parsed->said.text, rows[i].text))
			print_error("%s: %s\n", rows[i].line, parsed->said.text);
		assert_false(parsed->goes_on);
		assert_int_equal(parsed->status, IGD_EXIT_USAGE);
		assert_non_null(strstr(parsed->said.text, rows[i].text));
		assert_non_null(strstr(parsed->said.text, "--help"));
		parsed_free(parsed);
	}
}

/* However often a list is given, it is taken or refused whole. */
static void many_lists(void **state)
{
	IGD_AUTOTEXT struct igd_text line = { 0 };
	struct parsed *parsed;
	int i;

	(void)state;
	for (i = 0; i < 40; i++)
		igd_text_printf(&line, "--only=a%d ", i);
	parsed = parse(line.text);
	assert_true(parsed->goes_on);
	assert_int_equal(parsed->options.only.count, 40);
	assert_string_equal(parsed->options.only.words[39], "a39");
	parsed_free(parsed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_a_verb_and_defaults),
		cmocka_unit_test(every_option_is_taken),
		cmocka_unit_test(options_may_stand_behind_the_verb),
		cmocka_unit_test(help_and_version_are_answered),
		cmocka_unit_test(mistakes_are_named),
		cmocka_unit_test(many_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
