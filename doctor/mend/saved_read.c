// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * saved_read - saved.tsv, read back
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mend/work_private.h"

enum field {
	NUMBER,
	KIND,
	MODE,
	UID,
	GID,
	SECONDS,
	NANOSECONDS,
	MARK,
	PATH,
	TARGET,
	XATTRS,
	FIELDS
};

static bool to_number(const char *text, int base, uint64_t limit, uint64_t *ret)
{
	return igd_parse_u64(text, base, ret) == 0 && *ret <= limit;
}

static void *from_hex(const char *text, size_t *ret_size)
{
	size_t size = strlen(text) / 2, i;
	unsigned char *bytes = igd_zalloc(size + 1);

	for (i = 0; i < size; i++) {
		const char pair[3] = { text[2 * i], text[2 * i + 1], '\0' };
		uint64_t value = 0;

		if (igd_parse_u64(pair, 16, &value))
			value = 0;
		bytes[i] = (unsigned char)value;
	}
	*ret_size = size;
	return bytes;
}

static void read_xattrs(char *text, struct igd_seen *ret)
{
	char *save = NULL, *piece;

	for (piece = strtok_r(text, ",", &save); piece; piece = strtok_r(NULL, ",", &save)) {
		char *value = strchr(piece, '=');
		struct igd_xattr *added;

		if (!value)
			continue;
		*value++ = '\0';
		ret->xattrs = igd_regrow(ret->xattrs, ret->xattr_count + 1, sizeof(*ret->xattrs));
		added = &ret->xattrs[ret->xattr_count++];
		added->name = igd_unpercent(piece);
		added->value = from_hex(value, &added->size);
	}
}

/* Cuts a row at its tabs; false: there are too few. */
static bool split(char *row, char *ret[FIELDS])
{
	size_t i;

	for (i = 0; i < FIELDS; i++) {
		ret[i] = row;
		row = strchr(row, '\t');
		if (!row)
			return i == FIELDS - 1;
		*row++ = '\0';
	}
	return false;
}

static bool read_kind(const char *text, struct igd_saved *ret)
{
	unsigned type;

	ret->is_folder = strcmp(text, "folder") == 0;
	for (type = 0; type < IGD_FILE_TYPE_COUNT; type++) {
		if (strcmp(text, igd_file_type_name((enum igd_file_type)type)) == 0) {
			ret->seen.type = (enum igd_file_type)type;
			return true;
		}
	}
	return ret->is_folder;
}

static bool read_numbers(char *const fields[FIELDS], struct igd_saved *ret)
{
	uint64_t number, mode, uid, gid, nanoseconds;
	char *end;

	if (!to_number(fields[NUMBER], 10, SIZE_MAX, &number) ||
		!to_number(fields[MODE], 8, 07777, &mode) ||
		!to_number(fields[UID], 10, UINT32_MAX, &uid) ||
		!to_number(fields[GID], 10, UINT32_MAX, &gid) ||
		!to_number(fields[NANOSECONDS], 10, 999999999, &nanoseconds))
		return false;
	ret->number = (size_t)number;
	ret->seen.mode = (uint32_t)mode;
	ret->seen.uid = (uid_t)uid;
	ret->seen.gid = (gid_t)gid;
	ret->seen.time.tv_nsec = (long)nanoseconds;
	ret->seen.time.tv_sec = (time_t)strtoll(fields[SECONDS], &end, 10);
	return end != fields[SECONDS] && !*end;
}

static bool read_row(char *row, struct igd_saved *ret)
{
	char *fields[FIELDS];

	if (!split(row, fields) || !read_kind(fields[KIND], ret) || !read_numbers(fields, ret) ||
		fields[PATH][0] != '/')
		return false;
	snprintf(ret->mark, sizeof(ret->mark), "%s", fields[MARK]);
	ret->path = igd_unpercent(fields[PATH]);
	if (ret->seen.type == IGD_FILE_LINK)
		ret->seen.target = igd_unpercent(fields[TARGET]);
	read_xattrs(fields[XATTRS], &ret->seen);
	return true;
}

int igd_saved_parse(struct igd_work *work, const char *text, size_t size)
{
	const char *end;

	for (; size && (end = memchr(text, '\n', size)); text = end + 1) {
		IGD_AUTOFREE char *row = igd_strndup(text, (size_t)(end - text));
		struct igd_saved saved = { 0 };

		if (!read_row(row, &saved))
			return -EBADMSG;
		work->saved = igd_regrow(work->saved, work->saved_count + 1, sizeof(saved));
		work->saved[work->saved_count++] = saved;
		size -= (size_t)(end + 1 - text);
	}
	return size ? -EBADMSG : 0;
}
