// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cpio - the "newc" archives an initramfs is made of, read piece by piece as the kernel does
 *
 * libarchive takes off the compression, but not this: it cannot tell where in a file an archive ends and the
 * next begins (Linux init/initramfs.c; Documentation/driver-api/early-userspace/buffer-format.rst).
 */
#ifndef IGD_FACTS_BOOT_CPIO_H
#define IGD_FACTS_BOOT_CPIO_H

#include "core/util.h"

/* Bounds on what is accepted from strangers. */
#define IGD_CPIO_MAX_NAME 4096u /* PATH_MAX, as in the kernel */
#define IGD_CPIO_MAX_ENTRIES 200000u

enum igd_cpio_state {
	IGD_CPIO_BETWEEN, /* before a header: zeros are skipped */
	IGD_CPIO_HEADER,
	IGD_CPIO_NAME,
	IGD_CPIO_BODY,
	IGD_CPIO_BAD /* what follows is no archive; nothing more is read */
};

/* name has no leading "/" or "./". want() says whether file() is to be given the content of a regular file. */
struct igd_cpio_reader {
	bool (*want)(void *context, const char *name, uint64_t size);
	void (*file)(void *context, const char *name, const char *content, size_t size);
	void *context;
};

struct igd_cpio {
	const struct igd_cpio_reader *reader;
	enum igd_cpio_state state;
	unsigned char header[110];
	char name[IGD_CPIO_MAX_NAME + 4];
	size_t have;	  /* bytes of the header or the name so far */
	size_t name_size; /* with the NUL and the padding */
	uint64_t left;	  /* bytes of the body with its padding still to come */
	uint64_t size;	  /* of the body */
	bool is_wanted;
	bool has_ended; /* the last thing read was the end of an archive */
	struct igd_text content;
	unsigned entries;
};

/*
 * Takes bytes on; returns how many. Fewer than size: an archive has ended there (has_ended) and stop was
 * asked for, or the rest is none (state IGD_CPIO_BAD).
 */
IGD_EXPORT size_t igd_cpio_feed(struct igd_cpio *cpio, const void *bytes, size_t size, bool stop);
/* How many of the coming bytes nobody wants; igd_cpio_skip() passes over at most that many. */
IGD_EXPORT uint64_t igd_cpio_skippable(const struct igd_cpio *cpio);
IGD_EXPORT void igd_cpio_skip(struct igd_cpio *cpio, uint64_t size);
/* Whether nothing is missing: the bytes did not end in the middle of a member. */
IGD_EXPORT bool igd_cpio_is_whole(const struct igd_cpio *cpio);
IGD_EXPORT void igd_cpio_done(struct igd_cpio *cpio);

#endif
