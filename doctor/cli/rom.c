// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom - the verb: what option ROMs are, and whether they fit an iGPU
 *
 * The iGPU is the one that is named, or the host's. No check is run and no plugin loaded. A ROM that is built is
 * judged like any other.
 */
#include "cli/rom.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/session.h"
#include "facts/firmware/rom_fit.h"
#include "facts/host/igpu.h"

/* Of how many files that are no ROMs it is said what they are: they are read for it, and kept in mind. */
#define NAMES 3
#define NAMES_VERBOSE 100

/* A row, and what it is sorted by. */
struct judged {
	struct igd_rom_row row;
	uint64_t rank;
	size_t place; /* in which it came */
};

struct judging {
	uint16_t device;
	struct judged *judged;
	size_t count, room;
};

static void take(void *context, const char *name, const uint8_t *bytes, size_t size)
{
	struct judging *judging = context;
	struct judged *judged;
	struct igd_rom_fit fit = { 0 };
	struct igd_rom rom;
	bool is_rom = igd_rom_parse(bytes, size, &rom);

	if (is_rom)
		igd_rom_judge(&rom, judging->device, &fit);
	if (judging->count == judging->room) {
		judging->room = judging->room ? 2 * judging->room : 16;
		judging->judged =
			igd_regrow(judging->judged, judging->room, sizeof(*judging->judged));
	}
	judged = &judging->judged[judging->count];
	*judged = (struct judged){ .row.file = igd_strdup(name), .place = judging->count++ };
	judged->rank = igd_rom_fit_rank(&rom, is_rom ? &fit : NULL);
	igd_rom_row_fill(&judged->row, &rom, is_rom ? &fit : NULL, judging->device != 0);
	igd_rom_fit_done(&fit);
	igd_rom_done(&rom);
}

static int compare(const void *a, const void *b)
{
	const struct judged *left = a, *right = b;

	if (left->rank != right->rank)
		return left->rank < right->rank ? -1 : 1;
	return left->place < right->place ? -1 : left->place > right->place;
}

/* Best first, into the report. */
static void sort(struct judging *judging, struct igd_rom_report *report)
{
	size_t i;

	if (judging->count)
		qsort(judging->judged, judging->count, sizeof(*judging->judged), compare);
	report->rows = igd_regrow(NULL, judging->count + 1, sizeof(*report->rows));
	for (i = 0; i < judging->count; i++)
		report->rows[report->row_count++] = judging->judged[i].row;
	free(judging->judged);
}

static void name_device(struct igd_rom_report *report, uint16_t device, const char *source)
{
	const struct igd_igpu_model *model = igd_igpu_model(device);
	const char *processors = model ? igd_rom_processors(model->platform) : NULL;

	report->device_source = source;
	report->device = igd_printf("8086:%04x", device);
	if (!model)
		report->device_name = igd_strdup("a device that is none of the known iGPUs");
	else
		report->device_name = igd_printf("%s%s%s%s%s%s", model->name ? model->name : "",
			model->name ? ", " : "", model->platform, processors ? " (" : "",
			processors ? processors : "", processors ? ")" : "");
}

/* The iGPU that was named, else the host's; *ret is 0 for none. Returns the exit status if it fails. */
static int find_device(
	const struct igd_options *options, struct igd_rom_report *report, uint16_t *ret)
{
	struct igd_source *source;
	struct igd_host *host;
	const struct igd_igpu *igpu;
	struct igd_error error = { 0 };

	*ret = options->device;
	if (*ret) {
		name_device(report, *ret, "option");
		return IGD_EXIT_OK;
	}
	source = options->from ? igd_source_recorded(options->from, &error) : igd_source_live();
	if (!source)
		return igd_complain(IGD_EXIT_DATA, "%s", error.message);
	host = igd_host_new(source);
	igpu = igd_igpu_get(host);
	if (igpu) {
		*ret = igpu->device;
		name_device(report, *ret, options->from ? "recording" : "host");
	}
	igd_host_free(host);
	return IGD_EXIT_OK;
}

/* What could not be read, where the report does not say so. */
static void complain_of_failures(const struct igd_rom_report *report)
{
	size_t i;

	for (i = 0; i < report->failure_count; i++)
		igd_complain(
			IGD_EXIT_DATA, "%s: %s", report->failures[i].file, report->failures[i].why);
}

/* That of the best one; without any ROM, why there is none. */
static int exit_status(const struct igd_rom_report *report)
{
	static const enum igd_exit exits[] = {
		[IGD_ROM_FITS] = IGD_EXIT_OK,
		[IGD_ROM_UNKNOWN] = IGD_EXIT_UNKNOWN,
		[IGD_ROM_FITS_NOT] = IGD_EXIT_BLOCKED,
		[IGD_ROM_IS_NONE] = IGD_EXIT_DATA,
	};
	size_t i;

	if (report->row_count)
		return (int)exits[report->rows[0].answer];
	for (i = 0; i < report->failure_count; i++)
		if (report->failures[i].error == EACCES || report->failures[i].error == EPERM)
			return IGD_EXIT_PERMISSION;
	return IGD_EXIT_DATA;
}

static int complain_of_options(const struct igd_options *options)
{
	bool is_making = options->is_building || options->extract;

	if (options->is_building && options->extract)
		return igd_complain(IGD_EXIT_USAGE, "rom either builds or extracts");
	if ((!is_making && (options->output || options->is_forced)) ||
		(!options->is_building && options->add.count))
		return igd_complain(IGD_EXIT_USAGE,
			"--add is for rom --build, --output and --force for that or --extract");
	if (options->extract && options->arguments.count)
		return igd_complain(IGD_EXIT_USAGE, "rom --extract takes one FIRMWARE");
	if (!is_making && !options->arguments.count)
		return igd_complain(IGD_EXIT_USAGE, "rom takes FILE...");
	if (options->is_building && options->arguments.count)
		return igd_complain(IGD_EXIT_USAGE, "rom --build takes no FILE but --output FILE");
	if (options->is_building && !options->output)
		return igd_complain(IGD_EXIT_USAGE, "rom --build needs --output FILE");
	return IGD_EXIT_OK;
}

#define UNTRIED                                                                                    \
	"It has been tried in virtual machines with an emulated iGPU, not yet on real hardware: "  \
	"please report how it goes."

static int build(const struct igd_options *options, uint16_t device, bool is_told)
{
	int status = igd_rom_build(options, device);

	if (status == IGD_EXIT_OK && is_told)
		printf("Wrote %s. " UNTRIED "\n\n", options->output);
	return status;
}

/* All that comes before files are judged. */
static int prepare(const struct igd_options *options, struct igd_rom_report *report, uint16_t *ret,
	bool is_told)
{
	int status = complain_of_options(options);

	if (status == IGD_EXIT_OK)
		status = find_device(options, report, ret);
	if (status == IGD_EXIT_OK && options->is_building)
		status = build(options, *ret, is_told);
	return status;
}

int igd_verb_rom(const struct igd_options *options)
{
	IGD_CLEANUP(igd_rom_report_done)
	struct igd_rom_report report = { .device_source = "none" };
	struct igd_report_style style = igd_options_style(options);
	struct judging judging = { 0 };
	struct igd_rom_files files = { .take = take,
		.context = &judging,
		.report = &report,
		.names = style.is_verbose ? NAMES_VERBOSE : NAMES };
	bool is_json = strcmp(options->format, "json") == 0, is_told;
	int status = prepare(options, &report, &judging.device, !is_json && !style.is_quiet);
	size_t i;

	if (status != IGD_EXIT_OK)
		return status;
	if (options->extract)
		return igd_rom_extract(options, judging.device);
	if (options->is_building)
		igd_rom_files_visit(&files, options->output);
	for (i = 0; i < options->arguments.count; i++)
		igd_rom_files_visit(&files, options->arguments.words[i]);
	free(files.buffer);
	sort(&judging, &report);
	is_json = strcmp(options->format, "json") == 0;
	is_told = !is_json && (report.row_count || !report.failure_count);
	if (is_json)
		igd_rom_report_json(&report, &style, stdout);
	if (is_told)
		igd_rom_report_text(&report, &style, stdout);
	if (!is_told || style.is_quiet)
		complain_of_failures(&report);
	return exit_status(&report);
}
