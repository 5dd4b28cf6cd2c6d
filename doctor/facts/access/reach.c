// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * reach - whether the user that runs QEMU gets at a file: owners and modes on the way, and who that user is
 *
 * libvirt gives the VM's disks to QEMU's user, but not the file of <rom file=...> (libvirt 11.3
 * src/security/security_dac.c): that has to be readable as it is.
 */
#include "facts/access/reach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROXMOX "/etc/pve"

static const char *take(const char **at, size_t *ret_length)
{
	const char *word = *at;

	*ret_length = strcspn(word, " \n");
	*at = word + *ret_length;
	*at += **at == ' ';
	return word;
}

static bool take_number(const char **at, int base, uint64_t *ret)
{
	char word[24];
	size_t length;
	const char *begin = take(at, &length);

	snprintf(word, sizeof(word), "%.*s", (int)(length < 64 ? length : 64), begin);
	return length < sizeof(word) && igd_parse_u64(word, base, ret) == 0;
}

bool igd_mode_parse(const char *line, struct igd_mode *ret)
{
	uint64_t mode, uid, gid;
	size_t length;
	char word[8];
	const char *at = line, *begin = take(&at, &length);

	*ret = (struct igd_mode){ .type = *begin };
	if (length != 1)
		return false;
	begin = take(&at, &length);
	ret->has_acl = length && begin[length - 1] == '+';
	length -= ret->has_acl;
	snprintf(word, sizeof(word), "%.*s", (int)(length < 8 ? length : 8), begin);
	if (igd_parse_u64(word, 8, &mode) < 0 || mode > 07777 || !take_number(&at, 10, &uid) ||
		!take_number(&at, 10, &gid) || !take_number(&at, 10, &ret->size) ||
		uid > UINT32_MAX || gid > UINT32_MAX)
		return false;
	ret->mode = (unsigned)mode;
	ret->uid = (unsigned)uid;
	ret->gid = (unsigned)gid;
	begin = take(&at, &length);
	if (length >= sizeof(ret->label) || strcspn(at, "\n") >= sizeof(ret->path) || *at != '/')
		return false;
	if (length != 1 || *begin != '-')
		snprintf(ret->label, sizeof(ret->label), "%.*s", (int)length, begin);
	snprintf(ret->path, sizeof(ret->path), "%.*s", (int)strcspn(at, "\n"), at);
	return true;
}

/* Field number of a line of passwd(5) or group(5), which fields end at ':'. */
static const char *field(const char *line, unsigned number, size_t *ret_length)
{
	size_t length = strcspn(line, ":\n");

	for (; number; number--) {
		line += length;
		line += *line == ':';
		length = strcspn(line, ":\n");
	}
	*ret_length = length;
	return line;
}

static bool is_field(const char *line, unsigned number, const char *value)
{
	size_t length;
	const char *found = field(line, number, &length);

	return strlen(value) == length && strncmp(found, value, length) == 0;
}

static bool number_field(const char *line, unsigned number, unsigned *ret)
{
	IGD_AUTOFREE char *word = NULL;
	uint64_t value;
	size_t length;
	const char *found = field(line, number, &length);

	word = igd_strndup(found, length);
	if (igd_parse_u64(word, 10, &value) < 0 || value > UINT32_MAX)
		return false;
	*ret = (unsigned)value;
	return true;
}

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

bool igd_reach_file(const char *modes, struct igd_mode *ret)
{
	const char *line, *last = NULL;

	for (line = modes; *line; line = next_line(line))
		last = line;
	return last && igd_mode_parse(last, ret);
}

static bool is_member(const char *line, const char *name)
{
	size_t length, size;
	const char *members = field(line, 3, &length), *end = members + length;

	for (; members < end; members += size, members += members < end) {
		size = strcspn(members, ",:\n");
		if (strlen(name) == size && strncmp(members, name, size) == 0)
			return true;
	}
	return false;
}

static void add_group(struct igd_user *user, unsigned gid)
{
	if (user->gid_count < sizeof(user->gids) / sizeof(*user->gids))
		user->gids[user->gid_count++] = gid;
}

bool igd_user_find(const char *passwd, const char *group, const char *name, struct igd_user *ret)
{
	const char *line = passwd;
	unsigned gid;

	*ret = (struct igd_user){ 0 };
	while (*line && !is_field(line, 0, name))
		line = next_line(line);
	if (!*line || !number_field(line, 2, &ret->uid) || !number_field(line, 3, &gid))
		return false;
	snprintf(ret->name, sizeof(ret->name), "%s", name);
	add_group(ret, gid);
	for (line = group; *line; line = next_line(line)) {
		if (is_member(line, name) && number_field(line, 2, &gid))
			add_group(ret, gid);
	}
	return true;
}

/* x for a directory; r, or r and w, for anything else. */
static unsigned wanted(const struct igd_mode *mode, bool writes)
{
	if (mode->type == 'd')
		return 1;
	return writes ? 6 : 4;
}

static bool allows_all(const struct igd_mode *mode, bool writes)
{
	unsigned bits = wanted(mode, writes);

	return (mode->mode & mode->mode >> 3 & mode->mode >> 6 & bits) == bits;
}

static bool allows(const struct igd_mode *mode, const struct igd_user *user, bool writes)
{
	unsigned bits = wanted(mode, writes);
	size_t i;

	if (user->uid == 0)
		return true;
	if (user->uid == mode->uid)
		return (mode->mode >> 6 & bits) == bits;
	for (i = 0; i < user->gid_count; i++) {
		if (user->gids[i] == mode->gid)
			return (mode->mode >> 3 & bits) == bits;
	}
	return (mode->mode & bits) == bits;
}

bool igd_mode_allows_all(const struct igd_mode *mode)
{
	return allows_all(mode, false);
}

bool igd_mode_allows(const struct igd_mode *mode, const struct igd_user *user)
{
	return allows(mode, user, false);
}

static bool find_obstacle(
	const char *modes, const struct igd_user *user, bool writes, struct igd_mode *ret)
{
	struct igd_mode mode;

	for (; *modes; modes = next_line(modes)) {
		if (!igd_mode_parse(modes, &mode))
			continue;
		if (user ? allows(&mode, user, writes) : allows_all(&mode, writes))
			continue;
		*ret = mode;
		return true;
	}
	return false;
}

bool igd_reach_obstacle_for(const char *modes, const struct igd_user *user, struct igd_mode *ret)
{
	return find_obstacle(modes, user, false, ret);
}

bool igd_reach_obstacle(const char *modes, struct igd_mode *ret)
{
	return find_obstacle(modes, NULL, false, ret);
}

bool igd_reach_obstacle_to_writing(
	const char *modes, const struct igd_user *user, struct igd_mode *ret)
{
	return find_obstacle(modes, user, true, ret);
}

const char *igd_qemu_conf(struct igd_host *host, const char *key)
{
	const char *line = igd_host_text(host, IGD_QEMU_CONF), *at;
	size_t length;

	for (; line && *line; line = next_line(line)) {
		at = line + strspn(line, " \t");
		if (!igd_starts_with(at, key))
			continue;
		at += strlen(key);
		at += strspn(at, " \t");
		if (*at != '=')
			continue;
		at += 1 + strspn(at + 1, " \t[\"");
		length = strcspn(at, "\"], \t#\n");
		igd_host_cite(host, IGD_QEMU_CONF, "%s = %.*s", key, (int)length, at);
		return igd_host_print(host, "%.*s", (int)length, at);
	}
	return NULL;
}

struct user_fact {
	bool is_known;
	struct igd_user user;
};

static bool find(struct igd_host *host, const char *name, struct igd_user *ret)
{
	const char *passwd = igd_host_text(host, "/etc/passwd");
	const char *group = igd_host_text(host, "/etc/group");

	return passwd && igd_user_find(passwd, group ? group : "", name, ret);
}

bool igd_user_of_uid(struct igd_host *host, unsigned uid, struct igd_user *ret)
{
	const char *line = igd_host_text(host, "/etc/passwd"), *name;
	unsigned number;
	size_t length;

	for (; line && *line; line = next_line(line)) {
		if (!number_field(line, 2, &number) || number != uid)
			continue;
		name = field(line, 0, &length);
		return find(host, igd_host_print(host, "%.*s", (int)length, name), ret);
	}
	return false;
}

static void read_user(struct igd_host *host, void *ret)
{
	static const char *const usual[] = { "libvirt-qemu", "qemu" };
	struct user_fact *fact = ret;
	const char *name;
	size_t i;

	if (igd_host_has(host, PROXMOX)) {
		igd_host_cite(host, PROXMOX, "Proxmox VE, which runs QEMU as root");
		*fact = (struct user_fact){ true, { .name = "root" } };
		return;
	}
	if (!igd_host_has(host, IGD_QEMU_CONF))
		return;
	name = igd_qemu_conf(host, "user");
	for (i = 0; i < sizeof(usual) / sizeof(*usual) && !fact->is_known; i++)
		fact->is_known = find(host, name ? name : usual[i], &fact->user);
}

static const struct igd_fact user_fact = { "QEMU's user", sizeof(struct user_fact), read_user,
	NULL };

const struct igd_user *igd_qemu_user(struct igd_host *host)
{
	const struct user_fact *fact = igd_host_fact(host, &user_fact);

	return fact->is_known ? &fact->user : NULL;
}
