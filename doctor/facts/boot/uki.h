// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * uki - the sections of a unified kernel image, which is a PE file
 */
#ifndef IGD_FACTS_BOOT_UKI_H
#define IGD_FACTS_BOOT_UKI_H

#include "core/util.h"

/* How much of the beginning of a file the headers are looked for in. */
#define IGD_UKI_HEADERS ((size_t)64 << 10)

struct igd_uki_section {
	uint64_t offset, size; /* in the file */
};

/* Whether it begins like a PE file. */
IGD_EXPORT bool igd_uki_is_pe(const void *bytes, size_t size);

/*
 * The first section of that name (".initrd"). bytes are the first of the file, file_size all it has. -ENOENT:
 * there is none; -EBADMSG: no PE file, or a section outside the file. (PE/COFF specification, "Section Table";
 * UAPI Group UKI specification.)
 */
IGD_EXPORT int igd_uki_find(const void *bytes, size_t size, uint64_t file_size, const char *name,
	struct igd_uki_section *ret);

#endif
