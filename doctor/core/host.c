// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * host - the machine under examination: kept answers, typed readers
 */
#include "core/host.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_impl.h"
#include "core/host_private.h"

#define PCI_DEVICES "/sys/bus/pci/devices"

/* FNV-1a; the table below is never attacked through timing, and paths of one machine are few. */
static size_t hash_question(const struct igd_question *question)
{
	uint64_t hash = 14695981039346656037u + (unsigned)question->ask;
	const unsigned char *at;

	for (at = (const unsigned char *)question->path; *at; at++)
		hash = (hash ^ *at) * 1099511628211u;
	return (size_t)hash;
}

static struct igd_kept **slot_of(struct igd_host *host, const struct igd_question *question)
{
	size_t mask = host->slot_count - 1, i = hash_question(question) & mask;

	while (host->slots[i] &&
		(host->slots[i]->question.ask != question->ask ||
			strcmp(host->slots[i]->question.path, question->path) != 0))
		i = (i + 1) & mask;
	return &host->slots[i];
}

static void grow(struct igd_host *host)
{
	size_t i;

	free(host->slots);
	host->slot_count *= 2;
	host->slots = igd_zalloc(host->slot_count * sizeof(*host->slots));
	for (i = 0; i < host->kept_count; i++)
		*slot_of(host, &host->kept[i]->question) = host->kept[i];
}

static struct igd_kept *keep(struct igd_host *host, const struct igd_question *question)
{
	struct igd_kept *kept = igd_zalloc(sizeof(*kept));

	kept->question = *question;
	kept->question.path = igd_strdup(question->path);
	if ((host->kept_count + 1) * 2 > host->slot_count)
		grow(host);
	*slot_of(host, question) = kept;
	host->kept = igd_regrow(host->kept, host->kept_count + 1, sizeof(struct igd_kept *));
	host->kept[host->kept_count++] = kept;
	return kept;
}

const struct igd_answer *igd_host_ask(struct igd_host *host, const struct igd_question *question)
{
	struct igd_kept *kept = *slot_of(host, question);
	size_t i;

	if (kept && (kept->answer.error != EFBIG || question->limit <= kept->question.limit))
		return &kept->answer;
	if (!kept)
		kept = keep(host, question);
	kept->question.limit = question->limit;
	igd_source_answer(host->source, question, &kept->answer);
	for (i = 0; i < host->inject_count; i++) {
		if (strcmp(host->injected[i].path, question->path) == 0) {
			igd_answer_done(&kept->answer);
			kept->answer.error = host->injected[i].error;
		}
	}
	return &kept->answer;
}

/* The answer if there is one; NULL if the thing is absent, or if its error now sticks. */
static const struct igd_answer *ask(
	struct igd_host *host, enum igd_ask what, const char *path, size_t limit)
{
	struct igd_question question = { what, path, limit };
	const struct igd_answer *answer = igd_host_ask(host, &question);

	if (what == IGD_ASK_READ && answer->size > limit) {
		igd_host_stick(host, path, EFBIG); /* kept for somebody who accepts more */
		return NULL;
	}
	if (!answer->error)
		return answer;
	if (answer->error != ENOENT && answer->error != ENOTDIR)
		igd_host_stick(host, path, answer->error);
	return NULL;
}

static void *keep_memory(struct igd_host *host, void *memory)
{
	host->memory = igd_regrow(host->memory, host->memory_count + 1, sizeof(void *));
	host->memory[host->memory_count++] = memory;
	return memory;
}

bool igd_host_has(struct igd_host *host, const char *path)
{
	return ask(host, IGD_ASK_KIND, path, 0) != NULL;
}

const char *igd_host_text(struct igd_host *host, const char *path)
{
	const struct igd_answer *answer = ask(host, IGD_ASK_READ, path, IGD_TEXT_LIMIT);

	return answer ? answer->bytes : NULL;
}

const char *igd_host_line(struct igd_host *host, const char *path)
{
	const char *text = igd_host_text(host, path);
	size_t length;
	char *line;

	if (!text)
		return NULL;
	while (*text && *text != '\n' && isspace((unsigned char)*text))
		text++;
	length = strcspn(text, "\n");
	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	line = keep_memory(host, igd_strndup(text, length));
	igd_host_cite(host, path, "%s", line);
	return line;
}

const struct igd_bytes *igd_host_bytes(struct igd_host *host, const char *path, size_t limit)
{
	const struct igd_answer *answer = ask(host, IGD_ASK_READ, path, limit);
	struct igd_bytes *bytes;

	if (!answer)
		return NULL;
	bytes = keep_memory(host, igd_zalloc(sizeof(*bytes)));
	*bytes = (struct igd_bytes){ answer->bytes, answer->size };
	return bytes;
}

const char *igd_host_link(struct igd_host *host, const char *path)
{
	struct igd_question question = { IGD_ASK_LINK, path, 0 };
	const struct igd_answer *answer = igd_host_ask(host, &question);

	if (answer->error == EINVAL)
		return NULL;
	answer = ask(host, IGD_ASK_LINK, path, 0);
	if (answer)
		igd_host_cite(host, path, "-> %s", answer->bytes);
	return answer ? answer->bytes : NULL;
}

const char *const *igd_host_list(struct igd_host *host, const char *path)
{
	const struct igd_answer *answer = ask(host, IGD_ASK_LIST, path, 0);
	const char **names, *name;
	size_t count = 0;

	if (!answer)
		return NULL;
	for (name = answer->bytes; name < answer->bytes + answer->size; name += strlen(name) + 1)
		count++;
	names = keep_memory(host, igd_zalloc((count + 1) * sizeof(*names)));
	count = 0;
	for (name = answer->bytes; name < answer->bytes + answer->size; name += strlen(name) + 1)
		names[count++] = name;
	return names;
}

int igd_host_access(struct igd_host *host, const char *path)
{
	struct igd_question question = { IGD_ASK_ACCESS, path, 0 };

	return igd_host_ask(host, &question)->error;
}

static int compare_devices(const void *left, const void *right)
{
	return strcmp(((const struct igd_pci_device *)left)->address,
		((const struct igd_pci_device *)right)->address);
}

static bool parse_function(const char *line, struct igd_pci_device *ret)
{
	unsigned vendor, id, class_code;

	memset(ret, 0, sizeof(*ret));
	if (sscanf(line, "%15s %4x %4x %4x", ret->address, &vendor, &id, &class_code) != 4)
		return false;
	ret->vendor = (uint16_t)vendor;
	ret->device = (uint16_t)id;
	ret->class_code = (uint16_t)class_code;
	return true;
}

static void parse_pci(struct igd_host *host, const char *text)
{
	struct igd_pci_device device;
	char line[64]; /* sscanf() measures all of what it is given, so it is given one line */
	size_t room = 0;

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		snprintf(line, sizeof(line), "%.*s", (int)strcspn(text, "\n"), text);
		if (!parse_function(line, &device))
			continue;
		if (host->pci_count == room) {
			room = room ? room * 2 : 64;
			host->pci = igd_regrow(host->pci, room, sizeof(*host->pci));
		}
		host->pci[host->pci_count++] = device;
	}
	if (host->pci_count)
		qsort(host->pci, host->pci_count, sizeof(*host->pci), compare_devices);
}

const struct igd_pci_device *igd_host_pci(struct igd_host *host, size_t *ret_count)
{
	const struct igd_answer *answer = ask(host, IGD_ASK_PCI, PCI_DEVICES, 0);

	if (!host->pci) {
		host->pci = igd_zalloc(sizeof(*host->pci));
		parse_pci(host, answer ? answer->bytes : "");
	}
	*ret_count = answer ? host->pci_count : 0;
	return host->pci;
}

const char *igd_host_print(struct igd_host *host, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	return keep_memory(host, text);
}

bool igd_host_is_live(const struct igd_host *host)
{
	return host->source->is_live;
}

int igd_host_open(struct igd_host *host, const char *path)
{
	return igd_source_open(host->source, path);
}

struct igd_host *igd_host_new(struct igd_source *source)
{
	struct igd_host *host = igd_zalloc(sizeof(*host));

	host->source = source;
	host->slot_count = 256;
	host->slots = igd_zalloc(host->slot_count * sizeof(*host->slots));
	igd_host_begin(host);
	return host;
}

struct igd_source *igd_host_source(const struct igd_host *host)
{
	return host->source;
}

static void free_facts(struct igd_host *host)
{
	size_t i;

	for (i = host->fact_count; i-- > 0;) {
		if (host->facts[i].fact->done && host->facts[i].value)
			host->facts[i].fact->done(host->facts[i].value);
		free(host->facts[i].value);
		igd_trace_done(&host->facts[i].trace);
	}
	free(host->facts);
}

void igd_host_free(struct igd_host *host)
{
	size_t i;

	if (!host)
		return;
	free_facts(host);
	while (host->frame_count)
		igd_trace_done(&host->frames[--host->frame_count]);
	for (i = 0; i < host->kept_count; i++) {
		free((char *)(uintptr_t)host->kept[i]->question.path);
		igd_answer_done(&host->kept[i]->answer);
		free(host->kept[i]);
	}
	for (i = 0; i < host->memory_count; i++)
		free(host->memory[i]);
	for (i = 0; i < host->inject_count; i++)
		free(host->injected[i].path);
	free(host->injected);
	free(host->frames);
	free(host->kept);
	free(host->memory);
	free(host->slots);
	free(host->pci);
	igd_source_free(host->source);
	free(host);
}

const struct igd_kept *const *igd_host_kept(const struct igd_host *host, size_t *ret_count)
{
	*ret_count = host->kept_count;
	return (const struct igd_kept *const *)host->kept;
}

void igd_host_inject(struct igd_host *host, const char *path, int error)
{
	host->injected =
		igd_regrow(host->injected, host->inject_count + 1, sizeof(*host->injected));
	host->injected[host->inject_count++] = (struct igd_stuck){ igd_strdup(path), error, false };
}
