// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dmar_faults - the DMA faults of one device in the kernel log, by rate and time
 *
 * The kernel prints at most ten faults in five seconds (DEFAULT_RATELIMIT_BURST and _INTERVAL) and then how many
 * it left out. So a stream shows as many lines over some time, or as a large number left out. Faults that lie
 * less than a minute apart belong together; each start of a VM makes a handful of its own.
 */
#include "facts/log/dmar_faults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOOT_SECONDS 30.0
#define GAP_SECONDS 60.0
#define STREAM_SECONDS 30.0
#define STREAM_LINES 10
#define STREAM_SUPPRESSED 100
/* Where lines bear no time. */
#define STREAM_UNTIMED_LINES 50

enum whose { NOBODYS, MINE, ANOTHERS };

/* "[DMA" tells it from faults of interrupt remapping, which say "fault index". */
static enum whose whose_fault(const char *text, const char *address)
{
	const char *device = strstr(text, "Request device [");
	unsigned domain, bus, slot, function, wanted[4];

	if (!device || !strstr(text, "[DMA"))
		return NOBODYS;
	/* "[00:02.0]"; 5.13 wrote "[0x00:0x02.0]", which %x reads as well; 7.3 "[0000:00:02.0]". */
	if (sscanf(device, "Request device [%8x:%8x:%8x.%8x]", &domain, &bus, &slot, &function) !=
		4) {
		domain = 0;
		if (sscanf(device, "Request device [%8x:%8x.%8x]", &bus, &slot, &function) != 3)
			return NOBODYS;
	}
	if (sscanf(address, "%4x:%2x:%2x.%1x", &wanted[0], &wanted[1], &wanted[2], &wanted[3]) != 4)
		return NOBODYS;
	return domain == wanted[0] && bus == wanted[1] && slot == wanted[2] && function == wanted[3]
		       ? MINE
		       : ANOTHERS;
}

static uint64_t left_out(const char *text)
{
	static const char lead[] = "dmar_fault: ";
	const char *at = strstr(text, lead);
	char *end;
	uint64_t count;

	if (!at)
		return 0;
	count = strtoull(at + strlen(lead), &end, 10);
	return igd_starts_with(end, " callbacks suppressed") ? count : 0;
}

static bool is_stream(const struct igd_dmar_faults *faults)
{
	if (faults->suppressed >= STREAM_SUPPRESSED)
		return true;
	if (faults->first < 0)
		return faults->lines >= STREAM_UNTIMED_LINES;
	return faults->lines >= STREAM_LINES && faults->last - faults->first >= STREAM_SECONDS;
}

static void add_fault(struct igd_dmar_faults *faults, const struct igd_log_line *line)
{
	faults->count++;
	if (!faults->sample)
		faults->sample = line;
	if (line->seconds >= 0 && line->seconds < BOOT_SECONDS) {
		faults->early++;
		return;
	}
	if (!faults->lines || line->seconds - faults->last > GAP_SECONDS) {
		faults->lines = 0;
		faults->suppressed = 0;
		faults->first = line->seconds;
		faults->sample = line;
	}
	faults->last = line->seconds;
	faults->lines++;
}

struct igd_dmar_faults igd_dmar_faults(
	const struct igd_log_line *lines, size_t count, const char *address)
{
	struct igd_dmar_faults faults = { 0 }, worst = { 0 };
	enum whose whose, last = NOBODYS;
	size_t i;

	for (i = 0; i < count; i++) {
		whose = whose_fault(lines[i].text, address);
		if (whose == MINE)
			add_fault(&faults, &lines[i]);
		else if (last == MINE && faults.lines)
			faults.suppressed += left_out(lines[i].text);
		last = whose == NOBODYS ? last : whose;
		if (is_stream(&faults))
			worst = faults;
	}
	/* A later handful does not make up for a stream. */
	if (worst.lines) {
		worst.count = faults.count;
		worst.early = faults.early;
		worst.is_stream = true;
		return worst;
	}
	return faults;
}
