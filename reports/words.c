// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * words - what an examination comes to, in sentences
 */
#include "reports/words.h"

#include <string.h>

static size_t count_failed(const struct igd_exam *exam, enum igd_severity severity)
{
	size_t i, count = 0;

	for (i = 0; i < exam->count; i++)
		count += exam->findings[i].verdict == IGD_FAIL &&
			 exam->findings[i].severity == severity;
	return count;
}

static bool has_no_igpu(const struct igd_exam *exam)
{
	const struct igd_finding *igpu = igd_exam_find(exam, "platform.igpu");

	return igpu && igpu->verdict == IGD_FAIL;
}

static void say_blocked(const struct igd_exam *exam, struct igd_text *ret)
{
	size_t blockers = count_failed(exam, IGD_BLOCKER);
	size_t degraded = count_failed(exam, IGD_DEGRADED);

	if (has_no_igpu(exam)) {
		igd_text_printf(ret, "There is no Intel iGPU here that could be given away.");
		return;
	}
	if (!blockers) {
		igd_text_printf(ret,
			"What was asked for was not looked at: it waits for something that fails.");
		return;
	}
	igd_text_printf(ret, "This host will not give its iGPU away yet: %zu thing%s in the way",
		blockers, blockers == 1 ? " stands" : "s stand");
	if (degraded)
		igd_text_printf(ret, ", and %zu more would make it work badly", degraded);
	igd_text_printf(ret, ".");
}

static void say_degraded(
	const struct igd_exam *exam, const struct igd_report_style *style, struct igd_text *ret)
{
	size_t degraded = count_failed(exam, IGD_DEGRADED);
	size_t hints = count_failed(exam, IGD_HINT);

	if (!degraded) {
		igd_text_printf(ret, "%s, with %zu hint%s.",
			style->is_partial ? "What was looked at is well"
					  : "This host is ready to give its iGPU away",
			hints, hints == 1 ? "" : "s");
		return;
	}
	igd_text_printf(ret, "%s, but %zu thing%s it work badly or not for long.",
		style->is_partial ? "What was looked at does not stand in the way"
				  : "This host will give its iGPU away",
		degraded, degraded == 1 ? " makes" : "s make");
}

static void say_unknown(
	const struct igd_exam *exam, const struct igd_report_style *style, struct igd_text *ret)
{
	size_t count = igd_exam_count(exam, IGD_UNKNOWN);
	size_t degraded = count_failed(exam, IGD_DEGRADED);

	igd_text_printf(ret, "Could not tell whether %s: %zu question%s open.",
		style->is_partial ? "what was looked at is well"
				  : "this host will give its iGPU away",
		count, count == 1 ? " is" : "s are");
	if (degraded)
		igd_text_printf(ret, " Nothing known stands in the way; %zu thing%s it work badly.",
			degraded, degraded == 1 ? " makes" : "s make");
	else
		igd_text_printf(ret, " Nothing is known to be wrong.");
}

static const char *say_ok(const struct igd_exam *exam, const struct igd_report_style *style)
{
	if (!exam->count)
		return "Nothing was looked at: no check was run.";
	if (!igd_exam_count(exam, IGD_PASS))
		return "None of the checks applies to this host.";
	return style->is_partial ? "What was looked at is well."
				 : "This host is ready to give its iGPU away.";
}

char *igd_words_headline(const struct igd_exam *exam, const struct igd_report_style *style)
{
	enum igd_outcome outcome = igd_exam_outcome(exam);
	struct igd_text text = { 0 };

	switch (outcome) {
	case IGD_OUTCOME_BLOCKED:
		say_blocked(exam, &text);
		break;
	case IGD_OUTCOME_UNKNOWN:
		say_unknown(exam, style, &text);
		break;
	case IGD_OUTCOME_DEGRADED:
		say_degraded(exam, style, &text);
		break;
	case IGD_OUTCOME_OK:
		igd_text_printf(&text, "%s", say_ok(exam, style));
		break;
	}
	return text.text ? text.text : igd_strdup("");
}

const char *igd_words_permission(const struct igd_exam *exam, const struct igd_report_style *style)
{
	if (!igd_exam_is_restricted(exam))
		return NULL;
	if (!exam->subject.is_live)
		return "Whoever recorded this was not permitted to read it: record it again as root "
		       "(sudo) to be told more.";
	return style->is_root ? NULL : "Run it as root (sudo) to be told more.";
}

static void join(struct igd_text *text, const char *lead, const char *part)
{
	if (part && *part)
		igd_text_printf(text, "%s%s%s", text->size ? ", " : "", lead, part);
}

char *igd_words_host(const struct igd_exam *exam)
{
	struct igd_text text = { 0 };

	join(&text, "", exam->subject.machine);
	join(&text, "", exam->subject.distribution);
	join(&text, "kernel ", exam->subject.kernel);
	return text.text ? text.text : igd_strdup("a machine that is not described");
}

char *igd_words_igpu(const struct igd_exam *exam)
{
	const struct igd_subject *subject = &exam->subject;
	struct igd_text text = { 0 };

	if (!subject->igpu_address)
		return igd_strdup(has_no_igpu(exam) ? "none" : "not known");
	join(&text, "", subject->igpu_name ? subject->igpu_name : subject->igpu_platform);
	if (subject->igpu_name && subject->igpu_platform)
		igd_text_printf(&text, " (%s)", subject->igpu_platform);
	join(&text, "", subject->igpu_id ? subject->igpu_id : "of unknown model");
	igd_text_printf(&text, " at %s", subject->igpu_address);
	join(&text, "driver ", subject->igpu_driver ? subject->igpu_driver : "none");
	return text.text;
}

char *igd_words_found(const struct igd_finding *finding)
{
	const char *where = finding->where ? finding->where : "";
	const char *what = finding->what ? finding->what : "";

	return igd_printf("%s%s%s", where, *where && *what ? ": " : "", what);
}

const char *igd_words_reason(enum igd_reason reason)
{
	static const char *const words[IGD_REASON_COUNT] = {
		[IGD_REASON_NONE] = "no reason given",
		[IGD_REASON_NOT_PERMITTED] = "not permitted",
		[IGD_REASON_NOT_RECORDED] = "not in the recording",
		[IGD_REASON_UNREADABLE] = "could not be read",
		[IGD_REASON_UNDECIDED] = "not settled",
		[IGD_REASON_CRASHED] = "the plugin crashed",
		[IGD_REASON_TIMEOUT] = "the plugin took too long",
		[IGD_REASON_MEMORY] = "the plugin ran out of memory",
		[IGD_REASON_PROTOCOL] = "the plugin made no sense",
		[IGD_REASON_REFUSED] = "the plugin was refused",
	};

	return words[reason] ? words[reason] : igd_reason_name(reason);
}
