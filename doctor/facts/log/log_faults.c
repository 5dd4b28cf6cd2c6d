// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_faults - the DMA faults in a log, by device
 *
 * Times are those since boot where the lines bear them ("[   12.345678]", /dev/kmsg's microseconds), otherwise
 * those of the clock, which give the rate as well but do not tell what happened while booting.
 */
#include "facts/log/log_faults.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/log/dmar_faults.h"

/* The kernel prints ten in five seconds at most: this is half an hour of a storm. */
#define MAX_LINES 4096
#define MAX_DEVICES 16
/* Times of the clock are put behind any time that counts as booting (dmar_faults.c). */
#define CLOCK_BASE 86400.0
#define DAY 86400.0

struct igd_log_faults {
	struct igd_log_line *lines; /* count of them; what they say are the texts */
	char **texts;
	size_t *numbers; /* in the log */
	size_t count;
	struct igd_log_hit devices[MAX_DEVICES];
	size_t device_count;
	size_t last_line;  /* the number of the line that was taken last */
	double clock, day; /* the last time of the clock, and where its day begins */
};

struct igd_log_faults *igd_log_faults_new(void)
{
	return igd_zalloc(sizeof(struct igd_log_faults));
}

void igd_log_faults_free(struct igd_log_faults *faults)
{
	while (faults->count)
		free(faults->texts[--faults->count]);
	while (faults->device_count)
		igd_log_hit_done(&faults->devices[--faults->device_count]);
	free(faults->texts);
	free(faults->numbers);
	free(faults->lines);
	free(faults);
}

/* "[   12.345678]" anywhere, or "6,342,1234567,-;" at the beginning. */
static bool uptime(const char *text, double *ret)
{
	unsigned long long level, sequence, microseconds;
	const char *at;
	char *end;

	if (sscanf(text, "%3llu,%20llu,%18llu,", &level, &sequence, &microseconds) == 3) {
		*ret = (double)microseconds / 1e6;
		return true;
	}
	for (at = strchr(text, '['); at; at = strchr(at + 1, '[')) {
		size_t blanks = strspn(at + 1, " "), digits = strspn(at + 1 + blanks, "0123456789");

		if (!digits || digits > 9 || at[1 + blanks + digits] != '.')
			continue;
		*ret = strtod(at + 1, &end);
		if (*end == ']')
			return true;
	}
	return false;
}

/* "04:00:01" anywhere, in seconds of the day. */
static bool clock_time(const char *text, double *ret)
{
	static const char form[] = "dd:dd:dd";
	unsigned hours, minutes, seconds;
	size_t i;

	for (; *text; text++) {
		for (i = 0; form[i]; i++) {
			if (form[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
				break;
		}
		if (!form[i] && sscanf(text, "%2u:%2u:%2u", &hours, &minutes, &seconds) == 3) {
			*ret = hours * 3600.0 + minutes * 60.0 + seconds;
			return true;
		}
	}
	return false;
}

static double time_of(struct igd_log_faults *faults, const char *text)
{
	double seconds;

	if (uptime(text, &seconds))
		return seconds;
	if (!clock_time(text, &seconds))
		return -1.0;
	if (seconds < faults->clock)
		faults->day += DAY;
	faults->clock = seconds;
	return CLOCK_BASE + faults->day + seconds;
}

/* As "0000:00:02.0"; the forms are those of dmar_faults.c. */
static bool device_of(const char *text, char *ret, size_t room)
{
	const char *device = strstr(text, "Request device [");
	unsigned domain = 0, bus, slot, function;

	if (!device)
		return false;
	if (sscanf(device, "Request device [%8x:%8x:%8x.%8x]", &domain, &bus, &slot, &function) !=
		4) {
		domain = 0;
		if (sscanf(device, "Request device [%8x:%8x.%8x]", &bus, &slot, &function) != 3)
			return false;
	}
	if (domain > 0xffff || bus > 0xff || slot > 0x1f || function > 7)
		return false;
	snprintf(ret, room, "%04x:%02x:%02x.%x", domain, bus, slot, function);
	return true;
}

static struct igd_log_hit *hit_of(struct igd_log_faults *faults, const char *device)
{
	struct igd_log_hit *hit = faults->devices;

	while (hit < faults->devices + faults->device_count && strcmp(hit->device, device) != 0)
		hit++;
	if (hit == faults->devices + MAX_DEVICES)
		return NULL;
	if (hit == faults->devices + faults->device_count) {
		faults->device_count++;
		snprintf(hit->device, sizeof(hit->device), "%s", device);
	}
	return hit;
}

void igd_log_faults_take(
	struct igd_log_faults *faults, size_t number, const char *line, size_t size)
{
	IGD_AUTOFREE char *text = NULL;
	struct igd_log_hit *hit = NULL;
	char device[16];

	if (number == faults->last_line)
		return;
	faults->last_line = number;
	text = igd_strndup(line, size);
	if (device_of(text, device, sizeof(device)))
		hit = hit_of(faults, device);
	if (hit)
		igd_log_hit_add(hit, number, line, size);
	if (faults->count == MAX_LINES)
		return;
	faults->lines = igd_regrow(faults->lines, faults->count + 1, sizeof(*faults->lines));
	faults->texts = igd_regrow(faults->texts, faults->count + 1, sizeof(*faults->texts));
	faults->numbers = igd_regrow(faults->numbers, faults->count + 1, sizeof(*faults->numbers));
	faults->numbers[faults->count] = number;
	faults->lines[faults->count] = (struct igd_log_line){ time_of(faults, text), text };
	faults->texts[faults->count++] = IGD_TAKE_PTR(text);
}

/* Makes this line the one that is shown first. */
static void put_first(struct igd_log_hit *hit, size_t number, const char *text)
{
	size_t i = 0;
	struct igd_log_sample first = hit->samples[0];

	while (i < hit->sample_count && hit->samples[i].line != number)
		i++;
	if (i < hit->sample_count) {
		hit->samples[0] = hit->samples[i];
		hit->samples[i] = first;
		return;
	}
	free(first.text);
	hit->samples[0] = (struct igd_log_sample){ number, igd_strdup(text), strlen(text) };
}

enum igd_symptom_faults igd_log_faults_of(
	struct igd_log_faults *faults, size_t place, struct igd_log_hit *ret)
{
	struct igd_dmar_faults found;
	size_t line;

	if (place >= faults->device_count)
		return IGD_FAULTS_NONE;
	*ret = faults->devices[place];
	faults->devices[place].sample_count = 0; /* they are the caller's now */
	found = igd_dmar_faults(faults->lines, faults->count, ret->device);
	if (found.sample) {
		line = (size_t)(found.sample - faults->lines);
		put_first(ret, faults->numbers[line], faults->texts[line]);
	}
	found.sample = NULL;
	ret->faults = found;
	if (found.is_stream)
		return IGD_FAULTS_STREAM;
	return found.count && found.early == found.count ? IGD_FAULTS_AT_BOOT : IGD_FAULTS_FEW;
}
