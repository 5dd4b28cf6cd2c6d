// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * util - memory that cannot fail, scope-exit clean-up, and strings that are safe to show
 */
#include "core/util.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *checked(void *memory)
{
	if (!memory)
		_exit(IGD_EXIT_MEMORY);
	return memory;
}

void *igd_zalloc(size_t size)
{
	return checked(calloc(1, size ? size : 1));
}

char *igd_strdup(const char *text)
{
	return checked(strdup(text));
}

char *igd_strndup(const char *text, size_t size)
{
	return checked(strndup(text, size));
}

void *igd_regrow(void *array, size_t count, size_t size)
{
	return checked(reallocarray(array, count ? count : 1, size));
}

char *igd_vprintf(const char *format, va_list args)
{
	char *text = NULL;

	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	return checked(text);
}

char *igd_printf(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	return text;
}

void igd_free_at(void *pointer_to_pointer)
{
	void *memory;

	memcpy(&memory, pointer_to_pointer, sizeof(memory));
	free(memory);
}

void igd_close_at(int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		close(*fd);
	errno = saved;
}

static int by_name(const struct dirent **left, const struct dirent **right)
{
	return strcmp((*left)->d_name, (*right)->d_name);
}

int igd_scan_directory(int fd, struct dirent ***ret, int (*filter)(const struct dirent *entry))
{
	IGD_AUTOFREE char *path = igd_printf("/proc/self/fd/%d", fd);

	return scandir(path, ret, filter, by_name);
}

int igd_take_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

ssize_t igd_read(int fd, void *ret, size_t size)
{
	size_t done = 0;
	ssize_t got = 1;

	while (done < size && got > 0) {
		got = read(fd, (char *)ret + done, size - done);
		if (got > 0)
			done += (size_t)got;
		else if (got < 0 && errno == EINTR)
			got = 1;
	}
	return got < 0 ? -errno : (ssize_t)done;
}

void igd_text_add(struct igd_text *text, const void *bytes, size_t size)
{
	if (text->size + size + 1 > text->room) {
		text->room = (text->size + size + 1) * 2;
		text->text = igd_regrow(text->text, text->room, 1);
	}
	if (size)
		memcpy(text->text + text->size, bytes, size);
	text->size += size;
	text->text[text->size] = '\0';
}

void igd_text_printf(struct igd_text *text, const char *format, ...)
{
	IGD_AUTOFREE char *piece = NULL;
	va_list args;

	va_start(args, format);
	piece = igd_vprintf(format, args);
	va_end(args);
	igd_text_add(text, piece, strlen(piece));
}

void igd_text_done(struct igd_text *text)
{
	free(text->text);
	*text = (struct igd_text){ 0 };
}

/* RFC 3629: the second byte's range rules out overlong forms, surrogates and what lies above U+10FFFF. */
static bool second_byte_fits(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xe0:
		return second >= 0xa0;
	case 0xed:
		return second < 0xa0;
	case 0xf0:
		return second >= 0x90;
	case 0xf4:
		return second < 0x90;
	default:
		return true;
	}
}

static size_t utf8_expected(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first < 0xe0)
		return 2;
	if (first >= 0xe0 && first < 0xf0)
		return 3;
	return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

size_t igd_utf8_length(const unsigned char *text, size_t size)
{
	size_t length, i;

	if (!size)
		return 0;
	length = utf8_expected(text[0]);
	if (length > size || (length > 1 && !second_byte_fits(text[0], text[1])))
		return 0;
	for (i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	}
	return length;
}

/* U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069: they break a line or turn what is behind them around. */
static bool reorders(const unsigned char *text)
{
	if (text[0] != 0xe2 || (text[1] != 0x80 && text[1] != 0x81))
		return false;
	if (text[1] == 0x81)
		return text[2] >= 0xa6 && text[2] <= 0xa9;
	return text[2] == 0x8e || text[2] == 0x8f || (text[2] >= 0xa8 && text[2] <= 0xae);
}

static bool is_shown(const unsigned char *text, size_t length)
{
	if (length == 1)
		return text[0] >= 0x20 && text[0] != 0x7f;
	if (length == 2)
		return text[0] != 0xc2 || text[1] >= 0xa0; /* C1 control characters */
	return length != 3 || !reorders(text);
}

char *igd_printable(const void *bytes, size_t size, size_t limit)
{
	const unsigned char *in = bytes;
	struct igd_text out = { 0 };
	size_t at = 0, kept = 0, length;
	char piece[8];

	igd_text_add(&out, "", 0);
	while (at < size && out.size <= limit) {
		if (out.size + 3 <= limit)
			kept = out.size;
		length = igd_utf8_length(in + at, size - at);
		if (length == 1 && isspace(in[at])) {
			igd_text_add(&out, " ", 1);
		} else if (length && is_shown(in + at, length)) {
			igd_text_add(&out, in + at, length);
		} else {
			length = 1;
			snprintf(piece, sizeof(piece), "\\x%02x", in[at]);
			igd_text_add(&out, piece, 4);
		}
		at += length;
	}
	if (out.size > limit) {
		out.size = kept;
		igd_text_add(&out, "...", limit < 3 ? limit : 3);
	}
	return out.text;
}

bool igd_starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool igd_ends_with(const char *text, const char *suffix)
{
	size_t size = strlen(text), tail = strlen(suffix);

	return size >= tail && strcmp(text + size - tail, suffix) == 0;
}

const char *igd_basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

unsigned igd_bit_length(uint64_t value)
{
	unsigned bits = 0;

	for (; value; value >>= 1)
		bits++;
	return bits;
}

int igd_parse_u64(const char *text, int base, uint64_t *ret)
{
	unsigned long long value;
	char *end;

	if (!isalnum((unsigned char)*text))
		return -EINVAL;
	errno = 0;
	value = strtoull(text, &end, base);
	if (errno)
		return -errno;
	if (*end || end == text)
		return -EINVAL;
	*ret = value;
	return 0;
}

static const struct {
	const char *name;
	int number;
} errors[] = {
	{ "EPERM", EPERM },
	{ "ENOENT", ENOENT },
	{ "EIO", EIO },
	{ "EACCES", EACCES },
	{ "EBUSY", EBUSY },
	{ "ENODEV", ENODEV },
	{ "ENOTDIR", ENOTDIR },
	{ "EISDIR", EISDIR },
	{ "EINVAL", EINVAL },
	{ "EFBIG", EFBIG },
	{ "ELOOP", ELOOP },
	{ "ENODATA", ENODATA },
	{ "ENXIO", ENXIO },
	{ "EAGAIN", EAGAIN },
	{ "ENOTSUP", ENOTSUP },
	{ "EILSEQ", EILSEQ },
	{ "ESTALE", ESTALE },
	{ "ENOMEM", ENOMEM },
	{ "EBADMSG", EBADMSG },
	{ "ENAMETOOLONG", ENAMETOOLONG },
	{ "ENOSYS", ENOSYS },
	{ "ETIMEDOUT", ETIMEDOUT },
	{ "EMFILE", EMFILE },
	{ "EROFS", EROFS },
	{ "ENOEXEC", ENOEXEC },
	{ "EFAULT", EFAULT },
	{ "ECANCELED", ECANCELED },
	{ "ECONNREFUSED", ECONNREFUSED },
	{ "ENOPKG", ENOPKG },
	{ "ENOSPC", ENOSPC },
	{ "EMLINK", EMLINK },
	{ "EINTR", EINTR },
	{ "ETXTBSY", ETXTBSY },
	{ "EEXIST", EEXIST },
	{ "ENOTEMPTY", ENOTEMPTY },
	{ "EXDEV", EXDEV },
	{ "EDQUOT", EDQUOT },
	{ "ENFILE", ENFILE },
	{ "E2BIG", E2BIG },
	{ "ENOTTY", ENOTTY },
	{ "ESRCH", ESRCH },
	{ "EPIPE", EPIPE },
	{ "ERANGE", ERANGE },
	{ "EOVERFLOW", EOVERFLOW },
	{ "EBADF", EBADF },
	{ "EPROTO", EPROTO },
	{ "ECONNRESET", ECONNRESET },
	{ "EHOSTUNREACH", EHOSTUNREACH },
	{ "ENETUNREACH", ENETUNREACH },
	{ "ENOMSG", ENOMSG },
	{ "EADDRNOTAVAIL", EADDRNOTAVAIL },
	{ "ENOTCONN", ENOTCONN },
	{ "ETIME", ETIME },
	{ "EHOSTDOWN", EHOSTDOWN },
};

const char *igd_errno_name(int error)
{
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		if (errors[i].number == error)
			return errors[i].name;
	}
	return "EIO";
}

int igd_errno_number(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].number;
	}
	return 0;
}

const char *igd_errno_text(int error)
{
	switch (error) {
	case ENODATA:
		return "not in the recording";
	case EFBIG:
		return "larger than is read of such a file";
	case EBADMSG:
		return "malformed";
	case ENOEXEC:
		return "the program could not be run, or failed";
	case ETIMEDOUT:
		return "no answer in time";
	default:
		return strerror(error);
	}
}

int igd_error_set(struct igd_error *error, int code, const char *format, ...)
{
	va_list args;

	if (error) {
		error->code = code;
		va_start(args, format);
		vsnprintf(error->message, sizeof(error->message), format, args);
		va_end(args);
	}
	return -code;
}
