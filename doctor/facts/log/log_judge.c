// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_judge - what the known symptoms in a log of this host amount to
 */
#include "facts/log/log_judge.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/log/log_address.h"
#include "facts/log/log_scan.h"

#define MAX_EXCERPT 200

static void read_symptoms(struct igd_host *host, void *ret)
{
	(void)host;
	igd_symptoms_own(ret);
}

static void free_symptoms(void *fact)
{
	igd_symptoms_done(fact);
}

/* Reading them takes longer than a short log does; the three checks share them. */
static const struct igd_fact symptoms_fact = { "symptoms", sizeof(struct igd_symptoms),
	read_symptoms, free_symptoms };

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

/* Whether a line names a function, and that is not the iGPU. */
static bool names_another(const struct igd_log_sample *sample, const char *igpu)
{
	const char *at, *end = sample->text + sample->size;

	for (at = sample->text; at < end; at++) {
		if (is_function(at, end))
			return strncasecmp(at, igpu, strlen(igpu)) != 0;
	}
	return false;
}

/* Whether all lines that show it are about other devices. */
static bool is_of_others(struct igd_host *host, const struct igd_log_hit *hit)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	size_t i;

	for (i = 0; igpu && i < hit->sample_count; i++) {
		if (!names_another(&hit->samples[i], igpu->address))
			return false;
	}
	return igpu && hit->sample_count < IGD_LOG_SAMPLES;
}

static enum igd_log_weight weigh(struct igd_host *host, const struct igd_log_hit *hit)
{
	switch (hit->verdict) {
	case IGD_SYMPTOM_FATAL:
		return IGD_LOG_IS_FATAL;
	case IGD_SYMPTOM_HARMLESS:
		return IGD_LOG_IS_HARMLESS;
	case IGD_SYMPTOM_DEPENDS:
		break;
	}
	/* Had one of those lines been there, it would be fatal (log_scan.c). */
	if (hit->symptom->fatal_with || is_of_others(host, hit))
		return IGD_LOG_IS_HARMLESS;
	return hit->symptom->check ? IGD_LOG_IS_ELSEWHERE : IGD_LOG_IS_OPEN;
}

/* Foreign text in a finding: what stands in braces would be taken for a directive of a remedy. */
static const char *tame(struct igd_host *host, const char *text, size_t size, size_t limit)
{
	IGD_AUTOFREE char *shown = igd_printable(text, size, limit);
	char *at;

	for (at = shown; *at; at++) {
		if (*at == '{' || *at == '}')
			*at = *at == '{' ? '(' : ')';
	}
	return igd_host_print(host, "%s", shown);
}

static const char *fill(struct igd_host *host, const struct igd_log_hit *hit, const char *text)
{
	IGD_AUTOFREE char *filled =
		igd_symptom_fill(hit->symptom, text, hit->samples[0].text, hit->samples[0].size);

	return tame(host, filled, strlen(filled), SIZE_MAX - 8);
}

static unsigned width_of(struct igd_host *host)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *unit = igpu ? igd_iommu_unit(host, igpu->address) : NULL;
	uint64_t cap;

	return unit && igd_iommu_register(host, unit, "cap", &cap) ? igd_cap_width(cap) : 0;
}

/* The cause, and of an address that could not be mapped whether it was out of reach. */
static const char *cause_of(struct igd_host *host, const struct igd_log_hit *hit)
{
	const struct igd_log_sample *sample = hit->samples;
	const char *cause = fill(host, hit, hit->symptom->cause);
	IGD_AUTOFREE char *text = igd_log_address_text(hit->symptom, sample->text, sample->size, 0);

	if (!text)
		return cause;
	free(text);
	text = igd_log_address_text(hit->symptom, sample->text, sample->size, width_of(host));
	return igd_host_print(host, "%s %s", cause, text);
}

static const char *keep(struct igd_host *host, const char *text)
{
	return text ? igd_host_print(host, "%s", text) : NULL;
}

static struct igd_log_case tell(
	struct igd_host *host, const struct igd_log_hit *hit, enum igd_log_weight weight)
{
	const struct igd_symptom *symptom = hit->symptom;
	const struct igd_log_sample *sample = hit->samples;

	return (struct igd_log_case){ .weight = weight,
		.line = sample->line,
		.count = hit->count,
		.id = keep(host, symptom->id),
		.title = keep(host, symptom->title),
		.cause = cause_of(host, hit),
		.remedy = fill(host, hit, symptom->remedy),
		.excerpt = tame(host, sample->text, sample->size, MAX_EXCERPT),
		.depends = keep(host, symptom->depends),
		.check = keep(host, symptom->check) };
}

static bool concerns(const struct igd_log_hit *hit, unsigned places)
{
	return (hit->symptom->where & places) && hit->symptom->faults == IGD_FAULTS_NONE &&
	       !*hit->device;
}

void igd_log_judge(struct igd_host *host, const struct igd_log_text *log, unsigned places,
	struct igd_log_judgement *ret)
{
	struct igd_log_scan *scan = igd_log_scan_new(igd_host_fact(host, &symptoms_fact));
	struct igd_log_hits hits;
	enum igd_log_weight weight;
	size_t i;

	igd_log_scan_feed(scan, log->text, log->size);
	igd_log_scan_end(scan, &hits);
	*ret = (struct igd_log_judgement){ 0 };
	for (weight = IGD_LOG_IS_FATAL; weight <= IGD_LOG_IS_HARMLESS; weight++) {
		for (i = 0; i < hits.count; i++) {
			if (!concerns(&hits.list[i], places) ||
				weigh(host, &hits.list[i]) != weight)
				continue;
			ret->fatal += weight == IGD_LOG_IS_FATAL;
			ret->open += weight == IGD_LOG_IS_OPEN;
			if (ret->count < IGD_LOG_CASES)
				ret->cases[ret->count++] = tell(host, &hits.list[i], weight);
		}
	}
	igd_log_hits_done(&hits);
}

static void cite(struct igd_host *host, const char *where, const struct igd_log_case *told)
{
	static const char *const notes[] = { [IGD_LOG_IS_FATAL] = "",
		[IGD_LOG_IS_OPEN] = " (depends)",
		[IGD_LOG_IS_ELSEWHERE] = " (depends; judged by ",
		[IGD_LOG_IS_HARMLESS] = " (harmless)" };
	bool is_elsewhere = told->weight == IGD_LOG_IS_ELSEWHERE;

	igd_host_cite(host, igd_host_print(host, "%s:%zu", where, told->line), "%s%s%s%s: %s",
		told->id, notes[told->weight], is_elsewhere ? told->check : "",
		is_elsewhere ? ")" : "", told->excerpt);
}

static const char *others(struct igd_host *host, size_t count)
{
	if (count < 2)
		return "";
	return igd_host_print(host, " (and %zu other%s)", count - 1, count == 2 ? "" : "s");
}

enum igd_verdict igd_log_conclude(struct igd_host *host, const char *where,
	const struct igd_log_judgement *judgement, const char *nothing, struct igd_finding *ret)
{
	const struct igd_log_case *gravest = judgement->cases;
	size_t i;

	for (i = 0; i < judgement->count; i++)
		cite(host, where, &judgement->cases[i]);
	if (!judgement->fatal && !judgement->open)
		return igd_pass(ret, where, "%s", nothing);
	igd_remedy(ret, "%s", gravest->remedy);
	if (judgement->fatal)
		return igd_fail(ret, where, "line %zu, %s%s: %s. %s", gravest->line, gravest->id,
			others(host, judgement->fatal), gravest->title, gravest->cause);
	return igd_unknown(ret, where, "line %zu, %s%s: %s. Whether it matters depends %s",
		gravest->line, gravest->id, others(host, judgement->open), gravest->title,
		gravest->depends);
}
