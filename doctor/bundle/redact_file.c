// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_file - whether a common word in a path is a VM's name
 *
 * Images, NVRAM, logs and sockets of a VM are called as it is: "win11.qcow2", "win11_VARS.fd", "/dev/vg0/win11". A
 * system's own files have such names as well ("/dev/kvm", "OVMF_VARS.fd"), so where it keeps them decides.
 */
#include <string.h>

#include "bundle/redact_private.h"

#define MAX_PATH 1024u
#define LOG_OF "/.igd-doctor/derived/log/run"

static bool parts(char letter)
{
	return !letter || (unsigned char)letter <= ' ' || strchr("\"'<>|,;:()`*?&=", letter);
}

static size_t path_start(const struct igd_walk *walk)
{
	size_t at = walk->at;

	while (at && walk->at - at < MAX_PATH && !parts(walk->in[at - 1]))
		at--;
	return at;
}

static bool begins(const char *text, size_t size, const char *prefix)
{
	size_t length = strlen(prefix);

	return size >= length && strncmp(text, prefix, length) == 0;
}

/* What comes with a distribution, or is the kernel's: no VM's file is there. */
static bool is_of_system(const char *path, size_t size)
{
	static const char *const places[] = { "/usr/", "/etc/", "/boot/", "/efi/", "/proc/",
		"/sys/", "/lib/", "/lib64/", "/bin/", "/sbin/", "/nix/", "/gnu/", "/opt/",
		"/.igd-doctor/", "/var/log/", "/var/cache/", "/var/db/", "/var/lib/dkms/",
		"/var/lib/dpkg/", "/var/lib/pacman/", "/var/lib/rpm/", "/dev/block/", "/dev/bus/",
		"/dev/char/", "/dev/cpu/", "/dev/disk/", "/dev/dri/", "/dev/input/", "/dev/mapper/",
		"/dev/net/", "/dev/shm/", "/dev/snd/", "/dev/vfio/" };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		if (begins(path, size, places[i]))
			return true;
	}
	return false;
}

/* A volume below "/dev/GROUP/", or a file with more to its name: a folder alone may be anybody's. */
static bool is_file(const char *path, size_t folders, const char *rest, size_t size)
{
	size_t at;

	for (at = 0; at < size && !parts(rest[at]); at++) {
		if (rest[at] == '/' || rest[at] == '\\')
			return false;
	}
	if (!at)
		return folders > 5 && strncmp(path, "/dev/", 5) == 0;
	return *rest == '_' || *rest == '.' || (*rest == '-' && memchr(rest, '.', at));
}

bool igd_file_is_of_vm(const struct igd_walk *walk, size_t size)
{
	size_t start = path_start(walk), end = walk->at + size;
	const char *path;

	/* What was derived from a log stands below that log's path. */
	if (begins(walk->in + start, walk->at - start, LOG_OF))
		start += strlen(LOG_OF);
	path = walk->in + start;

	return walk->at > start && *path == '/' && walk->in[walk->at - 1] == '/' &&
	       !is_of_system(path, walk->at - start) &&
	       is_file(path, walk->at - start, walk->in + end, walk->size - end);
}
