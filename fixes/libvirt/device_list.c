// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * device_list - cgroup_device_acl of qemu.conf, with a device more
 *
 * The edits are tried on a copy of the text first, and looked at by what judges the list (facts/shmem/shmem_acl.h).
 */
#include <string.h>

#include "facts/access/reach.h"
#include "facts/shmem/shmem_acl.h"
#include "fixes/libvirt/device_list_private.h"

#define KEY "cgroup_device_acl"
#define MAX_LINES 64u	/* of a list; libvirt's own has seven */
#define MAX_MISSING 16u /* more than every VM needs */

/* What the devices are that libvirt 9.0 to 11.3 all allow (facts/shmem/shmem_acl.c). */
#define OWN_LIST                                                                                   \
	"    \"/dev/null\", \"/dev/full\", \"/dev/zero\",\n"                                       \
	"    \"/dev/random\", \"/dev/urandom\",\n"                                                 \
	"    \"/dev/ptmx\", \"/dev/kvm\",\n"

struct line {
	const char *text;
	size_t size;
	uint32_t number; /* from 1 */
};

static struct line first_line(const char *text)
{
	return (struct line){ text, strcspn(text, "\n"), 1 };
}

/* False behind the last. */
static bool next_line(struct line *line)
{
	const char *end = line->text + line->size;

	if (*end != '\n' || !end[1])
		return false;
	*line = (struct line){ end + 1, strcspn(end + 1, "\n"), line->number + 1 };
	return true;
}

/* Behind "cgroup_device_acl = [" of a line, or of one that is commented; NULL for another. */
static const char *behind_bracket(const struct line *line, bool is_commented)
{
	const char *at = line->text;

	if (is_commented && *at++ != '#')
		return NULL;
	at += strspn(at, " \t");
	if (!igd_starts_with(at, KEY))
		return NULL;
	at += strlen(KEY);
	at += strspn(at, " \t");
	if (*at++ != '=')
		return NULL;
	at += strspn(at, " \t");
	return *at == '[' ? at + 1 : NULL;
}

/* The last such line, which is the one that counts. */
static bool find_list(const char *text, bool is_commented, struct line *ret)
{
	struct line line = first_line(text);
	bool is_found = false;

	do {
		if (!behind_bracket(&line, is_commented))
			continue;
		*ret = line;
		is_found = true;
	} while (next_line(&line));
	return is_found;
}

static void append(struct igd_changes *changes, const struct line *line, const char *fresh)
{
	IGD_AUTOFREE char *old = line ? igd_strndup(line->text, line->size) : NULL;
	struct igd_change edit = {
		.kind = IGD_CHANGE_LINE,
		.effect = IGD_EFFECT_VM,
		.place = old,
		.line = line ? line->number : 0,
	};
	IGD_AUTOFREE char *value = igd_strdup(fresh);

	edit.value = value;
	igd_change_line(changes, IGD_QEMU_CONF, &edit,
		"the list takes the place of libvirt's own, so it names those as well");
}

/* Whether the list is right once this part of the text, which may be several lines, reads fresh. */
static bool is_right(const char *text, const struct line *part, const char *fresh,
	const char *device, const char **ret_missing)
{
	IGD_AUTOTEXT struct igd_text tried = { 0 };

	igd_text_add(&tried, text, (size_t)(part->text - text));
	igd_text_printf(&tried, "%s%s", fresh, part->text + part->size);
	*ret_missing = device;
	return igd_device_acl_parse(tried.text, device, ret_missing) == IGD_ACL_HAS;
}

/* A list that is set gets the device, and what else is missing, behind its bracket. */
static bool extend(struct igd_changes *changes, const char *text, const char *device)
{
	IGD_AUTOTEXT struct igd_text extra = { 0 };
	const char *missing = device, *at;
	struct line line;
	unsigned i;

	if (!find_list(text, false, &line))
		return false;
	at = behind_bracket(&line, false);
	for (i = 0; i < MAX_MISSING; i++) {
		IGD_AUTOFREE char *fresh = NULL;

		igd_text_printf(&extra, " \"%s\",", missing);
		fresh = igd_printf("%.*s%s%.*s", (int)(at - line.text), line.text, extra.text,
			(int)(line.text + line.size - at), at);
		if (!is_right(text, &line, fresh, device, &missing))
			continue;
		append(changes, &line, fresh);
		return true;
	}
	return false;
}

/* One commented line without its '#', and with a comma behind a device that is the last. */
static void uncomment(struct igd_text *ret, const struct line *line)
{
	size_t size = line->size;

	while (size > 1 && strchr(" \t\r", line->text[size - 1]))
		size--;
	igd_text_add(ret, line->text + 1, size - 1);
	if (size > 1 && line->text[size - 1] == '"')
		igd_text_add(ret, ",", 1);
}

static bool is_last_of_list(const struct line *line)
{
	return line->size >= 2 && line->text[1 + strspn(line->text + 1, " \t")] == ']';
}

/* The commented list loses its '#', line by line, and gets the device before its end. */
static bool uncomment_list(struct igd_changes *changes, const char *text, const char *device)
{
	struct line lines[MAX_LINES], line, all_lines;
	IGD_AUTOTEXT struct igd_text all = { 0 };
	const char *missing;
	size_t count = 0, starts[MAX_LINES + 1], i;

	if (!find_list(text, true, &line))
		return false;
	do {
		if (count == MAX_LINES || *line.text != '#')
			return false;
		starts[count] = all.size;
		lines[count++] = line;
		if (is_last_of_list(&line))
			igd_text_printf(&all, "    \"%s\"\n", device);
		uncomment(&all, &line);
		igd_text_add(&all, "\n", 1);
	} while (!is_last_of_list(&line) && next_line(&line));
	starts[count] = all.size;
	all_lines =
		(struct line){ lines[0].text, (size_t)(line.text + line.size - lines[0].text), 0 };
	if (!is_last_of_list(&line) || !is_right(text, &all_lines, all.text, device, &missing))
		return false;
	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *fresh =
			igd_strndup(all.text + starts[i], starts[i + 1] - starts[i] - 1);

		append(changes, &lines[i], fresh);
	}
	return true;
}

bool igd_device_list_edit(struct igd_changes *changes, const char *text, const char *device)
{
	IGD_AUTOFREE char *list = NULL;
	const char *missing = "";

	if (strlen(device) > 64 || strpbrk(device, "\"\n"))
		return false;
	if (igd_device_acl_parse(text, device, &missing) != IGD_ACL_DEFAULT)
		return extend(changes, text, device);
	if (uncomment_list(changes, text, device))
		return true;
	list = igd_printf(KEY " = [\n" OWN_LIST "    \"%s\"\n]", device);
	append(changes, NULL, list);
	return true;
}
