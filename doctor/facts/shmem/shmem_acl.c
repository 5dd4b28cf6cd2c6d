// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_acl - cgroup_device_acl of qemu.conf
 */
#include "facts/shmem/shmem_acl.h"

#include <string.h>

#include "facts/access/reach.h"

#define KEY "cgroup_device_acl"

/* What libvirt 9.0 to 11.3 all have; /dev/userfaultfd, /dev/rtc and /dev/hpet came and went, and no VM dies without. */
static const char *const needed[] = { "/dev/null", "/dev/full", "/dev/zero", "/dev/random",
	"/dev/urandom", "/dev/ptmx", "/dev/kvm" };

/* Behind white space and comments, which may stand between any two words (libvirt src/util/virconf.c). */
static const char *skip(const char *at)
{
	for (;;) {
		at += strspn(at, " \t\r\n,");
		if (*at != '#')
			return at;
		at += strcspn(at, "\n");
	}
}

/* Behind "cgroup_device_acl = [" at the beginning of a line; NULL if it is not set. */
static const char *find_list(const char *text)
{
	const char *at, *list = NULL;

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		at = text + strspn(text, " \t");
		if (!igd_starts_with(at, KEY))
			continue;
		at += strlen(KEY);
		at += strspn(at, " \t");
		if (*at != '=')
			continue;
		at = skip(at + 1);
		if (*at == '[')
			list = at + 1; /* of two, the last counts */
	}
	return list;
}

static bool has(const char *list, const char *device)
{
	size_t length;
	char quote;

	for (list = skip(list); *list == '"' || *list == '\''; list = skip(list)) {
		quote = *list++;
		length = 0;
		while (list[length] && list[length] != quote && list[length] != '\n')
			length++;
		if (strlen(device) == length && strncmp(list, device, length) == 0)
			return true;
		list += length;
		list += *list == quote;
	}
	return false;
}

enum igd_device_acl igd_device_acl_parse(
	const char *text, const char *device, const char **ret_missing)
{
	const char *list = find_list(text);
	size_t i;

	if (!list)
		return IGD_ACL_DEFAULT;
	if (!has(list, device))
		return IGD_ACL_LACKS;
	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++) {
		if (!has(list, needed[i])) {
			*ret_missing = needed[i];
			return IGD_ACL_MAIMED;
		}
	}
	return IGD_ACL_HAS;
}

enum igd_device_acl igd_device_acl(
	struct igd_host *host, const char *device, const char **ret_missing)
{
	const char *text = igd_host_text(host, IGD_QEMU_CONF);
	enum igd_device_acl acl =
		text ? igd_device_acl_parse(text, device, ret_missing) : IGD_ACL_DEFAULT;

	if (acl == IGD_ACL_HAS)
		igd_host_cite(host, IGD_QEMU_CONF, KEY " has %s", device);
	return acl;
}
