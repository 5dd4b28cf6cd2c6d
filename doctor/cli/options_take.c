// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options_take - what each option of the command line sets
 */
#include <stdlib.h>
#include <string.h>

#include "cli/options_private.h"

#define MAX_TIMEOUT_S 3600.0
/* Beyond what any machine with an iGPU has. */
#define MAX_MEMORY_MIB (1u << 20)
#define MAX_CPUS 512u

void igd_words_add(struct igd_words *words, const char *word)
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
		igd_words_add(words, word);
	return words->count > before;
}

static bool parse_timeout(struct igd_options *options, const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds >= 0.001 && seconds <= MAX_TIMEOUT_S))
		return false;
	options->timeout_ms = (unsigned)(seconds * 1000.0);
	options->wait_ms = options->timeout_ms;
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

static bool parse_count(const char *text, unsigned most, unsigned *ret)
{
	uint64_t number;

	if (igd_parse_u64(text, 10, &number) < 0 || !number || number > most)
		return false;
	*ret = (unsigned)number;
	return true;
}

static bool parse_recipe(struct igd_options *options, const char *text)
{
	options->recipe = text;
	return strcmp(text, "upt") == 0 || strcmp(text, "legacy") == 0;
}

/* What only the verb up has. */
static bool take_of_up(struct igd_options *options, int letter, const char *argument)
{
	switch (letter) {
	case OPTION_CREATE:
		options->create = argument;
		return *argument != '\0';
	case OPTION_DISK:
		igd_words_add(&options->disks, argument);
		return *argument != '\0';
	case OPTION_ISO:
		igd_words_add(&options->isos, argument);
		return *argument != '\0';
	case OPTION_MEMORY:
		return parse_count(argument, MAX_MEMORY_MIB, &options->memory_mib);
	case OPTION_CPUS:
		return parse_count(argument, MAX_CPUS, &options->cpu_count);
	case OPTION_RECIPE:
		return parse_recipe(options, argument);
	case OPTION_TRY_ROMS:
		options->try_roms = argument;
		return *argument != '\0';
	case OPTION_RESTORE:
		options->is_restoring = true;
		return true;
	default:
		options->is_keeping = true;
		return true;
	}
}

/* What only the verb rom has; the rest is as in take(). */
static bool take_of_rom(struct igd_options *options, int letter, const char *argument)
{
	switch (letter) {
	case 'o':
		options->output = argument;
		return *argument != '\0';
	case OPTION_ADD:
		igd_words_add(&options->add, argument);
		return *argument != '\0';
	case OPTION_EXTRACT:
		options->extract = argument;
		return *argument != '\0';
	case OPTION_BUILD:
		options->is_building = true;
		return true;
	case OPTION_FORCE:
		options->is_forced = true;
		return true;
	default:
		return take_of_up(options, letter, argument);
	}
}

static bool parse_limit(struct igd_options *options, const char *text)
{
	uint64_t limit;

	if (igd_parse_u64(text, 10, &limit) < 0 || limit < 1000 || limit > (1u << 24))
		return false;
	options->limit = (size_t)limit;
	return true;
}

/* What only the verbs report and triage have; the rest is rom's. */
static bool take_of_report(struct igd_options *options, int letter, const char *argument)
{
	switch (letter) {
	case OPTION_FORUM:
		options->forum = argument;
		return *argument != '\0';
	case OPTION_LIMIT:
		return parse_limit(options, argument);
	case OPTION_MAP:
		options->map = argument;
		return *argument != '\0';
	case OPTION_PREVIEW:
		options->is_preview = true;
		return true;
	case OPTION_NO_REDACT:
		options->is_unredacted = true;
		return true;
	case OPTION_TOTALS:
		options->is_adding_up = true;
		return true;
	default:
		return take_of_rom(options, letter, argument);
	}
}

/* What only the verbs fix and undo have; the rest is others'. */
static bool take_of_fix(struct igd_options *options, int letter, const char *argument)
{
	switch (letter) {
	case OPTION_PLAN:
		options->plan_to = argument;
		return *argument != '\0';
	case OPTION_APPLY:
		options->plan_from = argument;
		return *argument != '\0';
	case OPTION_DRY_RUN:
		options->is_dry_run = true;
		return true;
	case OPTION_YES:
		options->is_agreed = true;
		return true;
	case OPTION_HEADLESS_OK:
		options->is_headless_ok = true;
		return true;
	case OPTION_NO_TRIAL:
		options->has_no_trial = true;
		return true;
	case OPTION_RESUME:
		options->is_resuming = true;
		return true;
	case OPTION_LIST:
		options->is_listing = true;
		return true;
	default:
		return take_of_report(options, letter, argument);
	}
}

bool igd_option_take(struct igd_options *options, int letter, const char *argument)
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
		igd_words_add(&options->plugin_dirs, argument);
		return *argument != '\0';
	case OPTION_SYMPTOM_DIR:
		igd_words_add(&options->symptom_dirs, argument);
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
	case OPTION_ASK_GUEST:
		options->may_ask_guest = true;
		return true;
	case OPTION_VM_ADDRESS:
		options->vm_address = argument;
		return *argument != '\0';
	case 'v':
		options->is_verbose = true;
		return true;
	case 'q':
		options->is_quiet = true;
		return true;
	default:
		return take_of_fix(options, letter, argument);
	}
}
