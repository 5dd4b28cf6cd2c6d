// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_domain_edit - any bytes as a libvirt domain, and as edits of it
 *
 * Up to the first NUL the edits, a line each, "KIND PLACE|VALUE" with KIND one of s (set), t (text), a (add), r (remove);
 * behind it the domain.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/vm/vm.h"
#include "fixes/apply/domain_edit.h"

#define MAX_EDITS 8u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct edits {
	struct igd_change list[MAX_EDITS];
	const struct igd_change *pointers[MAX_EDITS];
	size_t count;
};

static void add_edit(struct edits *edits, char *line)
{
	static const char kinds[] = "star";
	const char *kind = *line ? strchr(kinds, *line) : NULL;
	struct igd_change *edit = &edits->list[edits->count];
	char *value = kind && line[1] == ' ' ? strchr(line, '|') : NULL;

	if (!value)
		return;
	*value = '\0';
	edit->kind = IGD_CHANGE_DOMAIN;
	edit->edit = (enum igd_domain_edit)(kind - kinds);
	edit->place = line + 2;
	edit->value = value + 1;
	edits->pointers[edits->count++] = edit;
}

static void read_edits(struct edits *edits, char *text)
{
	char *rest = text, *line;

	while (edits->count < MAX_EDITS && (line = strsep(&rest, "\n")))
		add_edit(edits, line);
}

/* What comes out is read again, and comes out as it is. */
static void check(const struct igd_text *text)
{
	const struct igd_bytes xml = { text->text, text->size };
	IGD_AUTOTEXT struct igd_text again = { 0 };
	struct igd_error error = { 0 };

	if (text->size > IGD_VM_MAX_TEXT)
		return;
	if (igd_domain_edit(&xml, NULL, 0, &again, &error) < 0 || again.size != text->size ||
		memcmp(again.text, text->text, text->size) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_AUTOFREE char *text = igd_strndup((const char *)data, size);
	IGD_AUTOTEXT struct igd_text ret = { 0 };
	size_t head = strlen(text);
	struct igd_error error = { 0 };
	struct edits edits = { .count = 0 };
	struct igd_bytes xml;

	if (head >= size)
		return 0;
	read_edits(&edits, text);
	xml = (struct igd_bytes){ (const char *)data + head + 1, size - head - 1 };
	if (igd_domain_edit(&xml, edits.pointers, edits.count, &ret, &error) == 0)
		check(&ret);
	else if (!*error.message || ret.size)
		abort(); /* an error without a reason, or half a domain */
	return 0;
}
