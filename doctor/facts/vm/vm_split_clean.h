// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_split_clean - for vm_split: what copying did to a text
 */
#ifndef IGD_FACTS_VM_VM_SPLIT_CLEAN_H
#define IGD_FACTS_VM_VM_SPLIT_CLEAN_H

#include "core/util.h"

/*
 * Takes out what is not the command's: a byte order mark, carriage returns, "> " where every line has it, and the
 * no-break spaces of web pages, which become blanks. ret->text is not NULL, and not longer than the text.
 */
void igd_vm_clean_paste(const char *text, size_t size, struct igd_text *ret);

/* Whether each line is an argument of its own. */
bool igd_vm_is_dump(const char *text, size_t size);

#endif
