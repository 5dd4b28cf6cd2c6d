// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_frames - what Looking Glass in the guest has written to the shared memory, and whether it goes on writing
 *
 * Sources, "LGMP" being gnif/LGMP:
 *  - to B7 (LGMP 2 to 6; lgmp/src/headers.h struct LGMPHeader at the commits that B4 to B7 pin): "LGMP" at 0, its
 *    version at 4, the guest's clock in milliseconds at 16, which lgmpHostProcess() sets each 10 ms (LookingGlass B7
 *    host/src/app.c lgmpTimer()).
 *  - LGMP 10 (cee29332 of 2025-09-14): the clock at 0, and "LGMP" behind its queues, at 8064. Where later ones have it
 *    was not read, so it is looked for.
 *  - LookingGlass common/include/common/KVMFR.h: "KVMFR---", a version at 8 and the release's name at 12; it lies
 *    somewhere behind LGMP's header, on a multiple of 4.
 *  - LookingGlass common/include/common/KVMFRRecovery.h: after B7 the last 64 KiB begin with "KVMFRRCV", which stays as
 *    it is when LGMP and KVMFR change.
 * All of it is written by the guest, and taken for hostile.
 */
#ifndef IGD_FACTS_SHMEM_SHMEM_FRAMES_H
#define IGD_FACTS_SHMEM_SHMEM_FRAMES_H

#include "core/host.h"

/* How much of the beginning is looked at, and of the last IGD_FRAMES_TAIL_FROM_END bytes. */
#define IGD_FRAMES_HEAD ((size_t)32768)
#define IGD_FRAMES_TAIL ((size_t)1280)
#define IGD_FRAMES_TAIL_FROM_END ((size_t)65536)

enum igd_frames_content {
	IGD_FRAMES_EMPTY,   /* zeros: nobody has ever written */
	IGD_FRAMES_FOREIGN, /* somebody has, but not Looking Glass */
	IGD_FRAMES_WRITTEN  /* by Looking Glass */
};

enum igd_frames_motion {
	IGD_FRAMES_ONCE,  /* only looked at once */
	IGD_FRAMES_STILL, /* its clock stood still for a second */
	IGD_FRAMES_MOVES
};

/* Versions are 0 where they are not told, texts are printable and "" where they are not. */
struct igd_frames_header {
	enum igd_frames_content content;
	enum igd_frames_motion motion;
	uint32_t lgmp, kvmfr;
	char release[49];  /* "B7", "B7-12-gabcdef" */
	bool has_recovery; /* the block of releases after B7, published */
	uint32_t state, error;
	bool has_clock;
	uint64_t clock; /* any number that differs from one moment to the next while it is alive */
};

/* Reads the bytes at the beginning and those of the recovery block; either may be short, or NULL with 0. */
IGD_EXPORT void igd_frames_parse(const unsigned char *head, size_t head_size,
	const unsigned char *tail, size_t tail_size, struct igd_frames_header *ret);

/* As a text that a recording holds, and back. False for one that is not exactly of that form. */
IGD_EXPORT void igd_frames_write(const struct igd_frames_header *header, struct igd_text *ret);
IGD_EXPORT bool igd_frames_read(const char *text, struct igd_frames_header *ret);

/*
 * What stands in a file of the host, watched for up to a second if Looking Glass has written it and this is the live
 * machine. False if it is absent, or cannot be read, which sticks. path is absolute.
 */
IGD_EXPORT bool igd_frames_get(
	struct igd_host *host, const char *path, struct igd_frames_header *ret);

/* "Looking Glass B7 (KVMFR 20, LGMP 6)"; memory of the host. */
IGD_EXPORT const char *igd_frames_writer(
	struct igd_host *host, const struct igd_frames_header *header);

#endif
