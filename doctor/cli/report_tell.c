// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_tell - what a person is told of a report: what is in it, what was replaced, what was left out
 */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/report.h"
#include "reports/json_value.h"
#include "reports/page.h"

void igd_report_stage(const struct igd_report *report, const char *what)
{
	if (report->options->is_quiet || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r%-40s%s", what ? what : "", what ? "" : "\r");
	fflush(stderr);
}

/* "512 bytes", "48 KiB", "1.4 MiB" */
static char *size_words(size_t size)
{
	if (size < 1024)
		return igd_printf("%zu byte%s", size, size == 1 ? "" : "s");
	if (size < (size_t)1 << 20)
		return igd_printf("%zu KiB", (size + 512) >> 10);
	return igd_printf("%.1f MiB", (double)size / (1 << 20));
}

/* "3 MAC addresses, 1 user name" as far as there are any; "" for none. */
static char *places_words(const size_t places[IGD_PRIVATE_COUNT])
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t kind;

	igd_text_add(&text, "", 0);
	for (kind = 0; kind < IGD_PRIVATE_COUNT; kind++) {
		if (places[kind])
			igd_text_printf(&text, "%s%s: %zu", text.size ? ", " : "",
				igd_private_name((enum igd_private)kind), places[kind]);
	}
	return IGD_TAKE_PTR(text.text);
}

struct adding {
	struct igd_page *page;
	const struct igd_report *report;
	size_t members, bytes;
};

static int add_up(void *context, const struct igd_bundle_member *member)
{
	struct adding *adding = context;

	adding->members++;
	adding->bytes += member->size;
	return 0;
}

static void say(struct igd_page *page, size_t hang, const char *text)
{
	igd_page_begin(page, hang ? 2 : 0, hang ? 4 : 0);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

static void tell_replaced(struct igd_page *page, const struct igd_report *report)
{
	struct igd_redactor_count count;
	bool is_any = false;
	size_t kind;

	if (!report->redactor) {
		say(page, 0,
			"Nothing was replaced (`--no-redact`): it holds names, addresses and serial "
			"numbers. Do not publish it.");
		return;
	}
	for (kind = 0; kind < IGD_PRIVATE_COUNT; kind++) {
		IGD_AUTOFREE char *line = NULL;

		count = igd_redactor_count(report->redactor, (enum igd_private)kind);
		if (!count.places)
			continue;
		if (!is_any)
			say(page, 0, "Replaced by stand-ins, the same everywhere in it:");
		is_any = true;
		line = igd_printf("%s: %zu, in %zu place%s",
			igd_private_name((enum igd_private)kind), count.values, count.places,
			count.places == 1 ? "" : "s");
		say(page, 2, line);
	}
	if (!is_any)
		say(page, 0, "Nothing private was found in it, so nothing was replaced.");
}

static void tell_left_out(struct igd_page *page, const struct igd_report *report)
{
	size_t i;

	if (report->left_out_count)
		say(page, 0, "Left out:");
	for (i = 0; i < report->left_out_count; i++) {
		IGD_AUTOFREE char *line =
			igd_printf("%s: %s", report->left_out[i].path, report->left_out[i].why);

		say(page, 2, line);
	}
}

static void tell_differs(struct igd_page *page, const struct igd_report *report)
{
	size_t i;

	if (report->differ_count)
		say(page, 0,
			"Without what was taken out these checks say something else than on the machine; the "
			"report says so:");
	for (i = 0; i < report->differ_count; i++) {
		IGD_AUTOFREE char *line =
			igd_printf("%s: %s here, %s in the report", report->differs[i].id,
				report->differs[i].live, report->differs[i].redacted);

		say(page, 2, line);
	}
}

static void tell_contents(struct igd_page *page, const struct igd_report *report,
	const struct igd_report_written *written)
{
	struct adding adding = { 0 };
	IGD_AUTOFREE char *unpacked = NULL, *packed = NULL, *line = NULL;

	igd_bundle_each(&report->bundle, add_up, &adding);
	unpacked = size_words(adding.bytes);
	packed = written ? size_words(written->size) : NULL;
	line = igd_printf("%zu files of evidence, %s (%s unpacked), and report.html, report.md and "
			  "findings.json, which say what they mean.",
		adding.members - 1 - IGD_REPORT_MEMBERS, packed ? packed : "not packed", unpacked);
	say(page, 0, line);
}

void igd_report_tell(
	const struct igd_report *report, const struct igd_report_written *written, FILE *out)
{
	struct igd_report_style style = igd_report_style_for(out, report->options->color);
	IGD_AUTOFREE char *head = igd_printf("Wrote %s", written->path), *map = NULL,
			  *replay = NULL;
	struct igd_page page;

	igd_page_init(&page, &style, out);
	igd_page_begin(&page, 0, 0);
	igd_page_add(&page, IGD_INK_BOLD, head);
	igd_page_end(&page);
	tell_contents(&page, report, written);
	igd_page_blank(&page);
	tell_replaced(&page, report);
	tell_left_out(&page, report);
	tell_differs(&page, report);
	igd_page_blank(&page);
	if (written->map) {
		map = igd_printf(
			"What stands for what is in `%s`, readable by you only: keep it, and do not "
			"publish it.",
			written->map);
		say(&page, 0, map);
	}
	replay = igd_printf("Anybody can replay it: `igd-doctor --from %s`", written->path);
	say(&page, 0, replay);
	say(&page, 0,
		"Read it before you publish it: `igd-doctor report --preview` shows what is in it.");
}

static const struct igd_report_places *places_of(
	const struct igd_report *report, const char *member)
{
	const char *path = igd_starts_with(member, "host/") ? member + strlen("host") : "";
	size_t i;

	for (i = 0; i < report->place_count; i++) {
		if (strcmp(report->places[i].path, path) == 0)
			return &report->places[i];
	}
	return NULL;
}

static int show_member(void *context, const struct igd_bundle_member *member)
{
	struct adding *adding = context;
	const struct igd_report_places *places = places_of(adding->report, member->name);
	IGD_AUTOFREE char *size = size_words(member->size);
	IGD_AUTOFREE char *words = places ? places_words(places->places) : igd_strdup("");
	IGD_AUTOFREE char *line =
		igd_printf("%10s  %s%s%s", size, member->name, *words ? "  " : "", words);

	igd_page_verbatim(adding->page, IGD_INK_PLAIN, 0, line, strlen(line));
	return 0;
}

void igd_report_preview(const struct igd_report *report, FILE *out)
{
	struct igd_report_style style = igd_report_style_for(out, report->options->color);
	struct igd_page page;
	struct adding adding = { &page, report, 0, 0 };

	igd_page_init(&page, &style, out);
	say(&page, 0, "Nothing is written. This would be in the report:");
	igd_page_blank(&page);
	igd_bundle_each(&report->bundle, show_member, &adding);
	igd_page_blank(&page);
	tell_replaced(&page, report);
	tell_left_out(&page, report);
	tell_differs(&page, report);
	igd_page_section(&page, "report.md");
	fwrite(report->members[1].bytes, 1, report->members[1].size, out);
}

static int take_manifest(void *context, const struct igd_bundle_member *member)
{
	cJSON **ret = context;

	*ret = cJSON_ParseWithLength(member->bytes, member->size);
	return 1;
}

void igd_report_tell_json(
	const struct igd_report *report, const struct igd_report_written *written, FILE *out)
{
	cJSON *manifest = NULL;

	igd_bundle_each(&report->bundle, take_manifest, &manifest);
	igd_json_add_text(manifest, "file", written ? written->path : NULL);
	igd_json_add_text(manifest, "map", written ? written->map : NULL);
	if (written) {
		igd_json_add_number(manifest, "size", written->size);
		igd_json_add_text(manifest, "sha256", written->hash);
	}
	igd_json_print(manifest, out);
}
