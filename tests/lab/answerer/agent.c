// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * agent - finds the answer for a request, and says it
 */
#include "agent.h"

#include "serial.h"

#define REQUEST_BYTES 65536U /* libvirt's longest here: PowerShell's query, some 8 KiB */
#define COMMAND_BYTES 64U
#define COMMANDS 32U
#define MARK "igd-lab:"
#define DELIMITER '\xff' /* QEMU docs/interop/qemu-ga-ref, guest-sync-delimited */

struct text {
	const char *at;
	size_t size;
};

static struct text answers;
static bool is_absent;
static uint32_t begins;

static char request[REQUEST_BYTES];
static size_t request_size;

/* How often each command has been answered. */
static struct {
	char name[COMMAND_BYTES];
	uint32_t count;
} counts[COMMANDS];

/* The first line of it, which is taken away. */
static struct text next_line(struct text *from)
{
	struct text line = { from->at, 0 };
	size_t taken;

	while (line.size < from->size && from->at[line.size] != '\n')
		line.size++;
	taken = line.size < from->size ? line.size + 1 : line.size;
	from->at += taken;
	from->size -= taken;
	return line;
}

static bool begins_with(struct text line, const char *text)
{
	size_t length = length_of(text);

	return line.size >= length && memcmp(line.at, text, length) == 0;
}

static uint32_t number(const char *text, size_t size)
{
	uint32_t value = 0;
	size_t i;

	for (i = 0; i < size && text[i] >= '0' && text[i] <= '9'; i++)
		value = value * 10 + (uint32_t)(text[i] - '0');
	return value;
}

/* "[rom MARK]": whether the ROM is that one */
static bool is_rom(struct text line, const char *rom, size_t rom_size)
{
	static char mark[COMMAND_BYTES];
	size_t length = line.size - length_of("[rom ]"), at = length_of(MARK);

	if (!rom || line.size <= length_of("[rom ]") || at + length + 1 > sizeof(mark))
		return false;
	memcpy(mark, MARK, at);
	memcpy(mark + at, line.at + length_of("[rom "), length);
	mark[at + length] = '\0';
	return find(rom, rom_size, mark);
}

void agent_init(const char *text, size_t size, const char *rom, size_t rom_size)
{
	struct text rest = { text, size }, line;
	bool is_ours = true;

	answers.at = text;
	while (rest.size > 0) {
		line = next_line(&rest);
		if (begins_with(line, "[rom ")) {
			is_ours = is_rom(line, rom, rom_size);
			if (is_ours)
				answers = (struct text){ rest.at, 0 };
			continue;
		}
		if (!is_ours)
			continue;
		answers.size = (size_t)(rest.at - answers.at);
		if (begins_with(line, "[absent]"))
			is_absent = true;
		if (begins_with(line, "[after "))
			begins = TICKS_IN_SECOND * number(line.at + length_of("[after "),
							   line.size - length_of("[after "));
	}
}

bool agent_is_absent(void)
{
	return is_absent;
}

uint32_t agent_begins(void)
{
	return begins;
}

/* How often this one was asked before; more commands than there is room for are answered as if for the first time. */
static uint32_t count_of(const char *command)
{
	size_t i, size = length_of(command) + 1;

	for (i = 0; i < COMMANDS; i++) {
		if (counts[i].name[0] == '\0')
			memcpy(counts[i].name, command, size);
		if (memcmp(counts[i].name, command, size) == 0)
			return counts[i].count++;
	}
	return 0;
}

/* The answer of that number, or the last; size 0: there is no line of that command. */
static struct text answer_of(const char *command, uint32_t number)
{
	struct text rest = answers, line, ret = { 0 };
	size_t length = length_of(command);

	while (rest.size > 0) {
		line = next_line(&rest);
		if (!begins_with(line, command) || line.size < length + 2 || line.at[length] != ' ')
			continue;
		ret = (struct text){ line.at + length + 1, line.size - length - 1 };
		if (number-- == 0)
			break;
	}
	return ret;
}

static void say(struct text text)
{
	serial_write(text.at, text.size);
}

static void say_words(const char *words)
{
	say((struct text){ words, length_of(words) });
}

/* {"return": ID}, the number as it came */
static void sync(bool is_delimited)
{
	const char *id = find(request, request_size, "\"id\"");
	static const char delimiter = DELIMITER;
	size_t left, digits = 0;

	if (!id)
		return;
	left = request_size - (size_t)(id - request);
	while (left > 0 && (*id < '0' || *id > '9')) {
		id++;
		left--;
	}
	while (digits < left && id[digits] >= '0' && id[digits] <= '9')
		digits++;
	if (is_delimited)
		say((struct text){ &delimiter, 1 });
	say_words("{\"return\": ");
	say((struct text){ id, digits });
	say_words("}\n");
}

static void answer(const char *command)
{
	struct text text = answer_of(command, count_of(command));

	print("L2-AGENT ");
	print(command);
	print("\n");
	if (text.size == 1 && text.at[0] == '-')
		return;
	if (text.size > 0) {
		say(text);
		say_words("\n");
	} else if (begins_with((struct text){ command, length_of(command) }, "guest-sync")) {
		sync(command[length_of("guest-sync")] == '-');
	} else if (memcmp(command, "guest-shutdown", sizeof("guest-shutdown")) == 0) {
		power_off();
	} else {
		say_words("{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command ");
		say_words(command);
		say_words(" has not been found\"}}\n");
	}
}

/* What follows "execute" in quotes is the command. */
static void handle(void)
{
	static char command[COMMAND_BYTES];
	const char *at = find(request, request_size, "\"execute\"");
	const char *end = request + request_size;
	size_t length = 0;

	if (!at)
		return;
	at += length_of("\"execute\"");
	while (at < end && *at != '"')
		at++;
	if (at < end)
		at++;
	while (at < end && *at != '"' && length < sizeof(command) - 1)
		command[length++] = *at++;
	command[length] = '\0';
	answer(command);
}

void agent_hear(const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (text[i] == '\n') {
			handle();
			request_size = 0;
		} else if (text[i] != DELIMITER && request_size < REQUEST_BYTES) {
			request[request_size++] = text[i];
		}
	}
}
