// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine - a recorded machine that a test may change
 */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#include "facts/host/cmdline.h"

#define CMDLINE "/proc/cmdline"

char *slurp(const char *path, size_t *ret_size)
{
	struct igd_text text = { 0 };
	char piece[4096];
	size_t got;
	FILE *file = fopen(path, "re");

	*ret_size = 0;
	if (!file)
		return NULL;
	igd_text_add(&text, "", 0);
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(&text, piece, got);
	fclose(file);
	*ret_size = text.size;
	return text.text;
}

static void drop(struct igd_tree *machine, const char *path)
{
	size_t i, kept = 0;

	for (i = 0; i < machine->count; i++) {
		struct igd_node *node = &machine->nodes[i];

		if (strcmp(node->path, path) != 0) {
			machine->nodes[kept++] = *node;
			continue;
		}
		free(node->path);
		free(node->bytes);
	}
	machine->count = kept;
}

/* bytes NULL: it is not there. */
static void put(struct igd_tree *machine, const char *path, const char *bytes, size_t size)
{
	struct igd_node node = { .path = igd_strdup(path),
		.type = bytes ? IGD_NODE_FILE : IGD_NODE_ABSENT,
		.bytes = bytes ? igd_zalloc(size + 1) : NULL,
		.size = size };

	if (bytes && size)
		memcpy(node.bytes, bytes, size);
	drop(machine, path);
	igd_tree_add(machine, &node);
}

void machine_put(struct igd_tree *machine, const char *path, const char *text)
{
	put(machine, path, text, text ? strlen(text) : 0);
}

/* The nodes of the case take the place of the machine's. */
static void lay_over(struct igd_tree *machine, struct igd_tree *top)
{
	size_t i;

	for (i = 0; i < top->count; i++) {
		drop(machine, top->nodes[i].path);
		igd_tree_add(machine, &top->nodes[i]);
	}
	top->count = 0;
}

static bool parse(struct igd_tree *ret, const char *path)
{
	struct igd_error error = { 0 };
	size_t size;
	IGD_AUTOFREE char *text = slurp(path, &size);

	if (text && igd_tree_parse(ret, text, size, path, &error) == 0)
		return true;
	printf("%s: %s\n", path, text ? error.message : "it cannot be read");
	return false;
}

static char *base_of(const char *path)
{
	static const char lead[] = "\n# base: ";
	size_t size;
	IGD_AUTOFREE char *text = slurp(path, &size);
	const char *at = text ? strstr(text, lead) : NULL, *slash = strrchr(path, '/');

	if (!at)
		return NULL;
	at += strlen(lead);
	return igd_printf(
		"%.*s%.*s", (int)(slash ? slash - path + 1 : 0), path, (int)strcspn(at, "\n"), at);
}

bool machine_read(struct igd_tree *ret, const char *path)
{
	IGD_AUTOFREE char *base = base_of(path);
	struct igd_tree top = { 0 };
	bool is_good;

	if (!base)
		return parse(ret, path);
	is_good = parse(ret, base) && parse(&top, path);
	if (is_good)
		lay_over(ret, &top);
	igd_tree_done(&top);
	return is_good;
}

void machine_apply(struct igd_tree *machine, const struct igd_plan *plan)
{
	const struct igd_step *step;
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		step = &plan->steps[i];
		if (step->kind == IGD_STEP_FILE && step->after.type != IGD_FILE_LINK)
			put(machine, step->path, step->after.content, step->after.size);
	}
}

static bool is_part(const struct igd_plan *plan, const char *fix)
{
	size_t i;

	for (i = 0; i < plan->fix_count; i++) {
		if (strcmp(plan->fixes[i].id, fix) == 0)
			return !plan->fixes[i].declined;
	}
	return false;
}

static bool has_word(const char *line, const char *word)
{
	size_t length;

	for (; *line; line += length, line += strspn(line, " \n")) {
		length = strcspn(line, " \n");
		if (strlen(word) == length && strncmp(line, word, length) == 0)
			return true;
	}
	return false;
}

/* The line without the old word, and with the fresh one at its end. */
static char *changed(const char *line, const char *old, const char *fresh)
{
	struct igd_text text = { 0 };
	size_t length;

	igd_text_add(&text, "", 0);
	for (; *line; line += length, line += strspn(line, " \n")) {
		length = strcspn(line, " \n");
		if (!old || strlen(old) != length || strncmp(line, old, length) != 0)
			igd_text_printf(&text, "%s%.*s", text.size ? " " : "", (int)length, line);
	}
	if (fresh && !has_word(text.text, fresh))
		igd_text_printf(&text, " %s", fresh);
	return text.text;
}

static const char *cmdline_of(const struct igd_tree *machine)
{
	size_t i;

	for (i = 0; i < machine->count; i++) {
		if (strcmp(machine->nodes[i].path, CMDLINE) == 0 && machine->nodes[i].bytes)
			return machine->nodes[i].bytes;
	}
	return "";
}

void machine_boot(struct igd_tree *machine, const struct igd_proposals *proposals,
	const struct igd_plan *plan)
{
	size_t i, j;

	for (i = 0; i < proposals->count; i++) {
		const struct igd_changes *changes = &proposals->items[i].changes;

		for (j = 0; is_part(plan, proposals->items[i].id) && j < changes->count; j++) {
			const struct igd_change *change = &changes->items[j];
			IGD_AUTOFREE char *line = NULL;

			if (change->kind != IGD_CHANGE_ARGUMENT)
				continue;
			line = changed(cmdline_of(machine), change->subject, change->value);
			machine_put(machine, CMDLINE, line);
		}
	}
}

struct igd_host *machine_host(const struct igd_tree *machine)
{
	struct igd_error error = { 0 };
	struct igd_source *source;
	char *text = NULL;
	size_t size = 0, i;
	FILE *file = open_memstream(&text, &size);

	fprintf(file, "%s%s\n", IGD_TREE_MAGIC, machine->is_recording ? " recorded" : "");
	for (i = 0; i < machine->count; i++)
		igd_tree_write_node(file, &machine->nodes[i]);
	fclose(file);
	source = igd_source_tree_text(text, size, "machine", &error);
	free(text);
	if (source)
		return igd_host_new(source);
	printf("%s\n", error.message);
	return NULL;
}
