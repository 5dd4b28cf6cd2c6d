// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_text - the file and variable formats of boot loaders, as pure functions over bytes
 */
#ifndef IGD_FACTS_BOOT_LOADER_TEXT_H
#define IGD_FACTS_BOOT_LOADER_TEXT_H

#include "core/host.h"

/* A part of a text, and the line it is in, counted from 1. */
struct igd_loader_span {
	const char *text;
	size_t size;
	unsigned line;
};

/*
 * The first line behind span->line whose first word is key (in either case), followed by blanks, ':' or '=';
 * the span becomes the rest of that line without blanks at its ends. Start with a zeroed span; a later one is of the same text. For BLS
 * entries ("options root=..."), limine.conf ("cmdline: ..."), loader.conf, uki.conf and syslinux.
 */
IGD_EXPORT bool igd_loader_line(
	const char *text, size_t size, const char *key, struct igd_loader_span *span);

/*
 * refind_linux.conf: the next line of two quoted strings behind span->line; the span becomes the second one,
 * which is the command line (The rEFInd Boot Manager: Methods of Booting Linux). '""' stands for a quote;
 * a value that holds one is left as it is written.
 */
IGD_EXPORT bool igd_loader_refind_line(const char *text, size_t size, struct igd_loader_span *span);

/*
 * An EFI variable as efivarfs shows it (4 bytes of attributes, then UTF-16LE, perhaps with a NUL) as ASCII;
 * what is not ASCII becomes '?'. NULL for one that is malformed. The caller frees it.
 */
IGD_EXPORT char *igd_loader_efi_text(const char *bytes, size_t size);

/*
 * A Boot#### variable as efivarfs shows it (UEFI 2.10 section 3.1.3, EFI_LOAD_OPTION): the path of the file
 * in its device path, and the UTF-16 optional data, which a kernel's EFI stub takes for its command line.
 * False for one that is malformed or names no file. The caller frees both.
 */
IGD_EXPORT bool igd_loader_efi_entry(
	const char *bytes, size_t size, char **ret_path, char **ret_arguments);

#endif
