// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_size - how large the shared memory has to be for a display, by Looking Glass' release
 *
 * The display's resolution stands in the guest and is not known here. So what is told is for which it suffices.
 */
#ifndef IGD_FACTS_SHMEM_SHMEM_SIZE_H
#define IGD_FACTS_SHMEM_SHMEM_SIZE_H

#include "core/host.h"

/* What in the guest writes the frames. */
enum igd_frames {
	IGD_FRAMES_HOST_SDR, /* the host application, to B7 */
	IGD_FRAMES_HOST_HDR, /* the same of an HDR desktop, with twice the bytes for each pixel */
	IGD_FRAMES_IDD,	     /* the display driver of its own, after B7; SDR and HDR alike */
	IGD_FRAMES_COUNT
};

/*
 * The bytes needed, before they are rounded up. B7 doc/install_libvirt.rst: width * height * (4, or 8 for HDR) * 2 + 10
 * MiB. LookingGlass 8cb6a687 doc/install_libvirt.rst: (width * 4, rounded up to 256) * height * 3 + 4 MiB. Both sides are less than 2^24.
 */
IGD_EXPORT uint64_t igd_frames_need(enum igd_frames frames, unsigned width, unsigned height);

/* The same rounded up to a power of two, as both documents ask. */
IGD_EXPORT uint64_t igd_frames_size(enum igd_frames frames, unsigned width, unsigned height);

IGD_EXPORT bool igd_is_power_of_two(uint64_t bytes);

/* A resolution as it is sold. */
struct igd_resolution {
	unsigned width, height;
};

/* The largest of the usual ones that fits; NULL if not even 1920x1080 does. */
IGD_EXPORT const struct igd_resolution *igd_frames_largest(enum igd_frames frames, uint64_t bytes);

/*
 * "2560x1440 and 3440x1440": for what so many bytes suffice, by release, as a clause for a finding: "enough for
 * 3440x1440; with B7's host application and HDR for 1920x1200". Memory of the host. bytes suffice for 1920x1080 SDR.
 */
IGD_EXPORT const char *igd_frames_words(struct igd_host *host, uint64_t bytes);

#endif
