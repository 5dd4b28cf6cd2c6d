// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * watch_tell - one event as a line, in words or as JSON
 */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/watch.h"
#include "reports/page.h"

/* Where what happened stands, behind the time. */
#define MARGIN 10

static const char *const ears[] = { "libvirt", "QEMU", "kernel", "firmware" };

/* Every symptom is explained once. */
static bool is_new(const struct igd_watching *watching, const struct igd_watch_event *event)
{
	return event->symptom && event->weight != IGD_SENTRY_HARMLESS &&
	       !watching->is_explained[event->symptom - watching->symptoms.list];
}

static enum igd_ink ink_of(const struct igd_watch_event *event)
{
	switch (event->weight) {
	case IGD_SENTRY_FATAL:
		return IGD_INK_RED;
	case IGD_SENTRY_OPEN:
		return IGD_INK_YELLOW;
	case IGD_SENTRY_HARMLESS:
	case IGD_SENTRY_PLAIN:
		break;
	}
	return IGD_INK_PLAIN;
}

static void begin_line(struct igd_page *page, const struct igd_watching *watching)
{
	time_t now = time(NULL);
	struct tm local;
	char clock[16] = "";

	if (localtime_r(&now, &local))
		strftime(clock, sizeof(clock), "%H:%M:%S", &local);
	igd_page_init(page, &watching->style, stdout);
	igd_page_begin(page, 0, MARGIN);
	igd_page_add(page, IGD_INK_PLAIN, clock);
	igd_page_tab(page, MARGIN);
}

/* Whose words it is, as people call it. */
static const char *source_of(const char *from)
{
	size_t i;

	for (i = IGD_SENTRY_QEMU; i < IGD_SENTRY_EAR_COUNT; i++) {
		if (strcmp(from, igd_sentry_ear_name((enum igd_sentry_ear)i)) == 0)
			return ears[i];
	}
	return NULL;
}

static void add_more(struct igd_page *page, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	igd_page_begin(page, MARGIN, MARGIN + 2);
	if (label)
		igd_page_add(page, IGD_INK_BOLD, label);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

static void tell_symptom(struct igd_page *page, const struct igd_watching *watching,
	const struct igd_watch_event *event)
{
	static const char *const words[] = { "", " (harmless)", " (it depends)", "" };
	IGD_AUTOFREE char *head = igd_printf(
		"%s%s: %s", event->symptom->id, words[event->weight], event->symptom->title);
	IGD_AUTOFREE char *times =
		event->count > 1 ? igd_printf("(%zu times)", event->count) : igd_strdup("");
	IGD_AUTOFREE char *line = igd_printf("%s: %s", source_of(event->from), event->text);

	igd_page_add(page, ink_of(event), head);
	igd_page_add(page, IGD_INK_PLAIN, times);
	igd_page_end(page);
	if (!is_new(watching, event))
		return;
	add_more(page, NULL, line);
	add_more(page, "Why:", event->cause);
	add_more(page, "Do:", event->remedy);
}

static void tell_people(const struct igd_watching *watching, const struct igd_watch_event *event)
{
	const char *source = source_of(event->from);
	struct igd_page page;

	begin_line(&page, watching);
	if (event->symptom) {
		tell_symptom(&page, watching, event);
		return;
	}
	if (source) {
		IGD_AUTOFREE char *lead = igd_printf("%s:", source);

		igd_page_add(&page, IGD_INK_PLAIN, lead);
	}
	igd_page_add(&page, ink_of(event), event->text);
	igd_page_end(&page);
}

static cJSON *symptom_json(const struct igd_watch_event *event)
{
	const struct igd_symptom *symptom = event->symptom;
	cJSON *object = symptom ? cJSON_CreateObject() : cJSON_CreateNull();

	if (!symptom)
		return object;
	cJSON_AddStringToObject(object, "id", symptom->id);
	cJSON_AddStringToObject(object, "title", symptom->title);
	cJSON_AddStringToObject(object, "cause", event->cause ? event->cause : symptom->cause);
	cJSON_AddStringToObject(object, "remedy", event->remedy ? event->remedy : symptom->remedy);
	if (symptom->check)
		cJSON_AddStringToObject(object, "check", symptom->check);
	else
		cJSON_AddNullToObject(object, "check");
	return object;
}

static void tell_json(const struct igd_watching *watching, const struct igd_watch_event *event)
{
	cJSON *object = cJSON_CreateObject();
	time_t now = time(NULL);
	struct tm utc;
	char moment[32] = "", *text;

	if (gmtime_r(&now, &utc))
		strftime(moment, sizeof(moment), "%Y-%m-%dT%H:%M:%SZ", &utc);
	cJSON_AddStringToObject(object, "schema", "igd-doctor.watch/1");
	cJSON_AddStringToObject(object, "time", moment);
	cJSON_AddStringToObject(object, "vm", watching->vm);
	cJSON_AddStringToObject(object, "from", event->from);
	cJSON_AddStringToObject(object, "event", event->name);
	cJSON_AddStringToObject(object, "weight", igd_sentry_weight_name(event->weight));
	cJSON_AddStringToObject(object, "text", event->text);
	cJSON_AddNumberToObject(object, "count", (double)event->count);
	cJSON_AddItemToObject(object, "symptom", symptom_json(event));
	if (strcmp(event->name, "ended") == 0)
		cJSON_AddNumberToObject(object, "status", event->status);
	text = cJSON_PrintUnformatted(object);
	printf("%s\n", text ? text : "{}");
	cJSON_free(text);
	cJSON_Delete(object);
}

void igd_watch_tell(struct igd_watching *watching, const struct igd_watch_event *event)
{
	bool is_bad = event->weight == IGD_SENTRY_FATAL || event->weight == IGD_SENTRY_OPEN;

	if (watching->options->is_quiet && !is_bad && !event->status)
		return;
	if (watching->is_json)
		tell_json(watching, event);
	else
		tell_people(watching, event);
	if (event->symptom && event->weight != IGD_SENTRY_HARMLESS)
		watching->is_explained[event->symptom - watching->symptoms.list] = true;
	fflush(stdout);
}

void igd_watch_say(struct igd_watching *watching, const char *name, const char *format, ...)
{
	struct igd_watch_event event = { .from = "watch", .name = name, .count = 1 };
	IGD_AUTOFREE char *text = NULL;
	va_list args;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	event.text = text;
	igd_watch_tell(watching, &event);
}

/*
 * What nobody knows is told where it is QEMU's own message ("TIME qemu-system-x86_64: ..."), or the kernel's about the
 * iGPU, as that it is reset. What is known to be harmless is told of DMA faults only.
 */
bool igd_watch_is_told(const struct igd_watching *watching, const struct igd_sentry_event *event)
{
	const char *igpu = watching->igpu ? watching->igpu : "0000:00:02.0";

	if (event->ear == IGD_SENTRY_LIBVIRT || watching->options->is_verbose)
		return true;
	if (event->weight == IGD_SENTRY_HARMLESS)
		return event->symptom && event->symptom->faults != IGD_FAULTS_NONE;
	if (event->weight != IGD_SENTRY_PLAIN)
		return true;
	if (event->ear == IGD_SENTRY_KERNEL)
		return strstr(event->text, igpu) != NULL;
	return event->ear == IGD_SENTRY_QEMU && strstr(event->text, " qemu-system-") &&
	       strstr(event->text, ": ") && !strstr(event->text, "LC_ALL=");
}
