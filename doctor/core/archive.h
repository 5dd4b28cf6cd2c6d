// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * archive - which archives are accepted, from whomever they come
 */
#ifndef IGD_CORE_ARCHIVE_H
#define IGD_CORE_ARCHIVE_H

struct archive;

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/*
 * Has libarchive's reader take tar and zip, compressed or not. By name, because its "all" includes filters that start other
 * programs, and formats such as cpio, for which it allocates what a header claims its name to be long (libarchive 3.6
 * archive_read_support_format_cpio.c header_newc: up to 4 GiB).
 */
void igd_archive_accept(struct archive *archive);

#pragma GCC visibility pop

#endif
