// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iomem - who has which physical addresses (/proc/iomem)
 */
#include "facts/host/iomem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Takes the hexadecimal number that text begins with, and moves text behind it and the mark that follows. */
static bool take_number(char **text, const char *mark, uint64_t *ret)
{
	char *end = strstr(*text, mark);

	if (!end || end == *text || end - *text > 16)
		return false;
	*end = '\0';
	if (strspn(*text, "0123456789abcdef") != (size_t)(end - *text) ||
		igd_parse_u64(*text, 16, ret) < 0)
		return false;
	*text = end + strlen(mark);
	return true;
}

static bool parse_line(char *line, struct igd_iomem_range *ret)
{
	size_t blanks = strspn(line, " ");

	ret->depth = (unsigned)(blanks / 2);
	line += blanks;
	if (blanks % 2 || blanks / 2 > IGD_IOMEM_MAX_DEPTH)
		return false;
	if (!take_number(&line, "-", &ret->start) || !take_number(&line, " : ", &ret->end))
		return false;
	ret->name = line;
	return ret->start <= ret->end;
}

/* The last range before it that is less deep. A level must not be left out on the way down. */
static bool find_parent(const struct igd_iomem *iomem, struct igd_iomem_range *range)
{
	size_t i = iomem->count;

	range->parent = i;
	if (!range->depth)
		return true;
	if (!i || iomem->ranges[i - 1].depth + 1 < range->depth)
		return false;
	for (i--; iomem->ranges[i].depth >= range->depth;)
		i = iomem->ranges[i].parent;
	range->parent = i;
	return true;
}

static bool add_line(struct igd_iomem *iomem, size_t *room, char *line, unsigned number)
{
	struct igd_iomem_range range = { .line = number };

	if (iomem->count == IGD_IOMEM_MAX_RANGES || !parse_line(line, &range) ||
		!find_parent(iomem, &range))
		return false;
	if (iomem->count == *room) {
		*room = *room ? *room * 2 : 64;
		iomem->ranges = igd_regrow(iomem->ranges, *room, sizeof(range));
	}
	iomem->ranges[iomem->count++] = range;
	iomem->is_hidden = iomem->is_hidden && !range.start && !range.end;
	return true;
}

int igd_iomem_parse(struct igd_iomem *ret, const char *text, size_t size)
{
	struct igd_iomem iomem = { .memory = igd_strndup(text, size), .is_hidden = true };
	char *line = iomem.memory, *end;
	bool is_good = strlen(line) == size;
	unsigned number = 0;
	size_t room = 0;

	for (; is_good && *line; line = end + 1) {
		end = line + strcspn(line, "\n");
		is_good = *end == '\n';
		*end = '\0';
		is_good = is_good && add_line(&iomem, &room, line, ++number);
	}
	iomem.is_hidden = iomem.is_hidden && iomem.count;
	if (!is_good) {
		igd_iomem_done(&iomem);
		*ret = iomem;
		return -EBADMSG;
	}
	*ret = iomem;
	return 0;
}

void igd_iomem_done(struct igd_iomem *iomem)
{
	free(iomem->ranges);
	free(iomem->memory);
	*iomem = (struct igd_iomem){ 0 };
}

bool igd_iomem_is_within(const struct igd_iomem *iomem, size_t range, const char *name)
{
	while (iomem->ranges[range].parent != range) {
		range = iomem->ranges[range].parent;
		if (strcmp(iomem->ranges[range].name, name) == 0)
			return true;
	}
	return false;
}

static void read_iomem(struct igd_host *host, void *ret)
{
	const char *text = igd_host_text(host, IGD_PROC_IOMEM);

	if (text && igd_iomem_parse(ret, text, strlen(text)) < 0)
		igd_host_stick(host, IGD_PROC_IOMEM, EBADMSG);
}

static void iomem_done(void *fact)
{
	igd_iomem_done(fact);
}

static const struct igd_fact iomem_fact = { "iomem", sizeof(struct igd_iomem), read_iomem,
	iomem_done };

const struct igd_iomem *igd_iomem_get(struct igd_host *host)
{
	return igd_host_fact(host, &iomem_fact);
}
