// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_proxmox_read - a configuration of Proxmox VE as keys and values
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "facts/vm/vm_arguments.h"
#include "facts/vm/vm_proxmox.h"
#include "facts/vm/vm_proxmox_private.h"

#define MAX_LINES 2048

struct line {
	const char *text;
	size_t size;
};

static struct line next_line(const char **at, const char *end)
{
	struct line line = { .text = *at };
	const char *next = memchr(*at, '\n', (size_t)(end - *at));

	line.size = (size_t)((next ? next : end) - *at);
	*at = next ? next + 1 : end;
	while (line.size && isspace((unsigned char)line.text[line.size - 1]))
		line.size--;
	return line;
}

/* The length of the key in "key: value" (parse_vm_config(): [a-z][a-z_\-]*\d*); 0 if it is no such line. */
static size_t key_length(struct line line)
{
	size_t i = 0;

	if (!line.size || !islower((unsigned char)*line.text))
		return 0;
	while (i < line.size && (islower((unsigned char)line.text[i]) || line.text[i] == '_' ||
					line.text[i] == '-'))
		i++;
	while (i < line.size && isdigit((unsigned char)line.text[i]))
		i++;
	return i + 1 < line.size && line.text[i] == ':' ? i : 0;
}

static const char *copy(struct igd_vm *vm, const char *text, size_t size)
{
	char *room = igd_vm_room(vm, size + 1);

	memcpy(room, text, size);
	return room;
}

static void keep_line(struct igd_proxmox *proxmox, struct line line, size_t length)
{
	const char *value = line.text + length + 1, *end = line.text + line.size;
	struct igd_proxmox_line *item = &proxmox->lines[proxmox->count++];

	while (value < end && isspace((unsigned char)*value))
		value++;
	item->key = copy(proxmox->vm, line.text, length);
	item->value = copy(proxmox->vm, value, (size_t)(end - value));
}

static bool is_section(struct line line, const char *name)
{
	return line.size >= strlen(name) + 2 && memcmp(line.text + 1, name, strlen(name)) == 0;
}

/* What comes behind the first section is not the current state. */
bool igd_proxmox_read(struct igd_proxmox *proxmox, const char *text, size_t size)
{
	const char *end = text + size;

	proxmox->lines = igd_vm_room(proxmox->vm, MAX_LINES * sizeof(*proxmox->lines));
	while (text < end && proxmox->count < MAX_LINES) {
		struct line line = next_line(&text, end);
		size_t length = key_length(line);

		if (line.size && *line.text == '[') {
			if (is_section(line, "PENDING"))
				igd_vm_remark(proxmox->vm,
					"it has changes that wait for the next start of the VM ([PENDING]); they are not looked at");
			break;
		}
		if (length)
			keep_line(proxmox, line, length);
	}
	return proxmox->count > 0;
}

const char *igd_proxmox_get(const struct igd_proxmox *proxmox, const char *key)
{
	size_t i;

	/* of several, the last counts */
	for (i = proxmox->count; i > 0; i--)
		if (strcmp(proxmox->lines[i - 1].key, key) == 0)
			return proxmox->lines[i - 1].value;
	return NULL;
}

const char *igd_proxmox_get_numbered(
	const struct igd_proxmox *proxmox, const char *key, unsigned number)
{
	IGD_AUTOFREE char *name = igd_printf("%s%u", key, number);

	return igd_proxmox_get(proxmox, name);
}

static bool is_on(const char *value, bool otherwise)
{
	if (!value)
		return otherwise;
	return strcmp(value, "1") == 0 || strcmp(value, "on") == 0 || strcmp(value, "yes") == 0 ||
	       strcmp(value, "true") == 0;
}

bool igd_proxmox_is_on(const struct igd_proxmox *proxmox, const char *key, bool otherwise)
{
	return is_on(igd_proxmox_get(proxmox, key), otherwise);
}

bool igd_proxmox_part_is_on(const struct igd_vm_properties *parts, const char *name, bool otherwise)
{
	return is_on(igd_vm_property(parts, name), otherwise);
}

struct igd_vm_properties igd_proxmox_parts(
	struct igd_proxmox *proxmox, const char *value, const char *implied)
{
	struct igd_vm_properties parts = { 0 };

	/* a brace would be taken for JSON, which is none of theirs */
	if (value && !igd_arguments_is_json(value))
		igd_arguments_read(proxmox->vm, value, implied, &parts);
	return parts;
}

static void push(struct igd_proxmox *proxmox, const char *word)
{
	if (proxmox->word_count == proxmox->word_room) {
		proxmox->word_room = proxmox->word_room ? proxmox->word_room * 2 : 64;
		proxmox->words =
			igd_regrow(proxmox->words, proxmox->word_room, sizeof(*proxmox->words));
	}
	proxmox->words[proxmox->word_count++] = word;
}

void igd_proxmox_add(struct igd_proxmox *proxmox, const char *option, const char *value)
{
	push(proxmox, option);
	if (value)
		push(proxmox, value);
}

void igd_proxmox_addf(struct igd_proxmox *proxmox, const char *option, const char *format, ...)
{
	IGD_AUTOFREE char *text = NULL;
	va_list args;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	igd_proxmox_add(proxmox, option, copy(proxmox->vm, text, strlen(text)));
}

static bool is_key_of(struct line line, size_t length, const char *const *keys)
{
	size_t i;

	for (i = 0; keys[i]; i++)
		if (strlen(keys[i]) == length && memcmp(line.text, keys[i], length) == 0)
			return true;
	return false;
}

/* Lines whose key, without its number, is among these. */
static size_t count_keys(const char *text, size_t size, const char *const *keys)
{
	const char *end = text + size;
	size_t found = 0;

	while (text < end) {
		struct line line = next_line(&text, end);
		size_t length = key_length(line);

		while (length && isdigit((unsigned char)line.text[length - 1]))
			length--;
		found += length && is_key_of(line, length, keys);
	}
	return found;
}

bool igd_vm_is_proxmox(const char *text, size_t size)
{
	static const char *const keys[] = { "agent", "args", "balloon", "bios", "boot", "bootdisk",
		"cores", "cpu", "efidisk", "hostpci", "ide", "machine", "memory", "meta", "name",
		"net", "numa", "onboot", "ostype", "sata", "scsi", "scsihw", "smbios", "sockets",
		"tpmstate", "usb", "vga", "virtio", "vmgenid", NULL };

	return count_keys(text, size, keys) >= 2;
}

bool igd_vm_is_container(const char *text, size_t size)
{
	static const char *const keys[] = { "rootfs", "hostname", "unprivileged", "swap",
		"features", NULL };

	return count_keys(text, size, keys) >= 2;
}
