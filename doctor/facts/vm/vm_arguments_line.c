// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments_line - a command line of QEMU, in whatever it was pasted in
 *
 * A text may hold several commands (a start script, a log of libvirt's, the output of `ps`). The one that starts QEMU is
 * the one with the most words behind QEMU's name; what stands before the name (`sudo`, `taskset -c 0-3`, variables, a
 * prompt) is passed over.
 */
#include <errno.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_arguments.h"
#include "facts/vm/vm_split.h"

struct command {
	const char *program;	  /* NULL: a variable or a script, whose options are QEMU's */
	const char *const *words; /* behind the program's name */
	size_t count;
};

/* Options that no other program has in this form. */
static bool is_qemu_option(const char *word)
{
	static const char *const options[] = { "-machine", "-M", "-device", "-drive", "-cpu",
		"-smp", "-enable-kvm", "--enable-kvm", "-accel", "-blockdev", "-vga", "-netdev",
		"-nodefaults" };
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (strcmp(word, options[i]) == 0)
			return true;
	return false;
}

static bool is_named(const char *const *words, size_t count, struct command *ret)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (*words[i] == '-' && is_qemu_option(words[i]))
			return false;
		if (!igd_vm_is_emulator(words[i]))
			continue;
		*ret = (struct command){ words[i], words + i + 1, count - i - 1 };
		return count - i > 1;
	}
	return false;
}

/* Behind a variable that stands for QEMU, or from the first option on. */
static bool is_unnamed(const char *const *words, size_t count, struct command *ret)
{
	size_t i, start = 0;

	while (start < count && *words[start] != '-' && *words[start] != '$')
		start++;
	start += start < count && *words[start] == '$';
	for (i = start; i < count; i++)
		if (is_qemu_option(words[i])) {
			*ret = (struct command){ NULL, words + start, count - start };
			return true;
		}
	return false;
}

/* The command with the most words of which pick() says that it may be it. */
static struct command find(const char *const *words, size_t count,
	bool (*pick)(const char *const *words, size_t count, struct command *ret))
{
	struct command best = { 0 }, candidate;
	size_t at = 0, end;

	while (at < count) {
		for (end = at; end < count && words[end]; end++)
			continue;
		if (pick(words + at, end - at, &candidate) && candidate.count > best.count)
			best = candidate;
		at = end + 1;
	}
	return best;
}

static struct command find_command(struct igd_vm *vm, const char *text, size_t size)
{
	size_t count;
	const char *const *words = igd_vm_split_commands(vm, text, size, &count);
	struct command command = find(words, count, is_named);

	return command.count ? command : find(words, count, is_unnamed);
}

/* A prompt of root's is a comment to a shell; so it is tried last. */
static struct command find_behind_prompt(struct igd_vm *vm, const char *text, size_t size)
{
	size_t skipped = 0;

	while (skipped < size && strchr(" \t\r\n", text[skipped]))
		skipped++;
	if (skipped >= size || text[skipped] != '#')
		return (struct command){ 0 };
	return find_command(vm, text + skipped + 1, size - skipped - 1);
}

int igd_vm_parse_command_line(
	const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr)
{
	struct igd_vm vm;
	struct command command;

	if (size > IGD_VM_MAX_TEXT)
		return igd_error_set(reterr, EBADMSG,
			"it is larger than %zu KiB, which no command line is",
			IGD_VM_MAX_TEXT >> 10);
	igd_vm_begin(&vm, IGD_VM_COMMAND_LINE);
	command = find_command(&vm, text, size);
	if (!command.count)
		command = find_behind_prompt(&vm, text, size);
	if (!command.count) {
		igd_vm_done(&vm);
		return igd_error_set(reterr, EBADMSG, "it holds no command line of QEMU");
	}
	if (command.program)
		vm.emulator = igd_vm_print(&vm, "%s", command.program);
	else
		igd_vm_remark(&vm, "the name of the QEMU that is started is not in it");
	igd_arguments_apply_whole(&vm, command.words, command.count);
	*ret = vm;
	return 0;
}
