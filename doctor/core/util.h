// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * util - memory that cannot fail, scope-exit clean-up, and strings that are safe to show
 *
 * Running out of memory ends the process with IGD_EXIT_MEMORY. In a worker that is the typed answer
 * "out of memory" (see runner.h); in the program itself there is nothing better to do.
 */
#ifndef IGD_CORE_UTIL_H
#define IGD_CORE_UTIL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/attr.h"

/* The exit status of a process that ran out of memory (EX_OSERR). */
#define IGD_EXIT_MEMORY 71

/* Never return NULL; the memory is zeroed. The caller frees it. */
IGD_EXPORT IGD_MALLOC void *igd_zalloc(size_t size);
IGD_EXPORT IGD_MALLOC char *igd_strdup(const char *text);
IGD_EXPORT IGD_MALLOC char *igd_strndup(const char *text, size_t size);
/* Like reallocarray(3), but never returns NULL. */
IGD_EXPORT void *igd_regrow(void *array, size_t count, size_t size);
IGD_EXPORT IGD_MALLOC IGD_FORMAT(1, 2) char *igd_printf(const char *format, ...);
IGD_EXPORT IGD_MALLOC IGD_FORMAT(1, 0) char *igd_vprintf(const char *format, va_list args);

/* For IGD_CLEANUP: free what the pointer points to, close the descriptor if it is not negative. */
IGD_EXPORT void igd_free_at(void *pointer_to_pointer);
IGD_EXPORT void igd_close_at(int *fd);

#define IGD_AUTOFREE IGD_CLEANUP(igd_free_at)
#define IGD_AUTOCLOSE IGD_CLEANUP(igd_close_at)

/* scandir(3) of an open directory, in the order of strcmp(); scandirat() is glibc's alone. -1 with errno. */
struct dirent;
IGD_EXPORT int igd_scan_directory(
	int fd, struct dirent ***ret, int (*filter)(const struct dirent *entry));

/* Hand ownership on: returns the value and leaves nothing behind for the clean-up. */
#define IGD_TAKE_PTR(pointer)                                                                      \
	({                                                                                         \
		__typeof__(pointer) taken_ = (pointer);                                            \
		(pointer) = NULL;                                                                  \
		taken_;                                                                            \
	})
IGD_EXPORT int igd_take_fd(int *fd);

/* read(2) until size bytes are there or the file ends; how many there are, or -errno. */
IGD_EXPORT ssize_t igd_read(int fd, void *ret, size_t size);

/* A growing string. Zero-initialised is empty; text is NULL until something is added. */
struct igd_text {
	char *text;
	size_t size;
	size_t room;
};

IGD_EXPORT void igd_text_add(struct igd_text *text, const void *bytes, size_t size);
IGD_EXPORT IGD_FORMAT(2, 3) void igd_text_printf(struct igd_text *text, const char *format, ...);
IGD_EXPORT void igd_text_done(struct igd_text *text);
#define IGD_AUTOTEXT IGD_CLEANUP(igd_text_done)

/*
 * Makes foreign bytes fit to be shown on one line of a terminal: valid UTF-8 stays, white space becomes a
 * blank, every other control character, what would turn the direction of writing around and every invalid byte
 * becomes "\xHH". At most limit bytes of result; a longer one ends in "...". The caller frees it.
 */
IGD_EXPORT IGD_MALLOC char *igd_printable(const void *bytes, size_t size, size_t limit);

/* The length in bytes of the valid UTF-8 sequence at text (1 to 4), or 0. size is how many bytes there are. */
IGD_EXPORT size_t igd_utf8_length(const unsigned char *text, size_t size);

IGD_EXPORT bool igd_starts_with(const char *text, const char *prefix);
IGD_EXPORT bool igd_ends_with(const char *text, const char *suffix);
/* The part after the last '/'; the whole text without one. */
IGD_EXPORT const char *igd_basename(const char *path);

/* The whole of text as an unsigned number in that base (0: as C writes it). -EINVAL, -ERANGE. */
IGD_EXPORT int igd_parse_u64(const char *text, int base, uint64_t *ret);

/* How many bits it takes to write the number; 0 for 0. */
IGD_EXPORT unsigned igd_bit_length(uint64_t value);

/* "EACCES" for EACCES; "EIO" for a number that has no name here. Static storage. */
IGD_EXPORT const char *igd_errno_name(int error);
/* EACCES for "EACCES"; 0 for a name that is none. */
IGD_EXPORT int igd_errno_number(const char *name);
/* What a person is told of an errno; never NULL. Knows the two this program gives a meaning of its own. */
IGD_EXPORT const char *igd_errno_text(int error);

/* What went wrong, for a person: where (a path, perhaps with an offset) and why. Static size, no ownership. */
struct igd_error {
	int code; /* an errno value, positive */
	char message[512];
};

/* Fills error if it is not NULL, and returns -code. */
IGD_EXPORT IGD_FORMAT(3, 4) int igd_error_set(
	struct igd_error *error, int code, const char *format, ...);

#endif
