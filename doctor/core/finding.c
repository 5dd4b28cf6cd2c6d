// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * finding - a check's answer: how it is concluded, and one check run
 */
#include "core/finding.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"

#define MAX_WHAT 600

const char *igd_verdict_name(enum igd_verdict verdict)
{
	static const char *const names[] = { "unknown", "pass", "fail", "na", "blocked" };

	return names[verdict];
}

const char *igd_severity_name(enum igd_severity severity)
{
	static const char *const names[] = { "hint", "degraded", "blocker" };

	return names[severity];
}

const char *igd_reason_name(enum igd_reason reason)
{
	static const char *const names[] = { "none", "not-permitted", "not-recorded", "unreadable",
		"undecided", "crashed", "timeout", "memory", "protocol", "refused" };

	return names[reason];
}

static void replace(char **text, char *by)
{
	free(*text);
	*text = by;
}

static IGD_FORMAT(4, 0) enum igd_verdict conclude(struct igd_finding *ret, enum igd_verdict verdict,
	const char *where, const char *format, va_list args)
{
	IGD_AUTOFREE char *what = igd_vprintf(format, args);

	replace(&ret->where, igd_printable(where, strlen(where), MAX_WHAT));
	replace(&ret->what, igd_printable(what, strlen(what), MAX_WHAT));
	ret->verdict = verdict;
	return verdict;
}

enum igd_verdict igd_pass(struct igd_finding *ret, const char *where, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	conclude(ret, IGD_PASS, where, format, args);
	va_end(args);
	return IGD_PASS;
}

enum igd_verdict igd_fail(struct igd_finding *ret, const char *where, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	conclude(ret, IGD_FAIL, where, format, args);
	va_end(args);
	return IGD_FAIL;
}

enum igd_verdict igd_na(struct igd_finding *ret, const char *where, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	conclude(ret, IGD_NA, where, format, args);
	va_end(args);
	return IGD_NA;
}

enum igd_verdict igd_unknown(struct igd_finding *ret, const char *where, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	conclude(ret, IGD_UNKNOWN, where, format, args);
	va_end(args);
	return IGD_UNKNOWN;
}

void igd_remedy(struct igd_finding *ret, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	replace(&ret->remedy, igd_vprintf(format, args));
	va_end(args);
}

void igd_severity(struct igd_finding *ret, enum igd_severity severity)
{
	ret->severity = severity;
}

void igd_fix(struct igd_finding *ret, const char *fix)
{
	replace(&ret->fix, fix ? igd_strdup(fix) : NULL);
}

void igd_draw(struct igd_finding *ret, const char *title, uint64_t last)
{
	igd_drawing_free(ret->drawing);
	ret->drawing = igd_drawing_new(title, last);
}

void igd_draw_span(struct igd_finding *ret, const struct igd_draw_span *span)
{
	if (ret->drawing)
		igd_drawing_add(ret->drawing, span);
}

void igd_draw_mark(struct igd_finding *ret, const char *label, uint64_t last)
{
	if (ret->drawing)
		igd_drawing_mark(ret->drawing, label, last);
}

void igd_draw_lanes(struct igd_finding *ret, const char *title)
{
	igd_drawing_free(ret->drawing);
	ret->drawing = igd_drawing_new_lanes(title);
}

void igd_draw_lane(struct igd_finding *ret, const char *label, bool is_chain)
{
	if (ret->drawing)
		igd_drawing_add_lane(ret->drawing, label, is_chain);
}

void igd_draw_box(struct igd_finding *ret, const struct igd_draw_box *box)
{
	if (ret->drawing)
		igd_drawing_add_box(ret->drawing, box);
}

void igd_finding_add(char ***list, size_t *count, const char *text)
{
	*list = igd_regrow(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = igd_strdup(text);
}

void igd_finding_init(
	struct igd_finding *finding, const struct igd_check *check, const char *plugin)
{
	const char *const *item;

	*finding = (struct igd_finding){ .severity = check->severity };
	finding->id = igd_strdup(check->id);
	finding->plugin = igd_strdup(plugin);
	finding->title = igd_strdup(check->title);
	finding->why = igd_strdup(check->why);
	finding->remedy = igd_strdup(check->remedy);
	finding->fix = check->fix ? igd_strdup(check->fix) : NULL;
	for (item = check->references; item && *item; item++)
		igd_finding_add(&finding->references, &finding->reference_count, *item);
	for (item = check->needs; item && *item; item++)
		igd_finding_add(&finding->needs, &finding->need_count, *item);
}

static void free_list(char **list, size_t count)
{
	while (count)
		free(list[--count]);
	free(list);
}

void igd_finding_done(struct igd_finding *finding)
{
	size_t i;

	for (i = 0; i < finding->evidence_count; i++) {
		free(finding->evidence[i].source);
		free(finding->evidence[i].excerpt);
	}
	free(finding->evidence);
	igd_drawing_free(finding->drawing);
	free_list(finding->references, finding->reference_count);
	free_list(finding->blocked_by, finding->blocked_by_count);
	free_list(finding->needs, finding->need_count);
	free(finding->id);
	free(finding->plugin);
	free(finding->title);
	free(finding->why);
	free(finding->remedy);
	free(finding->fix);
	free(finding->where);
	free(finding->what);
	*finding = (struct igd_finding){ 0 };
}

static enum igd_reason reason_of(int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		return IGD_REASON_NOT_PERMITTED;
	case ENODATA:
		return IGD_REASON_NOT_RECORDED;
	default:
		return IGD_REASON_UNREADABLE;
	}
}

/* What could not be read looked like absence to run(): what it chose for that cause is not to be trusted. */
static void withdraw(struct igd_finding *finding, const struct igd_check *check)
{
	igd_severity(finding, check->severity);
	igd_fix(finding, check->fix);
	replace(&finding->remedy, igd_strdup(check->remedy));
	igd_drawing_free(IGD_TAKE_PTR(finding->drawing));
}

static void take_trace(
	struct igd_finding *finding, const struct igd_check *check, struct igd_trace *trace)
{
	const struct igd_stuck *stuck = igd_trace_first(trace);
	size_t i;

	finding->evidence = igd_regrow(NULL, trace->citation_count, sizeof(struct igd_evidence));
	for (i = 0; i < trace->citation_count; i++) {
		finding->evidence[i].source = IGD_TAKE_PTR(trace->citations[i].source);
		finding->evidence[i].excerpt = IGD_TAKE_PTR(trace->citations[i].excerpt);
	}
	finding->evidence_count = trace->citation_count;
	if (stuck) {
		withdraw(finding, check);
		igd_unknown(finding, stuck->path, "could not be read: %s",
			igd_errno_text(stuck->error));
		finding->reason = reason_of(stuck->error);
	} else if (finding->verdict == IGD_UNKNOWN) {
		finding->reason = IGD_REASON_UNDECIDED;
	}
}

/* The argument of "verb argument"; the verb where there is none. */
static const char *argument_of(const char *directive)
{
	const char *blank = strchr(directive, ' ');

	return blank ? blank + 1 : directive;
}

char *igd_remedy_expand(const char *remedy, struct igd_host *host,
	const char *(*expand)(struct igd_host *host, const char *directive))
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const char *open, *close, *filled;
	bool is_bare = false; /* it begins with an argument, in which case counts */

	igd_text_add(&text, "", 0);
	while ((open = strchr(remedy, '{')) && (close = strchr(open, '}'))) {
		IGD_AUTOFREE char *directive = igd_strndup(open + 1, (size_t)(close - open - 1));

		igd_text_add(&text, remedy, (size_t)(open - remedy));
		filled = expand ? expand(host, directive) : NULL;
		is_bare |= !filled && !text.size;
		filled = filled ? filled : argument_of(directive);
		igd_text_add(&text, filled, strlen(filled));
		remedy = close + 1;
	}
	igd_text_add(&text, remedy, strlen(remedy));
	if (!is_bare && *text.text >= 'a' && *text.text <= 'z')
		*text.text = (char)(*text.text - 'a' + 'A');
	return igd_printable(text.text, text.size, 4096);
}

void igd_check_examine(const struct igd_check *check, struct igd_host *host,
	const char *(*expand)(struct igd_host *host, const char *directive),
	struct igd_finding *ret)
{
	struct igd_trace trace;

	igd_host_begin(host);
	ret->verdict = check->run(host, ret);
	trace = igd_host_end(host);
	take_trace(ret, check, &trace);
	igd_trace_done(&trace);
	igd_host_begin(host);
	replace(&ret->remedy, igd_remedy_expand(ret->remedy, host, expand));
	trace = igd_host_end(host);
	igd_trace_done(&trace);
}
