// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_scan - names the symptoms in a log
 */
#include "facts/log/log_scan.h"

#include <stdlib.h>
#include <string.h>

#include "facts/log/log_clean.h"
#include "facts/log/log_faults.h"
#include "facts/log/needles.h"

/* What is read at once. A longer line is taken as several. */
#define BLOCK ((size_t)1 << 18)
/* As much of a line is matched against a pattern; no message of the catalogue is nearly as long. */
#define MAX_LINE ((size_t)4096)

struct igd_log_scan {
	const struct igd_symptoms *symptoms;
	struct igd_log_hit *hits; /* one for each symptom */
	bool *is_candidate;	  /* one for each symptom: a literal of its stands in the line */
	struct igd_log_clean clean;
	struct igd_log_faults *faults;
	char *block; /* of BLOCK + 1: log_clean may hold one byte back */
	size_t size; /* of what stands in it */
	size_t lines, bytes;
};

struct igd_log_scan *igd_log_scan_new(const struct igd_symptoms *symptoms)
{
	struct igd_log_scan *scan = igd_zalloc(sizeof(*scan));
	size_t i;

	scan->symptoms = symptoms;
	scan->hits = igd_zalloc((symptoms->count + 1) * sizeof(*scan->hits));
	scan->is_candidate = igd_zalloc(symptoms->count + 1);
	scan->block = igd_zalloc(BLOCK + 1);
	scan->faults = igd_log_faults_new();
	for (i = 0; i < symptoms->count; i++)
		scan->hits[i].symptom = &symptoms->list[i];
	return scan;
}

static void mark(void *context, size_t needle)
{
	struct igd_log_scan *scan = context;

	scan->is_candidate[scan->symptoms->symptom_of[needle]] = true;
}

/* A line, and the rest of the block behind it: where it goes on if a terminal has cut it. */
struct line {
	const char *text;
	size_t size;
	const char *rest;
	size_t rest_size;
	size_t number;
};

/*
 * The line together with the next one, without what quotes and indents that; empty if there is none. A terminal
 * cuts anywhere, a mail program at a blank, which it takes away.
 */
static void join(const struct line *line, const char *between, struct igd_text *ret)
{
	const char *next = line->rest, *end = next + line->rest_size, *stop;

	while (next < end && (*next == ' ' || *next == '\t' || *next == '>'))
		next++;
	stop = next < end ? memchr(next, '\n', (size_t)(end - next)) : NULL;
	stop = stop ? stop : end;
	if (next == stop)
		return;
	igd_text_add(ret, line->text, line->size);
	igd_text_printf(ret, "%s", between);
	igd_text_add(
		ret, next, (size_t)(stop - next) < MAX_LINE ? (size_t)(stop - next) : MAX_LINE);
}

static bool take_if_matching(struct igd_log_scan *scan, struct igd_log_hit *hit, size_t number,
	const char *text, size_t size)
{
	enum igd_symptom_faults faults = hit->symptom->faults;

	if (!igd_symptom_matches(hit->symptom, text, size))
		return false;
	if (faults != IGD_FAULTS_NONE)
		igd_log_faults_take(scan->faults, number, text, size);
	if (faults == IGD_FAULTS_NONE || faults == IGD_FAULTS_LEFT_OUT)
		igd_log_hit_add(hit, number, text, size);
	return true;
}

static void judge_symptom(
	struct igd_log_scan *scan, struct igd_log_hit *hit, const struct line *line)
{
	static const char *const between[] = { "", " " };
	bool is_done = take_if_matching(scan, hit, line->number, line->text, line->size);
	size_t i;

	for (i = 0; i < sizeof(between) / sizeof(*between) && !is_done; i++) {
		IGD_AUTOTEXT struct igd_text joined = { 0 };

		join(line, between[i], &joined);
		is_done = !joined.size ||
			  take_if_matching(scan, hit, line->number, joined.text, joined.size);
	}
}

static void judge(struct igd_log_scan *scan, const struct line *line)
{
	size_t i;

	memset(scan->is_candidate, 0, scan->symptoms->count);
	igd_needles_each(scan->symptoms->needles, line->text, line->size, mark, scan);
	for (i = 0; i < scan->symptoms->count; i++) {
		if (scan->is_candidate[i])
			judge_symptom(scan, &scan->hits[i], line);
	}
}

static size_t count_lines(const char *from, const char *to)
{
	size_t count = 0;

	while ((from = memchr(from, '\n', (size_t)(to - from)))) {
		count++;
		from++;
	}
	return count;
}

/* The line around a place, at most MAX_LINE bytes of it up to and MAX_LINE behind the place. */
static struct line line_around(const char *block, const char *end, const char *place)
{
	const char *from = memrchr(block, '\n', (size_t)(place - block));
	const char *stop = memchr(place, '\n', (size_t)(end - place));
	struct line line;

	from = from ? from + 1 : block;
	stop = stop ? stop : end;
	line.rest = stop < end ? stop + 1 : end;
	line.rest_size = (size_t)(end - line.rest);
	from = (size_t)(place - from) > MAX_LINE ? place - MAX_LINE : from;
	stop = (size_t)(stop - place) > MAX_LINE ? place + MAX_LINE : stop;
	if (stop > from && stop[-1] == '\r')
		stop--;
	line.text = from;
	line.size = (size_t)(stop - from);
	return line;
}

/* Takes whole lines: the first size bytes of the block. */
static void take(struct igd_log_scan *scan, size_t size)
{
	const char *at = scan->block, *end = at + size, *counted = at;
	struct line line;
	size_t found;

	while ((found = igd_needles_find(scan->symptoms->needles, at, (size_t)(end - at))) <=
		(size_t)(end - at)) {
		line = line_around(scan->block, end, at + found - 1);
		scan->lines += count_lines(counted, line.text);
		counted = line.text;
		line.number = scan->lines + 1;
		judge(scan, &line);
		at = line.rest;
	}
	scan->lines += count_lines(counted, end);
}

/* Takes what is whole in the block; what follows the last line's end is kept for the next piece. */
static void take_block(struct igd_log_scan *scan, bool is_last)
{
	const char *stop = memrchr(scan->block, '\n', scan->size);
	size_t whole = stop ? (size_t)(stop + 1 - scan->block) : 0;

	if (is_last || !whole)
		whole = scan->size;
	take(scan, whole);
	memmove(scan->block, scan->block + whole, scan->size - whole);
	scan->size -= whole;
}

void igd_log_scan_feed(struct igd_log_scan *scan, const char *bytes, size_t size)
{
	size_t piece;

	scan->bytes += size;
	while (size) {
		if (scan->size >= BLOCK)
			take_block(scan, false);
		piece = BLOCK - scan->size < size ? BLOCK - scan->size : size;
		scan->size += igd_log_clean(&scan->clean, bytes, piece, scan->block + scan->size);
		bytes += piece;
		size -= piece;
	}
}

static bool is_found(const struct igd_log_scan *scan, const char *id)
{
	size_t i;

	for (i = 0; i < scan->symptoms->count; i++) {
		if (scan->hits[i].count && strcmp(scan->symptoms->list[i].id, id) == 0)
			return true;
	}
	return false;
}

/* What the rest of the log makes of a symptom that depends on it. */
static enum igd_symptom_verdict verdict_of(
	const struct igd_log_scan *scan, const struct igd_log_hit *hit)
{
	const struct igd_symptom *symptom = hit->symptom;
	char **id;

	if (symptom->verdict != IGD_SYMPTOM_DEPENDS)
		return symptom->verdict;
	for (id = symptom->fatal_with; id && *id; id++) {
		if (is_found(scan, *id))
			return IGD_SYMPTOM_FATAL;
	}
	if (symptom->harmless_up_to)
		return hit->count <= symptom->harmless_up_to ? IGD_SYMPTOM_HARMLESS
							     : IGD_SYMPTOM_FATAL;
	return IGD_SYMPTOM_DEPENDS;
}

static void add_hit(struct igd_log_hits *hits, const struct igd_log_hit *hit)
{
	hits->list = igd_regrow(hits->list, hits->count + 1, sizeof(*hits->list));
	hits->list[hits->count++] = *hit;
}

static const struct igd_symptom *symptom_of_faults(
	const struct igd_symptoms *symptoms, enum igd_symptom_faults faults)
{
	size_t i;

	for (i = 0; i < symptoms->count; i++) {
		if (symptoms->list[i].faults == faults)
			return &symptoms->list[i];
	}
	return NULL;
}

/* One hit for each device that has faulted, under the symptom that its rate makes it. */
static void add_faults(const struct igd_log_scan *scan, struct igd_log_hits *ret)
{
	struct igd_log_hit hit;
	enum igd_symptom_faults faults;
	size_t i;

	for (i = 0; (faults = igd_log_faults_of(scan->faults, i, &hit)) != IGD_FAULTS_NONE; i++) {
		hit.symptom = symptom_of_faults(scan->symptoms, faults);
		if (!hit.symptom) {
			igd_log_hit_done(&hit);
			continue;
		}
		hit.verdict = hit.symptom->verdict;
		if (faults == IGD_FAULTS_STREAM && strcmp(hit.device, "0000:00:02.0") == 0)
			hit.verdict = IGD_SYMPTOM_FATAL;
		add_hit(ret, &hit);
	}
}

static int by_line(const void *a, const void *b)
{
	const struct igd_log_hit *one = a, *other = b;

	if (one->samples[0].line != other->samples[0].line)
		return one->samples[0].line < other->samples[0].line ? -1 : 1;
	return one->symptom < other->symptom ? -1 : 1; /* as they are sorted in the set */
}

static void scan_free(struct igd_log_scan *scan)
{
	igd_log_faults_free(scan->faults);
	free(scan->hits);
	free(scan->is_candidate);
	free(scan->block);
	free(scan);
}

void igd_log_scan_end(struct igd_log_scan *scan, struct igd_log_hits *ret)
{
	bool is_unended = scan->size && scan->block[scan->size - 1] != '\n';
	size_t i;

	if (scan->size)
		take_block(scan, true);
	*ret = (struct igd_log_hits){ .bytes = scan->bytes, .lines = scan->lines + is_unended };
	for (i = 0; i < scan->symptoms->count; i++) {
		if (!scan->hits[i].count)
			continue;
		scan->hits[i].verdict = verdict_of(scan, &scan->hits[i]);
		add_hit(ret, &scan->hits[i]);
	}
	add_faults(scan, ret);
	if (ret->count)
		qsort(ret->list, ret->count, sizeof(*ret->list), by_line);
	scan_free(scan);
}

void igd_log_hit_add(struct igd_log_hit *hit, size_t number, const char *text, size_t size)
{
	struct igd_log_sample *sample = hit->samples;

	hit->count++;
	for (; sample < hit->samples + hit->sample_count; sample++) {
		if (sample->size == size && memcmp(sample->text, text, size) == 0)
			return;
	}
	if (hit->sample_count == IGD_LOG_SAMPLES)
		return;
	/* A NUL may stand in it. */
	hit->sample_count++;
	*sample = (struct igd_log_sample){ number, igd_zalloc(size + 1), size };
	memcpy(sample->text, text, size);
}

void igd_log_hit_done(struct igd_log_hit *hit)
{
	while (hit->sample_count)
		free(hit->samples[--hit->sample_count].text);
}

void igd_log_hits_done(struct igd_log_hits *hits)
{
	while (hits->count)
		igd_log_hit_done(&hits->list[--hits->count]);
	free(hits->list);
	*hits = (struct igd_log_hits){ 0 };
}
