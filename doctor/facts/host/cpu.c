// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cpu - the processor, as /proc/cpuinfo describes the first of its kind
 *
 * The file holds a block for every processor, more than a mebibyte on a large machine, and the kernel works
 * for each of them; so only the beginning is read and only the first block is kept.
 */
#include "facts/host/cpu.h"

#include <string.h>

#include "facts/host/large.h"

#define BLOCK_LIMIT ((size_t)16 << 10)

static void copy(char *to, size_t room, const char *text, size_t size)
{
	size = size < room ? size : room - 1;
	memcpy(to, text, size);
	to[size] = '\0';
}

static bool has_word(const char *text, size_t size, const char *word)
{
	size_t length = strlen(word), i = 0, end;

	while (i < size) {
		end = i;
		while (end < size && text[end] != ' ')
			end++;
		if (end - i == length && memcmp(text + i, word, length) == 0)
			return true;
		i = end + 1;
	}
	return false;
}

/* At most three digits: more are nonsense in every field that is read, and 0 is "does not say". */
static unsigned leading_number(const char *text, size_t size)
{
	unsigned number = 0;
	size_t i;

	for (i = 0; i < size && text[i] >= '0' && text[i] <= '9'; i++)
		number = i < 3 ? number * 10 + (unsigned)(text[i] - '0') : 0;
	return number;
}

static void take_field(struct igd_cpu *cpu, const char *key, const char *value, size_t size)
{
	if (strcmp(key, "vendor_id") == 0) {
		copy(cpu->vendor, sizeof(cpu->vendor), value, size);
	} else if (strcmp(key, "model name") == 0) {
		copy(cpu->name, sizeof(cpu->name), value, size);
	} else if (strcmp(key, "cpu family") == 0) {
		cpu->family = leading_number(value, size);
	} else if (strcmp(key, "model") == 0) {
		cpu->model = leading_number(value, size);
	} else if (strcmp(key, "address sizes") == 0) {
		cpu->physical_bits = leading_number(value, size);
	} else if (strcmp(key, "flags") == 0) {
		cpu->has_vmx = has_word(value, size, "vmx");
		cpu->has_svm = has_word(value, size, "svm");
		cpu->has_hypervisor = has_word(value, size, "hypervisor");
	}
}

/* "key<TAB>: value", as Linux arch/x86/kernel/cpu/proc.c show_cpuinfo() writes it. */
static void take_line(struct igd_cpu *cpu, const char *line, size_t size)
{
	const char *colon = memchr(line, ':', size);
	size_t length;
	char key[24];

	if (!colon)
		return;
	length = (size_t)(colon - line);
	while (length && (line[length - 1] == '\t' || line[length - 1] == ' '))
		length--;
	if (length >= sizeof(key))
		return;
	copy(key, sizeof(key), line, length);
	colon++;
	while (colon < line + size && *colon == ' ')
		colon++;
	take_field(cpu, key, colon, (size_t)(line + size - colon));
}

void igd_cpu_parse(struct igd_cpu *cpu, const char *text, size_t size)
{
	const char *end = text + size, *line_end;

	*cpu = (struct igd_cpu){ 0 };
	for (; text < end; text = line_end + 1) {
		line_end = memchr(text, '\n', (size_t)(end - text));
		if (!line_end)
			line_end = end;
		if (line_end == text)
			return;
		take_line(cpu, text, (size_t)(line_end - text));
	}
}

static int first_block(struct igd_host *host, void *context, struct igd_text *ret)
{
	int error = igd_large_head(host, IGD_PROC_CPUINFO, BLOCK_LIMIT, ret);
	const char *end;

	(void)context;
	end = !error && ret->size ? memmem(ret->text, ret->size, "\n\n", 2) : NULL;
	if (end) {
		ret->size = (size_t)(end + 1 - ret->text);
		ret->text[ret->size] = '\0';
	}
	return error;
}

static void read_cpu(struct igd_host *host, void *ret)
{
	const char *text = igd_host_derive(host, "cpu", first_block, NULL);
	struct igd_cpu *cpu = ret;

	if (!text)
		return;
	igd_cpu_parse(cpu, text, strlen(text));
	igd_host_cite(host, IGD_PROC_CPUINFO, "%s, %s, %s", cpu->vendor, cpu->name,
		cpu->has_vmx   ? "vmx"
		: cpu->has_svm ? "svm"
			       : "neither vmx nor svm");
}

static const struct igd_fact cpu_fact = { "cpu", sizeof(struct igd_cpu), read_cpu, NULL };

const struct igd_cpu *igd_cpu_get(struct igd_host *host)
{
	return igd_host_fact(host, &cpu_fact);
}
