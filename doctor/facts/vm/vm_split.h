// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_split - for the readers of command lines: a text as the commands and words that a shell would see
 */
#ifndef IGD_FACTS_VM_VM_SPLIT_H
#define IGD_FACTS_VM_VM_SPLIT_H

#include "facts/vm/vm_build.h"

/*
 * All words of a text, which belong to the model; a NULL stands between two commands, and one behind the last.
 * They are as they stand in the text: not made printable, and of any length. A text with NULs is one command
 * (/proc/PID/cmdline). So is one that begins with a program or an option alone on its line and has lines that are
 * values (`tr '\0' '\n' < /proc/PID/cmdline`): there a line is a word, and quotes mean nothing.
 */
const char *const *igd_vm_split_commands(
	struct igd_vm *vm, const char *text, size_t size, size_t *ret_count);

/* Whether a word names QEMU: "/usr/bin/qemu-system-x86_64", "kvm", "qemu-kvm". */
bool igd_vm_is_emulator(const char *word);

#endif
