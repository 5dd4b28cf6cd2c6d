// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * host - the machine under examination
 *
 * Checks and facts read a machine only through this. They do not know whether it is the running one, a
 * recording or, in a worker, a pipe to the process that holds either.
 *
 * Absence is an answer: a reader returns NULL or false for it. Every other error sticks to the host until the
 * check that is running has ended, and turns that check UNKNOWN with the path and the reason; so the code of
 * a check has no error path. What could not be read looks like absence to the code that asked.
 *
 * Everything that is returned belongs to the host and lives as long as it.
 */
#ifndef IGD_CORE_HOST_H
#define IGD_CORE_HOST_H

#include "core/util.h"

struct igd_host;

/* Bytes of the host's; one NUL stands behind the last. */
struct igd_bytes {
	const char *data;
	size_t size;
};

/* How much igd_host_text() reads of a file. */
#define IGD_TEXT_LIMIT ((size_t)1 << 20)

/* Whether the path exists. Symbolic links are followed. */
IGD_EXPORT bool igd_host_has(struct igd_host *host, const char *path);

/* The file's text; NULL if absent. A text ends at its first NUL. Larger than IGD_TEXT_LIMIT: EFBIG sticks. */
IGD_EXPORT const char *igd_host_text(struct igd_host *host, const char *path);

/* The file's first line without white space at its ends, as sysfs attributes are read; cites it. NULL if absent. */
IGD_EXPORT const char *igd_host_line(struct igd_host *host, const char *path);

/* The file's bytes, at most limit of them; NULL if absent. */
IGD_EXPORT const struct igd_bytes *igd_host_bytes(
	struct igd_host *host, const char *path, size_t limit);

/* The symbolic link's target as written; cites it. NULL if absent or not a link. */
IGD_EXPORT const char *igd_host_link(struct igd_host *host, const char *path);

/* The directory's names, sorted, NULL at the end; NULL if absent. */
IGD_EXPORT const char *const *igd_host_list(struct igd_host *host, const char *path);

/* 0 if the caller may open it for reading and writing, ENOENT, EACCES ... An error is an answer; none sticks. */
IGD_EXPORT int igd_host_access(struct igd_host *host, const char *path);

/* A PCI function. address is "0000:00:02.0"; class_code is base class and subclass, 0x0300 for VGA. */
struct igd_pci_device {
	char address[16];
	uint16_t vendor, device, class_code;
};

/* All PCI functions, sorted by address; an empty array where the host has none or they cannot be read. */
IGD_EXPORT const struct igd_pci_device *igd_host_pci(struct igd_host *host, size_t *ret_count);

/* printf into memory of the host; for paths. */
IGD_EXPORT IGD_FORMAT(2, 3) const
	char *igd_host_print(struct igd_host *host, const char *format, ...);

/*
 * A fact: a typed reading, done once and kept. Its read() fills size zeroed bytes by asking the host; what it
 * cited and what stuck while it ran is handed to every check that gets the fact, not only to the first.
 * done() releases what read() allocated; it may be NULL.
 */
struct igd_fact {
	const char *name;
	size_t size;
	void (*read)(struct igd_host *host, void *ret);
	void (*done)(void *fact);
};
IGD_EXPORT const void *igd_host_fact(struct igd_host *host, const struct igd_fact *fact);

/* Evidence for the running check: what stood where. source is a path, "path:line", or the name of a thing. */
IGD_EXPORT IGD_FORMAT(3, 4) void igd_host_cite(
	struct igd_host *host, const char *source, const char *format, ...);

/* Sticks an error to path, as a reader of a file does that finds it malformed (EBADMSG). */
IGD_EXPORT void igd_host_stick(struct igd_host *host, const char *path, int error);

/* Takes back what stuck to path: the caller has another way to know. */
IGD_EXPORT void igd_host_forgive(struct igd_host *host, const char *path);

/* The errno that sticks to the path since the running check began; 0 for none. */
IGD_EXPORT int igd_host_error(struct igd_host *host, const char *path);

/* Whether this is the machine the program runs on. */
IGD_EXPORT bool igd_host_is_live(const struct igd_host *host);

/*
 * An answer worked out of something that is too large to record (an initramfs, a module index): a text, kept
 * under key (a relative path of printable characters). A recording that holds the answer gives it back;
 * otherwise work() makes it: it adds to ret and returns 0, or an errno, which is recorded as well and sticks
 * to key. ENOENT: there is none. Only one worker of a run does the work. NULL for none.
 */
IGD_EXPORT const char *igd_host_derive(struct igd_host *host, const char *key,
	int (*work)(struct igd_host *host, void *context, struct igd_text *ret), void *context);

/*
 * For work(): a descriptor from which to read a large file, the caller's to close; -ENOTSUP where the source
 * holds no files (then igd_host_bytes() has to do), or -errno. Nothing is recorded and nothing sticks.
 */
IGD_EXPORT int igd_host_open(struct igd_host *host, const char *path);

#endif
