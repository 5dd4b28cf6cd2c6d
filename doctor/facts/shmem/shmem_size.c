// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_size - how large the shared memory has to be for a display
 */
#include "facts/shmem/shmem_size.h"

#define MIB ((uint64_t)1 << 20)
/* Rows of the IDD's frames begin at multiples of this. */
#define PITCH 256u

/* By the number of pixels. The first is the least that anybody wants. */
static const struct igd_resolution usual[] = {
	{ 1920, 1080 },
	{ 1920, 1200 },
	{ 2560, 1440 },
	{ 3440, 1440 },
	{ 5120, 1440 },
	{ 3840, 2160 },
	{ 5120, 2880 },
	{ 7680, 4320 },
};

uint64_t igd_frames_need(enum igd_frames frames, unsigned width, unsigned height)
{
	uint64_t row = (uint64_t)width * 4;

	if (frames == IGD_FRAMES_IDD)
		return (row + PITCH - 1) / PITCH * PITCH * height * 3 + 4 * MIB;
	return row * (frames == IGD_FRAMES_HOST_HDR ? 2 : 1) * height * 2 + 10 * MIB;
}

uint64_t igd_frames_size(enum igd_frames frames, unsigned width, unsigned height)
{
	uint64_t need = igd_frames_need(frames, width, height), size = MIB;

	while (size < need)
		size <<= 1;
	return size;
}

bool igd_is_power_of_two(uint64_t bytes)
{
	return bytes && (bytes & (bytes - 1)) == 0;
}

const struct igd_resolution *igd_frames_largest(enum igd_frames frames, uint64_t bytes)
{
	const struct igd_resolution *largest = NULL;
	size_t i;

	for (i = 0; i < sizeof(usual) / sizeof(*usual); i++) {
		if (igd_frames_need(frames, usual[i].width, usual[i].height) <= bytes)
			largest = &usual[i];
	}
	return largest;
}

const char *igd_frames_words(struct igd_host *host, uint64_t bytes)
{
	const struct igd_resolution *sdr = igd_frames_largest(IGD_FRAMES_HOST_SDR, bytes);
	const struct igd_resolution *hdr = igd_frames_largest(IGD_FRAMES_HOST_HDR, bytes);
	const struct igd_resolution *idd = igd_frames_largest(IGD_FRAMES_IDD, bytes);
	const char *both, *wide;

	if (!sdr || !idd)
		return "too small for 1920x1080";
	if (sdr == idd)
		both = igd_host_print(host, "enough for %ux%u", sdr->width, sdr->height);
	else
		both = igd_host_print(host,
			"enough for %ux%u with releases to B7 and for %ux%u with the IDD of later ones",
			sdr->width, sdr->height, idd->width, idd->height);
	if (hdr == sdr)
		return both;
	wide = hdr ? igd_host_print(host, "for %ux%u", hdr->width, hdr->height)
		   : "not even for 1920x1080";
	return igd_host_print(host, "%s; %s if B7 captures an HDR desktop", both, wide);
}
