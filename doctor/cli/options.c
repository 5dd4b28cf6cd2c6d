// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options - the command line of igd-doctor, taken apart
 */
#include "cli/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "core/runner.h"
#include "reports/report.h"

#define PROGRAM "igd-doctor"
#define MAX_TIMEOUT_S 3600.0

enum letter {
	OPTION_FROM = 256,
	OPTION_ROM,
	OPTION_QEMU,
	OPTION_VM,
	OPTION_CONNECT,
	OPTION_PROBE,
	OPTION_DEVICE,
	OPTION_BUILD,
	OPTION_ADD,
	OPTION_EXTRACT,
	OPTION_FORCE,
	OPTION_ONLY,
	OPTION_SKIP,
	OPTION_PLUGIN_DIR,
	OPTION_SYMPTOM_DIR,
	OPTION_JSON,
	OPTION_FORMAT,
	OPTION_COLOR,
	OPTION_TIMEOUT,
	OPTION_VERSION
};

struct row {
	int letter;
	const char *name, *argument, *help;
};

static const struct row rows[] = {
	{ OPTION_FROM, "from", "FILE",
		"examine a recording (.tree, directory or archive; - is stdin)" },
	{ OPTION_ROM, "rom", "FILE", "judge this option ROM for the iGPU" },
	{ OPTION_QEMU, "qemu", "BINARY", "ask this QEMU for its version and options" },
	{ OPTION_VM, "vm", "NAME|FILE",
		"examine this VM, or the one that is defined in this file" },
	{ OPTION_CONNECT, "connect", "URI", "look for VMs with this libvirt" },
	{ OPTION_PROBE, "probe", NULL,
		"open the iGPU through VFIO as a VM start does; the kernel resets it" },
	{ OPTION_DEVICE, "device", "ID", "judge for this iGPU: 8086:4680, or 4680" },
	{ OPTION_BUILD, "build", NULL, "rom: make igd-doctor's own option ROM for the iGPU" },
	{ OPTION_EXTRACT, "extract", "FIRMWARE",
		"rom: find Intel's GOP driver and the VBTs in a board's firmware" },
	{ 'o', "output", "FILE",
		"rom --build: where to; it must not be there yet. rom --extract: to which folder" },
	{ OPTION_ADD, "add", "FILE",
		"rom --build: put the GOP driver (and policy) of this EFI file or ROM behind it" },
	{ OPTION_FORCE, "force", NULL, "rom: replace what is there" },
	{ OPTION_ONLY, "only", "ID,AREA...", "only these checks (and, unseen, what they need)" },
	{ OPTION_SKIP, "skip", "ID,AREA...", "not these checks" },
	{ OPTION_FORMAT, "format", "NAME", "how findings are printed: " },
	{ OPTION_JSON, "json", NULL, "the same as --format json" },
	{ OPTION_PLUGIN_DIR, "plugin-dir", "DIR", "load plugins from there as well (repeatable)" },
	{ OPTION_SYMPTOM_DIR, "symptom-dir", "DIR",
		"know the symptoms described there as well (repeatable)" },
	{ OPTION_TIMEOUT, "timeout", "SECONDS", "how long one check may take (5)" },
	{ OPTION_COLOR, "color", "WHEN", "auto, always or never; NO_COLOR is honoured" },
	{ 'v', "verbose", NULL, "every check and all evidence" },
	{ 'q', "quiet", NULL, "one line for each check that failed or could not tell" },
	{ 'h', "help", NULL, "this text" },
	{ OPTION_VERSION, "version", NULL, "the program's version" },
};

#define ROWS (sizeof(rows) / sizeof(*rows))

int igd_complain(enum igd_exit status, const char *format, ...)
{
	va_list args;

	fputs(PROGRAM ": ", stderr);
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

static void print_option(const struct row *row)
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

	printf("usage: " PROGRAM " [OPTIONS] [VERB] [ARGUMENTS]\n\n"
	       "Examines whether this host can hand its Intel iGPU to a virtual machine, and says what "
	       "to do.\n\nVerbs (without one: %s):\n",
		igd_verbs[0].name);
	for (verb = igd_verbs; verb->name; verb++) {
		IGD_AUTOFREE char *usage = igd_printf("%s %s", verb->name, verb->arguments);

		printf("  %-26s %s\n", usage, verb->summary);
	}
	printf("\nOptions:\n");
	for (i = 0; i < ROWS; i++)
		print_option(&rows[i]);
	printf("\nExit status of check: %d all well, %d something works badly or could be better, "
	       "%d a blocker,\n%d could not tell; of all verbs: %d usage, %d bad input, %d internal "
	       "error, %d not permitted, %d not\nbuilt in.\n",
		IGD_EXIT_OK, IGD_EXIT_DEGRADED, IGD_EXIT_BLOCKED, IGD_EXIT_UNKNOWN, IGD_EXIT_USAGE,
		IGD_EXIT_DATA, IGD_EXIT_INTERNAL, IGD_EXIT_PERMISSION, IGD_EXIT_UNAVAILABLE);
}

static void add_word(struct igd_words *words, const char *word)
{
	words->words = igd_regrow(words->words, words->count + 2, sizeof(*words->words));
	words->words[words->count++] = word;
	words->words[words->count] = NULL;
}

/* "a,b,c" as three words. */
static bool add_words(struct igd_options *options, struct igd_words *words, const char *list)
{
	char *copy = igd_strdup(list), *word, *state = NULL;
	size_t before = words->count;

	options->memory =
		igd_regrow(options->memory, options->memory_count + 1, sizeof(*options->memory));
	options->memory[options->memory_count++] = copy;
	for (word = strtok_r(copy, ",", &state); word; word = strtok_r(NULL, ",", &state))
		add_word(words, word);
	return words->count > before;
}

static bool parse_timeout(struct igd_options *options, const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds >= 0.001 && seconds <= MAX_TIMEOUT_S))
		return false;
	options->timeout_ms = (unsigned)(seconds * 1000.0);
	return true;
}

static bool parse_format(struct igd_options *options, const char *text)
{
	options->format = text;
	return igd_report_format(text) != NULL;
}

/* "8086:4680", or "4680" alone: Intel is the only vendor here. */
static bool parse_device(struct igd_options *options, const char *text)
{
	uint64_t device;

	if (igd_starts_with(text, "8086:"))
		text += strlen("8086:");
	if (strlen(text) != 4 || igd_parse_u64(text, 16, &device) < 0)
		return false;
	options->device = (uint16_t)device;
	return device != 0;
}

/* What only the verb rom has; the rest is as in take(). */
static bool take_of_rom(struct igd_options *options, int letter, const char *argument)
{
	switch (letter) {
	case 'o':
		options->output = argument;
		return *argument != '\0';
	case OPTION_ADD:
		add_word(&options->add, argument);
		return *argument != '\0';
	case OPTION_EXTRACT:
		options->extract = argument;
		return *argument != '\0';
	case OPTION_BUILD:
		options->is_building = true;
		return true;
	default:
		options->is_forced = true;
		return true;
	}
}

/* Returns false for an argument that does not fit. */
static bool take(struct igd_options *options, int letter, const char *argument)
{
	switch (letter) {
	case OPTION_FROM:
		options->from = argument;
		return *argument != '\0';
	case OPTION_ROM:
		options->rom = argument;
		return *argument != '\0';
	case OPTION_QEMU:
		options->qemu = argument;
		return *argument != '\0';
	case OPTION_VM:
		options->vm = argument;
		return *argument != '\0';
	case OPTION_CONNECT:
		options->connect = argument;
		return *argument != '\0';
	case OPTION_DEVICE:
		return parse_device(options, argument);
	case OPTION_ONLY:
		return add_words(options, &options->only, argument);
	case OPTION_SKIP:
		return add_words(options, &options->skip, argument);
	case OPTION_PLUGIN_DIR:
		add_word(&options->plugin_dirs, argument);
		return *argument != '\0';
	case OPTION_SYMPTOM_DIR:
		add_word(&options->symptom_dirs, argument);
		return *argument != '\0';
	case OPTION_JSON:
		return parse_format(options, "json");
	case OPTION_FORMAT:
		return parse_format(options, argument);
	case OPTION_COLOR:
		return igd_color_mode(argument, &options->color) == 0;
	case OPTION_TIMEOUT:
		return parse_timeout(options, argument);
	case OPTION_PROBE:
		options->may_probe = true;
		return true;
	case 'v':
		options->is_verbose = true;
		return true;
	case 'q':
		options->is_quiet = true;
		return true;
	default:
		return take_of_rom(options, letter, argument);
	}
}

static const char *name_of(int letter)
{
	size_t i = 0;

	while (i < ROWS - 1 && rows[i].letter != letter)
		i++;
	return rows[i].name;
}

static bool fail(int *ret_status)
{
	fputs("Try '" PROGRAM " --help'.\n", stderr);
	*ret_status = IGD_EXIT_USAGE;
	return false;
}

static bool take_verb(struct igd_options *options, char **rest, int *ret_status)
{
	const struct igd_verb *verb = igd_verbs;
	bool takes_more;

	if (*rest) {
		while (verb->name && strcmp(verb->name, *rest) != 0)
			verb++;
		if (!verb->name) {
			igd_complain(IGD_EXIT_USAGE, "no verb is called '%s'", *rest);
			return fail(ret_status);
		}
		for (rest++; *rest; rest++)
			add_word(&options->arguments, *rest);
	}
	takes_more = igd_ends_with(verb->arguments, "...");
	if (options->arguments.count < verb->argument_count ||
		(options->arguments.count > verb->argument_count && !takes_more)) {
		igd_complain(IGD_EXIT_USAGE, "%s takes %s", verb->name,
			verb->argument_count ? verb->arguments : "no arguments");
		return fail(ret_status);
	}
	options->verb = verb;
	return true;
}

bool igd_options_parse(struct igd_options *ret, int argc, char **argv, int *ret_status)
{
	struct option long_options[ROWS + 1] = { 0 };
	int letter;
	size_t i;

	*ret = (struct igd_options){ .format = "text", .timeout_ms = IGD_DEFAULT_TIMEOUT_MS };
	for (i = 0; i < ROWS; i++)
		long_options[i] = (struct option){ rows[i].name,
			rows[i].argument ? required_argument : no_argument, NULL, rows[i].letter };
	while ((letter = getopt_long(argc, argv, "vqho:", long_options, NULL)) != -1) {
		*ret_status = IGD_EXIT_OK;
		if (letter == '?')
			return fail(ret_status);
		if (letter == 'h') {
			print_help();
			return false;
		}
		if (letter == OPTION_VERSION) {
			puts(PROGRAM " " IGD_VERSION);
			return false;
		}
		if (!take(ret, letter, optarg)) {
			igd_complain(IGD_EXIT_USAGE, "--%s cannot be '%s'", name_of(letter),
				optarg ? optarg : "");
			return fail(ret_status);
		}
	}
	return take_verb(ret, argv + optind, ret_status);
}

void igd_options_done(struct igd_options *options)
{
	while (options->memory_count)
		free(options->memory[--options->memory_count]);
	free(options->memory);
	free(options->only.words);
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
