// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel_log - what the kernel has said since it was booted
 *
 * A file left by another boot would be worse than none. One whose "Linux version" line names another release
 * than the kernel that runs is passed over; one of the same release cannot be told apart.
 */
#include "facts/log/kernel_log.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define OSRELEASE "/proc/sys/kernel/osrelease"
/* A ring buffer has 256 KiB to 2 MiB; more than this would not fit the program's memory budget. */
#define MAX_LOG ((size_t)4 << 20)
#define BANNER                                                                                     \
	"Linux version " /* Linux init/version.c linux_banner: the first words of every boot */
/* Where the tag of a syslog line has begun at the latest: time, host name (64) and facility stand before it. */
#define MAX_TAG 160

/* A line of the input, not ended by a NUL. */
struct span {
	const char *text;
	size_t size;
};

static bool take(struct span *span, size_t size)
{
	if (size > span->size)
		return false;
	span->text += size;
	span->size -= size;
	return true;
}

static bool begins(const struct span *span, const char *prefix)
{
	size_t size = strlen(prefix);

	return span->size >= size && memcmp(span->text, prefix, size) == 0;
}

static bool take_number(struct span *span, double *ret)
{
	size_t digits = 0;

	*ret = 0;
	while (digits < span->size && digits < 15 && isdigit((unsigned char)span->text[digits]))
		*ret = *ret * 10 + (span->text[digits++] - '0');
	return digits && take(span, digits);
}

/* "1234.567890" or, before the clock runs, blanks in front of it. */
static bool take_seconds(struct span *span, double *ret)
{
	double whole, fraction, scale = 1;
	size_t before;

	while (begins(span, " "))
		take(span, 1);
	if (!take_number(span, &whole) || !begins(span, "."))
		return false;
	take(span, 1);
	before = span->size;
	if (!take_number(span, &fraction))
		return false;
	for (before -= span->size; before; before--)
		scale *= 10;
	*ret = whole + fraction / scale;
	return true;
}

/* "[T1234]" or "[C0]", which CONFIG_PRINTK_CALLER puts directly behind the time; blanks may be in it. */
static void take_caller(struct span *span)
{
	struct span rest = *span;
	double number;

	if (!begins(&rest, "["))
		return;
	take(&rest, 1);
	while (begins(&rest, " "))
		take(&rest, 1);
	if (!begins(&rest, "T") && !begins(&rest, "C"))
		return;
	take(&rest, 1);
	if (take_number(&rest, &number) && begins(&rest, "]") && take(&rest, 1))
		*span = rest;
}

/* "[   12.345678] " in front of the text. Leaves the span alone where there is none. */
static void take_stamp(struct span *span, double *ret_seconds)
{
	struct span rest = *span;
	double seconds;

	if (!begins(&rest, "[") || !take(&rest, 1) || !take_seconds(&rest, &seconds) ||
		!begins(&rest, "]"))
		return;
	take(&rest, 1);
	take_caller(&rest);
	if (begins(&rest, " "))
		take(&rest, 1);
	*span = rest;
	*ret_seconds = seconds;
}

/* "[Mon Nov 23 00:12:01 2026] " of dmesg -T. Other brackets ("[drm] ...") belong to the text. */
static void take_date(struct span *span)
{
	const char *end = begins(span, "[") ? memchr(span->text, ']', span->size) : NULL;
	size_t size = end ? (size_t)(end - span->text) + 1 : 0;

	if (size < 20 || size > 40 || !memchr(span->text, ':', size))
		return;
	take(span, size);
	if (begins(span, " "))
		take(span, 1);
}

static bool parse_kmsg(struct span *span, double *ret_seconds)
{
	double priority, sequence, microseconds;
	const char *text;

	if (!take_number(span, &priority) || !begins(span, ",") || !take(span, 1) ||
		!take_number(span, &sequence) || !begins(span, ",") || !take(span, 1) ||
		!take_number(span, &microseconds))
		return false;
	text = memchr(span->text, ';', span->size);
	if (!text || priority >= 8) /* a facility other than "kern": written there by a program */
		return false;
	take(span, (size_t)(text - span->text) + 1);
	*ret_seconds = microseconds / 1e6;
	return true;
}

static bool parse_dmesg(struct span *span, double *ret_seconds)
{
	struct span rest = *span;
	double priority;

	/* dmesg -r: "<6>[    0.000000] text" */
	if (begins(&rest, "<") && take(&rest, 1) && take_number(&rest, &priority) &&
		begins(&rest, ">") && take(&rest, 1))
		*span = rest;
	take_stamp(span, ret_seconds);
	if (*ret_seconds < 0)
		take_date(span);
	return span->size > 0;
}

/* How many bytes at text are the kernel's tag; 0 if it is none. */
static size_t tag_size(const struct span *span)
{
	const char *end;

	if (begins(span, "kernel: "))
		return strlen("kernel: ");
	if (begins(span, "[kernel] "))
		return strlen("[kernel] ");
	if (!begins(span, "kern."))
		return 0;
	end = memchr(span->text, ' ', span->size);
	/* socklog: "kern.info: text". busybox: "kern.info kernel: text", where the tag is still to come. */
	return end && end[-1] == ':' ? (size_t)(end - span->text) + 1 : 0;
}

/*
 * "Nov 23 00:12:01 host kernel: text", the time in one form or the other. A tag is a word of its own, and no
 * other word that ends in a colon stands before it.
 */
static bool parse_syslog(struct span *span, double *ret_seconds)
{
	size_t at, size;
	struct span rest;

	for (at = 0; at < span->size && at < MAX_TAG; at++) {
		if (at && span->text[at - 1] != ' ')
			continue;
		if (at >= 2 && span->text[at - 2] == ':')
			return false;
		rest = (struct span){ span->text + at, span->size - at };
		size = tag_size(&rest);
		if (size) {
			take(&rest, size);
			*span = rest;
			take_stamp(span, ret_seconds);
			return true;
		}
	}
	return false;
}

static bool parse_line(struct span *span, enum igd_log_form form, double *ret_seconds)
{
	*ret_seconds = -1;
	switch (form) {
	case IGD_LOG_KMSG:
		return parse_kmsg(span, ret_seconds);
	case IGD_LOG_SYSLOG:
		return parse_syslog(span, ret_seconds);
	case IGD_LOG_DMESG:
		break;
	}
	return parse_dmesg(span, ret_seconds);
}

static void add_line(struct igd_log *log, const struct span *span, double seconds, char **room)
{
	char *text = *room;
	size_t i;

	for (i = 0; i < span->size; i++)
		text[i] = span->text[i] ? span->text[i] : ' ';
	text[span->size] = '\0';
	*room += span->size + 1;
	if (strncmp(text, BANNER, strlen(BANNER)) == 0) {
		log->is_complete = true;
		log->count = 0;
	}
	if (log->count % 1024 == 0)
		log->lines = igd_regrow(log->lines, log->count + 1024, sizeof(*log->lines));
	log->lines[log->count++] = (struct igd_log_line){ seconds, text };
}

void igd_log_parse(struct igd_log *ret, const void *bytes, size_t size, enum igd_log_form form)
{
	const char *text = bytes, *end = text + size, *next;
	struct span line;
	double seconds;
	char *room;

	/* A line is never longer than what it was made of, and its NUL takes the place of the line's end. */
	*ret = (struct igd_log){ .memory = igd_zalloc(size + 1) };
	room = ret->memory;
	for (; text < end; text = next) {
		next = memchr(text, '\n', (size_t)(end - text));
		line = (struct span){ text, (size_t)((next ? next : end) - text) };
		next = next ? next + 1 : end;
		if (line.size && line.text[line.size - 1] == '\r')
			line.size--;
		if (parse_line(&line, form, &seconds))
			add_line(ret, &line, seconds, &room);
	}
}

void igd_log_done(struct igd_log *log)
{
	free(log->lines);
	free(log->memory);
	*log = (struct igd_log){ 0 };
}

struct kept {
	struct igd_kernel_log log;
	struct igd_log parsed;
};

static const struct {
	const char *path;
	enum igd_log_form form;
} sources[] = {
	{ "/dev/kmsg", IGD_LOG_KMSG },
	{ "/var/log/dmesg", IGD_LOG_DMESG },
	{ "/var/log/dmesg.log", IGD_LOG_DMESG }, /* Void */
	{ "/var/log/kern.log", IGD_LOG_SYSLOG },
	{ "/var/log/messages", IGD_LOG_SYSLOG },
};

#define SOURCE_COUNT (sizeof(sources) / sizeof(*sources))

/* Whether the file is known to be of another kernel than the one that runs. */
static bool is_stale(struct igd_host *host, const struct igd_log *log)
{
	const char *release = igd_host_line(host, OSRELEASE), *named;
	size_t size;

	igd_host_forgive(host, OSRELEASE);
	if (!release || !*release || !log->is_complete)
		return false;
	named = log->lines[0].text + strlen(BANNER);
	size = strlen(release);
	return strncmp(named, release, size) != 0 || (named[size] && named[size] != ' ');
}

static bool read_source(struct igd_host *host, size_t i, struct kept *kept)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, sources[i].path, MAX_LOG);

	if (!bytes)
		return false;
	igd_log_parse(&kept->parsed, bytes->data, bytes->size, sources[i].form);
	if (kept->parsed.count && (i == 0 || !is_stale(host, &kept->parsed)))
		return true;
	igd_log_done(&kept->parsed);
	return false;
}

static void read_log(struct igd_host *host, void *ret)
{
	struct kept *kept = ret;
	size_t i, failed;

	for (i = 0; i < SOURCE_COUNT && !kept->log.path; i++) {
		if (read_source(host, i, kept))
			kept->log.path = sources[i].path;
	}
	if (!kept->log.path)
		return;
	for (failed = 0; failed < i; failed++)
		igd_host_forgive(host, sources[failed].path);
	kept->log.is_complete = kept->parsed.is_complete;
	kept->log.lines = kept->parsed.lines;
	kept->log.count = kept->parsed.count;
}

static void log_done(void *fact)
{
	igd_log_done(&((struct kept *)fact)->parsed);
}

static const struct igd_fact log_fact = { "kernel-log", sizeof(struct kept), read_log, log_done };

const struct igd_kernel_log *igd_kernel_log_get(struct igd_host *host)
{
	const struct kept *kept = igd_host_fact(host, &log_fact);

	return &kept->log;
}

const struct igd_log_line *igd_kernel_log_find(struct igd_host *host, const char *text)
{
	const struct igd_kernel_log *log = igd_kernel_log_get(host);
	size_t i;

	for (i = 0; i < log->count; i++) {
		if (!strstr(log->lines[i].text, text))
			continue;
		igd_host_cite(host, log->path, "%s", log->lines[i].text);
		return &log->lines[i];
	}
	return NULL;
}
