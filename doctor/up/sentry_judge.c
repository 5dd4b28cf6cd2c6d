// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sentry_judge - a line held against the catalogue, and weighed with what came before
 *
 * A symptom that depends on another line is open until that line comes: then it is told again, as fatal. (The verb log
 * has the whole log before it; facts/log/log_scan.c.)
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/pool.h"
#include "facts/log/log_address.h"
#include "facts/log/needles.h"
#include "up/sentry_private.h"

/* In a second: of lines that nobody knows, and of each symptom. */
#define PLAIN_LIMIT 50u
#define SYMPTOM_LIMIT 4u
#define SECOND_MS 1000u
#define MAX_TEXT 1000

/* QEMU's log holds libvirt's own lines as well, and an error of libvirt's has QEMU's words in it. */
static const unsigned places[] = {
	[IGD_SENTRY_LIBVIRT] = 1u << IGD_LOG_OF_LIBVIRT | 1u << IGD_LOG_OF_QEMU,
	[IGD_SENTRY_QEMU] = 1u << IGD_LOG_OF_QEMU | 1u << IGD_LOG_OF_LIBVIRT,
	[IGD_SENTRY_KERNEL] = 1u << IGD_LOG_OF_KERNEL,
	[IGD_SENTRY_FIRMWARE] = 1u << IGD_LOG_OF_FIRMWARE,
};

struct line {
	enum igd_sentry_ear ear;
	const char *text;
	size_t size;
};

static void keep_last(struct igd_sentry_rate *rate, const char *text, size_t size)
{
	free(rate->last);
	rate->last = igd_strndup(text, size);
}

bool igd_sentry_may_pass(
	struct igd_sentry_rate *rate, unsigned limit, const char *text, size_t size)
{
	uint64_t now = igd_now_ms();

	if (!rate->held && now - rate->since >= SECOND_MS) {
		rate->since = now;
		rate->passed = 0;
	}
	if (!rate->held && rate->passed < limit) {
		rate->passed++;
		return true;
	}
	rate->held++;
	keep_last(rate, text, size);
	return false;
}

/* What is held, if its second is over; 0: nothing. */
static size_t let_go(struct igd_sentry_rate *rate)
{
	uint64_t now = igd_now_ms();
	size_t held = rate->held;

	if (!held || now - rate->since < SECOND_MS)
		return 0;
	rate->since = now;
	rate->passed = 1;
	rate->held = 0;
	return held;
}

/* "0000:01:00.0" at this place: how the kernel names a function (drivers/pci/probe.c pci_setup_device()). */
static bool is_function(const char *at, const char *end)
{
	static const char form[] = "hhhh:hh:hh.h";
	size_t i;

	if ((size_t)(end - at) < sizeof(form) - 1)
		return false;
	for (i = 0; form[i]; i++) {
		if (form[i] == 'h' ? !isxdigit((unsigned char)at[i]) : at[i] != form[i])
			return false;
	}
	return true;
}

/* The kernel's log is the whole machine's: whether a line of it is about another device than the iGPU. */
static bool is_of_another(const struct igd_sentry *sentry, const struct line *line)
{
	const char *at, *end = line->text + line->size;

	for (at = line->text; line->ear == IGD_SENTRY_KERNEL && at < end; at++) {
		if (is_function(at, end))
			return strncasecmp(at, sentry->igpu, strlen(sentry->igpu)) != 0;
	}
	return false;
}

static size_t place_of(const struct igd_sentry *sentry, const struct igd_symptom *symptom)
{
	return (size_t)(symptom - sentry->symptoms->list);
}

/* With what has been heard up to now. */
static enum igd_sentry_weight weigh(
	const struct igd_sentry *sentry, const struct igd_symptom *symptom)
{
	const struct igd_symptom *other;
	char **id;

	if (symptom->verdict == IGD_SYMPTOM_HARMLESS)
		return IGD_SENTRY_HARMLESS;
	if (symptom->verdict == IGD_SYMPTOM_FATAL)
		return IGD_SENTRY_FATAL;
	for (id = symptom->fatal_with; id && *id; id++) {
		other = igd_symptoms_find(sentry->symptoms, *id);
		if (other && sentry->cases[place_of(sentry, other)].count)
			return IGD_SENTRY_FATAL;
	}
	if (!symptom->harmless_up_to)
		return IGD_SENTRY_OPEN;
	return sentry->cases[place_of(sentry, symptom)].count <= symptom->harmless_up_to
		       ? IGD_SENTRY_HARMLESS
		       : IGD_SENTRY_FATAL;
}

static enum igd_sentry_weight weigh_line(
	const struct igd_sentry *sentry, const struct igd_symptom *symptom, const struct line *line)
{
	enum igd_sentry_weight weight = weigh(sentry, symptom);

	if (weight == IGD_SENTRY_FATAL && is_of_another(sentry, line))
		return IGD_SENTRY_OPEN;
	return weight;
}

static void mark(void *context, size_t needle)
{
	struct igd_sentry *sentry = context;

	sentry->is_candidate[sentry->symptoms->symptom_of[needle]] = true;
}

/* Leaves a mark at each symptom that the line shows, DMA faults among them. */
static void find(struct igd_sentry *sentry, const struct line *line)
{
	const struct igd_symptom *symptom = sentry->symptoms->list;
	size_t i;

	memset(sentry->is_candidate, 0, sentry->symptoms->count);
	igd_needles_each(sentry->symptoms->needles, line->text, line->size, mark, sentry);
	for (i = 0; i < sentry->symptoms->count; i++, symptom++)
		sentry->is_candidate[i] = sentry->is_candidate[i] &&
					  (symptom->where & places[line->ear]) &&
					  igd_symptom_matches(symptom, line->text, line->size);
}

/* The gravest of those that are marked, DMA faults apart. */
static const struct igd_symptom *gravest(
	const struct igd_sentry *sentry, const struct line *line, enum igd_sentry_weight *ret)
{
	const struct igd_symptom *found = NULL, *symptom = sentry->symptoms->list;
	enum igd_sentry_weight weight;
	size_t i;

	for (i = 0; i < sentry->symptoms->count; i++, symptom++) {
		if (!sentry->is_candidate[i] || symptom->faults != IGD_FAULTS_NONE)
			continue;
		weight = weigh_line(sentry, symptom, line);
		if (found && weight <= *ret)
			continue;
		found = symptom;
		*ret = weight;
	}
	return found;
}

/* Counts what is marked; whether there are DMA faults among it. */
static bool count(struct igd_sentry *sentry, const struct line *line)
{
	bool has_faults = false;
	size_t i;

	for (i = 0; i < sentry->symptoms->count; i++) {
		struct igd_sentry_case *one = &sentry->cases[i];

		if (!sentry->is_candidate[i])
			continue;
		has_faults = has_faults || sentry->symptoms->list[i].faults != IGD_FAULTS_NONE;
		if (!one->count++) {
			one->first = igd_strndup(line->text, line->size);
			one->ear = line->ear;
		}
	}
	return has_faults;
}

static void add(struct igd_sentry *sentry, const struct igd_symptom *symptom,
	enum igd_sentry_weight weight, const struct line *line)
{
	struct igd_sentry_event event = {
		.ear = line->ear, .weight = weight, .symptom = symptom, .count = 1
	};

	igd_sentry_add(sentry, &event, line->text, line->size);
}

/* What has become fatal by this line, which is not told of them. */
static void tell_turned(struct igd_sentry *sentry)
{
	const struct igd_symptom *symptom = sentry->symptoms->list;
	size_t i;

	for (i = 0; i < sentry->symptoms->count; i++, symptom++) {
		struct igd_sentry_case *one = &sentry->cases[i];
		struct line first = { one->ear, one->first, one->first ? strlen(one->first) : 0 };

		if (!symptom->fatal_with || !one->count || one->is_fatal ||
			sentry->is_candidate[i] ||
			weigh_line(sentry, symptom, &first) != IGD_SENTRY_FATAL)
			continue;
		one->is_fatal = true;
		add(sentry, symptom, IGD_SENTRY_FATAL, &first);
	}
}

void igd_sentry_judge(struct igd_sentry *sentry, enum igd_sentry_ear ear, const char *text,
	size_t size, double seconds)
{
	struct line line = { ear, text, size };
	const struct igd_symptom *symptom;
	enum igd_sentry_weight weight = IGD_SENTRY_PLAIN;
	struct igd_sentry_case *one;

	find(sentry, &line);
	if (count(sentry, &line)) {
		igd_sentry_take_fault(sentry, text, size, seconds);
		return;
	}
	symptom = gravest(sentry, &line, &weight);
	if (!symptom) {
		if (igd_sentry_may_pass(&sentry->plain[ear], PLAIN_LIMIT, text, size))
			add(sentry, NULL, weight, &line);
		return;
	}
	tell_turned(sentry);
	one = &sentry->cases[place_of(sentry, symptom)];
	/* That a symptom has turned fatal is not held back. */
	if ((weight == IGD_SENTRY_FATAL && !one->is_fatal) ||
		igd_sentry_may_pass(&one->rate, SYMPTOM_LIMIT, text, size))
		add(sentry, symptom, weight, &line);
	one->is_fatal = one->is_fatal || weight == IGD_SENTRY_FATAL;
}

static void flush_case(
	struct igd_sentry *sentry, struct igd_sentry_case *one, const struct igd_symptom *symptom)
{
	struct line line = { one->ear, one->rate.last,
		one->rate.last ? strlen(one->rate.last) : 0 };
	struct igd_sentry_event event = {
		.ear = one->ear, .symptom = symptom, .count = let_go(&one->rate)
	};

	if (!event.count)
		return;
	event.weight = weigh_line(sentry, symptom, &line);
	igd_sentry_add(sentry, &event, line.text, line.size);
}

void igd_sentry_flush_cases(struct igd_sentry *sentry)
{
	size_t i;

	for (i = 0; i < sentry->symptoms->count; i++) {
		if (sentry->cases[i].rate.held)
			flush_case(sentry, &sentry->cases[i], &sentry->symptoms->list[i]);
	}
	for (i = 0; i < IGD_SENTRY_EAR_COUNT; i++) {
		struct igd_sentry_event event = { .ear = (enum igd_sentry_ear)i,
			.count = let_go(&sentry->plain[i]) };
		IGD_AUTOFREE char *text = NULL;

		if (!event.count)
			continue;
		text = igd_printf("%zu more lines", event.count);
		igd_sentry_add(sentry, &event, text, strlen(text));
	}
}

static char *fill(
	const struct igd_symptom *symptom, const char *words, const char *text, size_t size)
{
	IGD_AUTOFREE char *filled = igd_symptom_fill(symptom, words, text, size);

	return igd_printable(filled, strlen(filled), SIZE_MAX - 8);
}

/* The cause, and of an address that could not be mapped how wide it is. */
static char *cause_of(const struct igd_symptom *symptom, const char *text, size_t size)
{
	IGD_AUTOFREE char *cause = fill(symptom, symptom->cause, text, size);
	IGD_AUTOFREE char *address = igd_log_address_text(symptom, text, size, 0);

	return address ? igd_printf("%s %s", cause, address) : IGD_TAKE_PTR(cause);
}

static void fill_event(
	struct igd_sentry *sentry, struct igd_sentry_event *event, const char *text, size_t size)
{
	event->seconds = (double)(igd_now_ms() - sentry->posted) / 1000.0;
	event->text = igd_printable(text, size, MAX_TEXT);
	if (!event->symptom)
		return;
	event->cause = cause_of(event->symptom, text, size);
	event->remedy = fill(event->symptom, event->symptom->remedy, text, size);
}

void igd_sentry_add(struct igd_sentry *sentry, const struct igd_sentry_event *event,
	const char *text, size_t size)
{
	sentry->events = igd_regrow(sentry->events, sentry->count + 1, sizeof(*sentry->events));
	sentry->events[sentry->count] = *event;
	fill_event(sentry, &sentry->events[sentry->count++], text, size);
}

/* The next line of a text; false behind the last. */
static bool next_line(const char **at, struct line *ret)
{
	if (!**at)
		return false;
	ret->text = *at;
	ret->size = strcspn(*at, "\n");
	*at += ret->size + (ret->text[ret->size] == '\n');
	if (ret->size > IGD_SENTRY_MAX_LINE)
		ret->size = IGD_SENTRY_MAX_LINE;
	return true;
}

bool igd_sentry_name(struct igd_sentry *sentry, enum igd_sentry_ear ear, const char *text,
	struct igd_sentry_event *ret)
{
	struct line line = { ear, NULL, 0 }, best = { 0 };
	struct igd_sentry_event event = { .ear = ear, .count = 1 };
	enum igd_sentry_weight weight = IGD_SENTRY_PLAIN;
	const struct igd_symptom *symptom;
	const char *at;

	for (at = text; next_line(&at, &line);) {
		find(sentry, &line);
		count(sentry, &line);
	}
	/* Only now is it known which of them make others fatal. */
	for (at = text; next_line(&at, &line);) {
		find(sentry, &line);
		symptom = gravest(sentry, &line, &weight);
		if (!symptom || (event.symptom && weight <= event.weight))
			continue;
		event.symptom = symptom;
		event.weight = weight;
		best = line;
	}
	if (!event.symptom)
		return false;
	fill_event(sentry, &event, best.text, best.size);
	*ret = event;
	return true;
}
