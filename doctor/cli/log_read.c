// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_read - a log, piece by piece, from a file, a pipe or standard input
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/log.h"

#define PIECE ((size_t)1 << 16)
/* As much of a log is looked at to tell whether it is a text. */
#define SAMPLE ((size_t)4096)
/* One control character in so many bytes: compressed data have one in ten, logs with odd bytes hardly any. */
#define TEXT_RATIO 20

/* What people feed by mistake, and what they wanted. */
static const struct {
	const char *magic;
	size_t size;
	const char *why;
} strangers[] = {
	{ "LPKSHHRH", 8,
		"a journal of systemd; print it with `journalctl --file`, or `journalctl -k`" },
	{ "\x1f\x8b", 2, "compressed; unpack it with `zcat`" },
	{ "\xfd"
	  "7zXZ",
		5, "compressed; unpack it with `xzcat`" },
	{ "\x28\xb5\x2f\xfd", 4, "compressed; unpack it with `zstdcat`" },
	{ "BZh", 3, "compressed; unpack it with `bzcat`" },
	{ "PK\x03\x04", 4, "a ZIP archive; unpack it" },
};

static const char *not_a_text(const unsigned char *bytes, size_t size)
{
	size_t controls = 0, i;

	for (i = 0; i < sizeof(strangers) / sizeof(*strangers); i++) {
		if (size >= strangers[i].size &&
			memcmp(bytes, strangers[i].magic, strangers[i].size) == 0)
			return strangers[i].why;
	}
	if (size >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0)
		return NULL; /* UTF-16 */
	size = size < SAMPLE ? size : SAMPLE;
	for (i = 0; i < size; i++)
		controls += bytes[i] < ' ' && !strchr("\t\n\r\f\b\033", bytes[i] ? bytes[i] : 1);
	return controls * TEXT_RATIO > size ? "not a text" : NULL;
}

static int refuse(int error, const char *why, char **ret_why)
{
	*ret_why = igd_strdup(why ? why : igd_errno_text(error));
	return -error;
}

static int scan(
	int fd, const struct igd_symptoms *symptoms, struct igd_log_hits *ret, char **ret_why)
{
	IGD_AUTOFREE char *piece = igd_zalloc(PIECE);
	ssize_t size = igd_read(fd, piece, PIECE);
	const char *why = size > 0 ? not_a_text((unsigned char *)piece, (size_t)size) : NULL;
	struct igd_log_scan *scan;

	if (size < 0)
		return refuse((int)-size, NULL, ret_why);
	if (why)
		return refuse(EBADMSG, why, ret_why);
	scan = igd_log_scan_new(symptoms);
	for (; size > 0; size = igd_read(fd, piece, PIECE))
		igd_log_scan_feed(scan, piece, (size_t)size);
	igd_log_scan_end(scan, ret);
	if (size == 0)
		return 0;
	igd_log_hits_done(ret);
	return refuse((int)-size, NULL, ret_why);
}

int igd_log_read(const char *name, const struct igd_symptoms *symptoms, struct igd_log_hits *ret,
	char **ret_why)
{
	IGD_AUTOCLOSE int fd = -1;
	struct stat status;

	if (strcmp(name, "-") == 0)
		return scan(STDIN_FILENO, symptoms, ret, ret_why);
	fd = open(name, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) < 0)
		return refuse(errno, NULL, ret_why);
	if (S_ISDIR(status.st_mode))
		return refuse(EISDIR, "a directory; name the logs in it", ret_why);
	if (S_ISCHR(status.st_mode) && !isatty(fd))
		return refuse(
			EINVAL, "a device; pipe it in, as in `dmesg | igd-doctor log -`", ret_why);
	return scan(fd, symptoms, ret, ret_why);
}
