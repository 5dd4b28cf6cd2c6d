// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion_vfio - what the kernel tells of the iGPU through VFIO
 */
#include "facts/firmware/opregion_vfio.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "facts/firmware/opregion.h"

/* A line has at most 40 bytes. */
#define MAX_RANGES_TEXT ((size_t)1 << 12)
#define MAX_RANGE_LINE 48

static enum igd_vfio_state state_of(int error)
{
	switch (error) {
	case 0:
		return IGD_VFIO_ABSENT; /* absence does not stick */
	case ENODEV:
		return IGD_VFIO_NOT_BOUND;
	case EBUSY:
		return IGD_VFIO_IN_USE;
	case ENXIO:
		return IGD_VFIO_NOT_VIABLE;
	case EINVAL:
		return IGD_VFIO_REFUSED;
	case ECANCELED:
		return IGD_VFIO_NOT_OPENED;
	default:
		return IGD_VFIO_UNASKED;
	}
}

static enum igd_vfio_state ask(
	struct igd_host *host, const char *path, size_t limit, const struct igd_bytes **ret_bytes)
{
	int error;

	*ret_bytes = igd_host_bytes(host, path, limit);
	if (*ret_bytes)
		return IGD_VFIO_ANSWERED;
	error = igd_host_error(host, path);
	igd_host_forgive(host, path);
	return state_of(error);
}

const char *igd_vfio_opregion_path(struct igd_host *host, const char *address)
{
	return igd_host_print(host, IGD_VFIO_DIR "/%s/opregion", address);
}

enum igd_vfio_state igd_vfio_opregion(
	struct igd_host *host, const char *address, const struct igd_bytes **ret_bytes)
{
	/* So that a recording shows whether it was allowed; the source knows. */
	igd_host_given(host, "probe");
	igd_host_forgive(host, IGD_GIVEN "probe");
	return ask(host, igd_vfio_opregion_path(host, address), IGD_OPREGION_MAX_SIZE, ret_bytes);
}

const char *igd_vfio_state_text(enum igd_vfio_state state)
{
	switch (state) {
	case IGD_VFIO_ANSWERED:
		return "vfio-pci offers it";
	case IGD_VFIO_ABSENT:
		return "vfio-pci offers none";
	case IGD_VFIO_NOT_BOUND:
		return "vfio-pci does not have the iGPU";
	case IGD_VFIO_IN_USE:
		return "a VM has the iGPU";
	case IGD_VFIO_NOT_VIABLE:
		return "another device of its IOMMU group is on a host driver";
	case IGD_VFIO_REFUSED:
		return "vfio-pci refuses to open the iGPU";
	case IGD_VFIO_NOT_OPENED:
		return "vfio-pci was not asked to open the iGPU, which resets it; `--probe` allows that";
	case IGD_VFIO_UNASKED:
		break;
	}
	return "vfio-pci could not be asked";
}

static bool parse_range(const char *text, size_t size, struct igd_vfio_range *ret)
{
	char line[MAX_RANGE_LINE];
	int end = 0;

	if (size >= sizeof(line) || memchr(text, '\0', size))
		return false;
	memcpy(line, text, size);
	line[size] = '\0';
	return sscanf(line, "0x%16" SCNx64 " 0x%16" SCNx64 "%n", &ret->start, &ret->end, &end) ==
		       2 &&
	       !line[end] && ret->start <= ret->end;
}

int igd_vfio_ranges_parse(
	const char *text, size_t size, struct igd_vfio_ranges *ret, struct igd_error *reterr)
{
	struct igd_vfio_ranges ranges = { .count = 0 };
	const char *end = text + size, *next;
	struct igd_vfio_range range;
	bool is_sound;

	for (; text < end; text = next ? next + 1 : end) {
		next = memchr(text, '\n', (size_t)(end - text));
		is_sound = ranges.count < IGD_VFIO_MAX_RANGES &&
			   parse_range(text, (size_t)((next ? next : end) - text), &range) &&
			   (!ranges.count || range.start > ranges.list[ranges.count - 1].end);
		if (!is_sound)
			return igd_error_set(reterr, EBADMSG,
				"line %zu: no range of addresses above the one before",
				ranges.count + 1);
		ranges.list[ranges.count++] = range;
	}
	*ret = ranges;
	return 0;
}

static unsigned bits_of(uint64_t last)
{
	unsigned bits = 0;

	for (; last; last >>= 1)
		bits++;
	return bits;
}

unsigned igd_vfio_address_width(struct igd_host *host, const char *address)
{
	const char *path = igd_host_print(host, IGD_VFIO_DIR "/%s/iova", address);
	struct igd_error error = { 0 };
	struct igd_vfio_ranges ranges = { .count = 0 };
	const struct igd_bytes *bytes;
	uint64_t last;

	if (ask(host, path, MAX_RANGES_TEXT, &bytes) != IGD_VFIO_ANSWERED)
		return 0;
	if (igd_vfio_ranges_parse(bytes->data, bytes->size, &ranges, &error) < 0) {
		igd_host_cite(host, path, "malformed: %s", error.message);
		igd_host_stick(host, path, EBADMSG);
		return 0;
	}
	last = ranges.count ? ranges.list[ranges.count - 1].end : 0;
	igd_host_cite(host, path, "%zu ranges up to 0x%" PRIx64, ranges.count, last);
	return bits_of(last);
}
