// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_tell - a run for people: a line for each stage, what was heard, and what it has come to
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/up_private.h"
#include "facts/log/symptom.h"
#include "reports/page.h"

/* Sunshine's ports, counted from that of HTTP (LizardByte/Sunshine src/nvhttp.h, confighttp.h, stream.h). */
#define HTTP_PORT 47989u
#define WEB_PAGE 1u
#define FIRST_UDP 9u
#define LAST_UDP 11u

static const enum igd_mark marks[] = { [IGD_UP_BEGUN] = IGD_MARK_WAITING,
	[IGD_UP_OK] = IGD_MARK_PASS,
	[IGD_UP_SKIPPED] = IGD_MARK_NA,
	[IGD_UP_UNSURE] = IGD_MARK_UNKNOWN,
	[IGD_UP_FAILED] = IGD_MARK_BLOCKER };

static bool is_live(const struct igd_options *options)
{
	return !options->is_quiet && strcmp(options->format, "json") != 0 && isatty(STDERR_FILENO);
}

/* The line that igd_up_tick() draws gives way to what stays. */
static void wipe(const struct igd_options *options)
{
	if (is_live(options))
		fprintf(stderr, "\r%-60s\r", "");
}

void igd_up_tick(
	void *context, const struct igd_up_request *request, const struct igd_up_result *result)
{
	(void)request;
	if (!is_live(context))
		return;
	fprintf(stderr, "\r    %-10s %6.1f s", igd_up_stage_name(result->stage),
		result->seconds[result->stage]);
	fflush(stderr);
}

static void paragraph(struct igd_page *page, size_t indent, size_t hang, const char *text)
{
	igd_page_begin(page, indent, hang);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

static void print_stage(
	struct igd_page *page, const struct igd_up_result *result, enum igd_up_state state)
{
	const char *text = result->texts[result->stage];
	size_t width = igd_page_mark_width(page);
	IGD_AUTOFREE char *seconds = igd_printf("%.1f s", result->seconds[result->stage]);

	igd_page_begin(page, 0, width + 20);
	igd_page_mark(page, marks[state]);
	igd_page_add(page, IGD_INK_BOLD, igd_up_stage_name(result->stage));
	igd_page_tab(page, width + 11);
	igd_page_add(page, IGD_INK_PLAIN, seconds);
	igd_page_tab(page, width + 20);
	igd_page_add(page, IGD_INK_PLAIN, text ? text : igd_up_state_name(state));
	igd_page_end(page);
}

static void print_symptom(struct igd_page *page, const struct igd_sentry_event *event)
{
	static const enum igd_mark weights[] = { [IGD_SENTRY_PLAIN] = IGD_MARK_HINT,
		[IGD_SENTRY_HARMLESS] = IGD_MARK_HINT,
		[IGD_SENTRY_OPEN] = IGD_MARK_DEGRADED,
		[IGD_SENTRY_FATAL] = IGD_MARK_BLOCKER };
	IGD_AUTOFREE char *text =
		igd_printf("%s %s: %s (%s)", event->symptom->id, igd_sentry_ear_name(event->ear),
			event->symptom->title, igd_sentry_weight_name(event->weight));
	size_t width = igd_page_mark_width(page);

	igd_page_begin(page, width, 2 * width);
	igd_page_mark(page, weights[event->weight]);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

/* A text with a line for each thing, under a title. */
static void print_lines(struct igd_page *page, const char *title, const char *text)
{
	if (!text)
		return;
	igd_page_section(page, title);
	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		IGD_AUTOFREE char *line = igd_strndup(text, strcspn(text, "\n"));

		paragraph(page, 2, 4, line);
	}
}

static void print_labelled(struct igd_page *page, const char *label, const char *text)
{
	if (!text)
		return;
	igd_page_begin(page, 2, 10);
	igd_page_add(page, IGD_INK_PLAIN, label);
	igd_page_tab(page, 10);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

static void print_failure(struct igd_page *page, const struct igd_up_result *result)
{
	IGD_AUTOFREE char *title = igd_printf("STOPPED AT %s%s%s", igd_up_stage_name(result->stage),
		result->id ? ": " : "", result->id ? result->id : "");

	if (result->is_interrupted) {
		igd_page_section(page, "INTERRUPTED");
	} else {
		igd_page_section(page, title);
		print_labelled(page, "where", result->where);
		print_labelled(page, "found", result->what);
		print_labelled(page, "do", result->remedy);
	}
	print_lines(page, "PUT BACK", result->given_back);
	print_lines(page, "NOT PUT BACK", result->left);
	if (!result->given_back && !result->left) {
		igd_page_blank(page);
		paragraph(page, 0, 0, "Nothing was changed.");
	}
}

/* An IPv6 address stands in brackets where a port follows. */
static char *with_port(const char *address, unsigned port)
{
	bool has_colon = strchr(address, ':') != NULL;

	return igd_printf("%s%s%s:%u", has_colon ? "[" : "", address, has_colon ? "]" : "", port);
}

/* What Moonlight is told: the address alone, where Sunshine is at its usual port. */
static char *for_moonlight(const char *address, unsigned port)
{
	return port == HTTP_PORT ? igd_strdup(address) : with_port(address, port);
}

static void print_address(struct igd_page *page, const char *address, unsigned port)
{
	IGD_AUTOFREE char *moonlight = for_moonlight(address, port);
	IGD_AUTOFREE char *web = with_port(address, port + WEB_PAGE);
	IGD_AUTOFREE char *pair = igd_printf(
		"In Moonlight: Add PC, %s; then pair: type the PIN that Moonlight shows into https://%s "
		"(the browser does not know its certificate: that is normal).",
		moonlight, web);
	IGD_AUTOFREE char *udp = igd_printf(
		"Picture, sound and input go over UDP %u to %u, which Sunshine opens only while it "
		"streams: whether they get through only a try with Moonlight shows.",
		port + FIRST_UDP, port + LAST_UDP);

	paragraph(page, 2, 4, pair);
	paragraph(page, 2, 4, udp);
}

static void print_unsure(struct igd_page *page, const struct igd_up_result *result)
{
	size_t i;

	for (i = 0; i <= (size_t)result->stage; i++) {
		IGD_AUTOFREE char *line = NULL;

		if (result->states[i] != IGD_UP_UNSURE)
			continue;
		line = igd_printf("Not seen: %s: %s.", igd_up_stage_name((enum igd_up_stage)i),
			result->texts[i] ? result->texts[i] : "it could not be told");
		paragraph(page, 2, 4, line);
	}
}

static void print_done(struct igd_page *page, const struct igd_up_result *result)
{
	igd_page_section(page, result->stage == IGD_UP_STREAM ? "UP" : "DONE");
	print_unsure(page, result);
	if (result->stage != IGD_UP_STREAM)
		return;
	if (result->address)
		print_address(page, result->address, result->port ? result->port : HTTP_PORT);
	else
		paragraph(page, 2, 4,
			"The VM runs. Where it is in the network was not found out: `--vm-address ADDRESS` "
			"says it.");
}

static void print_end(struct igd_page *page, const struct igd_up_result *result)
{
	if (result->is_done)
		print_done(page, result);
	else
		print_failure(page, result);
	if (result->is_done) {
		print_lines(page, "PUT BACK", result->given_back);
		print_lines(page, "NOT PUT BACK", result->left);
	}
}

/* With --quiet only what it has come to, in a line. */
static void print_quiet(const struct igd_up_result *result)
{
	if (result->is_done)
		printf("up %s\n", result->address ? result->address : "-");
	else
		printf("%s %s %s: %s\n", result->is_interrupted ? "INTERRUPTED" : "FAIL",
			igd_up_stage_name(result->stage), result->id ? result->id : "-",
			result->what ? result->what : "-");
	if (result->left)
		printf("NOT PUT BACK: %s\n", result->left);
}

static void tell_people(const struct igd_options *options, const struct igd_up_result *result,
	enum igd_up_state state)
{
	struct igd_report_style style = igd_options_style(options);
	struct igd_page page;

	wipe(options);
	igd_page_init(&page, &style, stdout);
	if (result->event)
		print_symptom(&page, result->event);
	else if (result->is_over)
		print_end(&page, result);
	else
		print_stage(&page, result, state);
	fflush(stdout);
}

void igd_up_tell(void *context, const struct igd_up_request *request,
	const struct igd_up_result *result, enum igd_up_state state)
{
	const struct igd_options *options = context;

	if (strcmp(options->format, "json") == 0)
		igd_up_tell_json(request, result, state);
	else if (options->is_quiet && result->is_over)
		print_quiet(result);
	else if (!options->is_quiet && (result->event || result->is_over || state != IGD_UP_BEGUN))
		tell_people(options, result, state);
	else if (!options->is_quiet)
		igd_up_tick(context, request, result);
}
