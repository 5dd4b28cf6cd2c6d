// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markers - a thousand planted secrets leave no trace, and nothing else is changed
 *
 * usage: check-redact-markers [SEED [COUNT]]
 *
 * Each marker is made by chance, defined once where such a thing is defined, and used on lines of other files in other
 * spellings. A line is a head, the marker and a tail: after redaction both ends must be as they were, the middle must be
 * something else, and the marker must stand nowhere in any of the spellings. The same holds for bytes of a table, and
 * for names of files.
 */
#include "tests/redact/markers.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bundle/redact.h"

static void fault(struct trial *trial, const char *path, const char *what, const char *text)
{
	printf("%s: %s: %s\n", path, what, text);
	trial->faults++;
}

/* Every spelling of every marker, by its first letters. */
#define FIRST 6u
#define BUCKETS 16384u

struct form {
	char *bytes;
	size_t size, marker;
	bool is_exact;
	struct form *next;
};

static size_t bucket_of(const char *bytes)
{
	size_t sum = 0, i;

	for (i = 0; i < FIRST; i++)
		sum = sum * 37 + (size_t)tolower((unsigned char)bytes[i]);
	return sum % BUCKETS;
}

/* Takes the bytes over. */
static void look_for(struct trial *trial, size_t marker, char *bytes, size_t size, bool is_exact)
{
	struct form *form = igd_zalloc(sizeof(*form));
	struct form **bucket = &trial->forms[bucket_of(bytes)];

	*form = (struct form){ bytes, size, marker, is_exact, *bucket };
	*bucket = form;
}

static void look_for_text(struct trial *trial, size_t marker, char *text)
{
	look_for(trial, marker, text, strlen(text), false);
}

/* Every place that a base64 text may have in a group of three. */
static void look_for_base64(struct trial *trial, size_t marker, const char *text)
{
	static const char *const before[] = { "", "a", "ab" };
	size_t i;

	for (i = 0; i < 3; i++) {
		IGD_AUTOFREE char *padded = igd_printf("%s%s", before[i], text);
		IGD_AUTOFREE char *coded = marker_base64(padded);
		size_t skip = i ? i + 1 : 0, length = strlen(padded) * 8 / 6;

		look_for(trial, marker, igd_strndup(coded + skip, length - skip), length - skip,
			true);
	}
}

static void look_for_marker(struct trial *trial, size_t index)
{
	const struct marker *marker = &trial->markers[index];
	char *bytes;

	look_for_text(trial, index, igd_strdup(marker->text));
	look_for_text(trial, index, marker_percent(marker->text));
	look_for_base64(trial, index, marker->text);
	if (!marker->byte_count)
		return;
	look_for_text(trial, index, marker_grouped(marker, 16, ""));
	bytes = igd_zalloc(marker->byte_count);
	memcpy(bytes, marker->bytes, marker->byte_count);
	look_for(trial, index, bytes, marker->byte_count, true);
	if (marker->kind != MAC)
		return;
	look_for_text(trial, index, marker_grouped(marker, 1, "-"));
	look_for_text(trial, index, marker_grouped(marker, 2, "."));
	look_for_text(trial, index, marker_eui64(marker));
}

static bool is_form(const struct trial *trial, const struct form *form, const char *bytes,
	size_t size, size_t at)
{
	size_t end = at + form->size;

	if (end > size)
		return false;
	if (form->is_exact)
		return memcmp(form->bytes, bytes + at, form->size) == 0;
	if (strncasecmp(form->bytes, bytes + at, form->size) != 0)
		return false;
	/* One address may be the beginning of another. */
	return trial->markers[form->marker].kind != IPV4 ||
	       ((!at || !isdigit((unsigned char)bytes[at - 1])) &&
		       (end == size || !isdigit((unsigned char)bytes[end])));
}

static void judge_bytes(struct trial *trial, const char *path, const char *bytes, size_t size)
{
	const struct form *form;
	size_t at;

	for (at = 0; at + FIRST <= size; at++) {
		for (form = trial->forms[bucket_of(bytes + at)]; form; form = form->next) {
			if (is_form(trial, form, bytes, size, at))
				fault(trial, path, "a marker is in it",
					trial->markers[form->marker].text);
		}
	}
}

static void judge_line(struct trial *trial, const char *path, const struct line *line,
	const char *text, size_t size)
{
	size_t head = strlen(line->head), tail = strlen(line->tail);
	IGD_AUTOFREE char *shown = igd_strndup(text, size);

	if (size < head + tail || strncmp(text, line->head, head) != 0 ||
		strncmp(text + size - tail, line->tail, tail) != 0)
		fault(trial, path, "the line is damaged", shown);
	else if (size - head - tail == strlen(line->middle) &&
		 strncmp(text + head, line->middle, size - head - tail) == 0)
		fault(trial, path, "the marker stays", shown);
}

static void judge_lines(struct trial *trial, const struct file *file, const struct igd_node *node)
{
	const char *at = node->bytes, *end = node->bytes + node->size, *stop;
	size_t i;

	for (i = 0; i < file->line_count; i++) {
		stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
		if (!stop) {
			fault(trial, file->path, "lines are missing", "");
			return;
		}
		judge_line(trial, file->path, &file->lines[i], at, (size_t)(stop - at));
		at = stop + 1;
	}
	if (at != end)
		fault(trial, file->path, "lines were added", at);
}

static void judge(struct trial *trial, const struct igd_redactor *redactor, const struct file *file,
	const struct igd_node *node)
{
	struct igd_survivor survivor;

	if (igd_redactor_survivor(redactor, node->bytes, node->size, &survivor))
		fault(trial, node->path, "the closing scan objects", survivor.spelling);
	if (file->line_count)
		judge_lines(trial, file, node);
	else if (node->size != file->bytes.size || memcmp(node->bytes, file->bytes.text, 5) != 0 ||
		 memcmp(node->bytes + node->size - 3, file->bytes.text + node->size - 3, 3) != 0)
		fault(trial, file->path, "the table is damaged", "");
	judge_bytes(trial, node->path, node->path, strlen(node->path));
	judge_bytes(trial, node->path, node->bytes, node->size);
}

static struct igd_node node_of(const struct file *file)
{
	return (struct igd_node){ .path = file->path,
		.type = IGD_NODE_FILE,
		.bytes = file->bytes.text,
		.size = file->bytes.size };
}

static void redact(struct trial *trial)
{
	struct igd_redactor *redactor = igd_redactor_new();
	struct igd_node node, made;
	size_t i;

	for (i = 0; i < trial->file_count; i++) {
		node = node_of(&trial->files[i]);
		igd_redactor_learn(redactor, &node);
	}
	igd_redactor_settle(redactor);
	for (i = 0; i < trial->file_count; i++) {
		node = node_of(&trial->files[i]);
		igd_redactor_replace(redactor, &node, &made);
		judge(trial, redactor, &trial->files[i], &made);
		free(made.path);
		free(made.bytes);
	}
	igd_redactor_free(redactor);
}

static void clean(struct trial *trial)
{
	struct line *line;
	struct form *form;
	size_t i, j;

	for (i = 0; i < BUCKETS; i++) {
		while ((form = trial->forms[i])) {
			trial->forms[i] = form->next;
			free(form->bytes);
			free(form);
		}
	}
	free(trial->forms);
	for (i = 0; i < trial->file_count; i++) {
		for (j = 0; j < trial->files[i].line_count; j++) {
			line = &trial->files[i].lines[j];
			free(line->head);
			free(line->middle);
			free(line->tail);
		}
		free(trial->files[i].lines);
		free(trial->files[i].path);
		igd_text_done(&trial->files[i].bytes);
	}
	free(trial->files);
	free(trial->markers);
}

int main(int argc, char **argv)
{
	struct trial trial = { .state = argc > 1 ? strtoull(argv[1], NULL, 10) : 20261123 };
	size_t i;

	trial.marker_count = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000;
	trial.forms = igd_zalloc(BUCKETS * sizeof(*trial.forms));
	trial.markers = igd_zalloc((trial.marker_count + 1) * sizeof(*trial.markers));
	markers_plant(&trial);
	for (i = 0; i < trial.marker_count; i++)
		look_for_marker(&trial, i);
	redact(&trial);
	printf("%zu markers in %zu files, %u faults\n", trial.marker_count, trial.file_count,
		trial.faults);
	clean(&trial);
	return trial.faults != 0;
}
