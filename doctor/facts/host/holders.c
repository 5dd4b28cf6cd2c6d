// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * holders - the programs that hold a DRM device open
 */
#include "facts/host/holders.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#define MAX_CLIENTS ((size_t)1 << 16)
#define NAME_WIDTH 20
#define MAX_PID 4194304u /* PID_MAX_LIMIT of Linux include/linux/threads.h */

static void add(struct igd_holders *holders, const char *name, size_t length, uint32_t pid)
{
	struct igd_holder *holder;
	size_t i;

	holders->total++;
	for (i = 0; i < holders->count; i++) {
		if (holders->holders[i].pid == pid)
			return;
	}
	if (holders->count == IGD_HOLDERS_MAX)
		return;
	holder = &holders->holders[holders->count++];
	holder->pid = pid;
	memcpy(holder->name, name, length);
	for (i = 0; i < length; i++) {
		if (!isprint((unsigned char)holder->name[i]))
			holder->name[i] = '?';
	}
}

static bool read_line(struct igd_holders *holders, const char *line, size_t length)
{
	size_t begin = 0, end = NAME_WIDTH, at = NAME_WIDTH;
	uint32_t pid = 0;

	if (length <= NAME_WIDTH || line[NAME_WIDTH] != ' ')
		return false;
	while (begin < end && line[begin] == ' ')
		begin++;
	while (at < length && line[at] == ' ')
		at++;
	for (; at < length && isdigit((unsigned char)line[at]) && pid <= MAX_PID; at++)
		pid = pid * 10 + (uint32_t)(line[at] - '0');
	if (!pid || pid > MAX_PID || (at < length && line[at] != ' '))
		return false;
	add(holders, line + begin, end - begin, pid);
	return true;
}

int igd_holders_parse(struct igd_holders *ret, const char *text, size_t size)
{
	struct igd_holders holders = { 0 };
	const char *end = text + size, *newline;
	bool is_head = true;

	memset(ret, 0, sizeof(*ret));
	for (; text < end; text = newline + 1) {
		newline = memchr(text, '\n', (size_t)(end - text));
		if (!newline)
			return -EBADMSG;
		if (!is_head && !read_line(&holders, text, (size_t)(newline - text)))
			return -EBADMSG;
		is_head = false;
	}
	*ret = holders;
	return 0;
}

const char *igd_holders_read(
	struct igd_host *host, const char *const *nodes, struct igd_holders *ret)
{
	const struct igd_bytes *bytes;
	const char *path;

	memset(ret, 0, sizeof(*ret));
	while (*nodes && !igd_starts_with(*nodes, "card"))
		nodes++;
	if (!*nodes)
		return NULL;
	path = igd_host_print(host, "/sys/kernel/debug/dri/%s/clients", *nodes + strlen("card"));
	bytes = igd_host_bytes(host, path, MAX_CLIENTS);
	igd_host_forgive(host, path);
	return bytes && igd_holders_parse(ret, bytes->data, bytes->size) == 0 ? path : NULL;
}
