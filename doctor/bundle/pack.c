// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pack - a bundle as the bytes of an archive
 *
 * In memory, because a bundle is small, and what is not on a disk yet leaves nothing there when it goes wrong.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#include "bundle/bundle_private.h"

/*
 * Of zstd: within a hundredth as small as level 12 makes what is in a bundle, with 9 MiB of memory where that takes 52
 * (zstd 1.5, of which the memory depends on nothing else).
 */
#define ZSTD_LEVEL "8"

struct packing {
	struct archive *archive;
	struct igd_text *packed;
};

static void packing_done(struct packing *packing)
{
	archive_write_free(packing->archive);
}

static la_ssize_t take(struct archive *archive, void *context, const void *bytes, size_t size)
{
	(void)archive;
	igd_text_add(((struct packing *)context)->packed, bytes, size);
	return (la_ssize_t)size;
}

/* No time stamp: gzip's own default is the time of day. */
static int choose(struct archive *archive, enum igd_bundle_format format)
{
	int r = format == IGD_BUNDLE_ZIP ? archive_write_set_format_zip(archive)
					 : archive_write_set_format_pax_restricted(archive);

	if (r == ARCHIVE_OK && format == IGD_BUNDLE_TAR_GZ)
		r = archive_write_add_filter_gzip(archive);
	if (r == ARCHIVE_OK && format == IGD_BUNDLE_TAR_GZ)
		r = archive_write_set_filter_option(archive, "gzip", "timestamp", NULL);
	if (r == ARCHIVE_OK && format == IGD_BUNDLE_TAR_ZST)
		r = archive_write_add_filter_zstd(archive);
	if (r == ARCHIVE_OK && format == IGD_BUNDLE_TAR_ZST)
		r = archive_write_set_filter_option(
			archive, "zstd", "compression-level", ZSTD_LEVEL);
	return r;
}

static int add_member(void *context, const struct igd_bundle_member *member)
{
	struct packing *packing = context;
	struct archive_entry *entry = archive_entry_new();
	IGD_AUTOFREE char *name = igd_printf(IGD_BUNDLE_FOLDER "/%s", member->name);
	int r;

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)member->size);
	r = archive_write_header(packing->archive, entry);
	archive_entry_free(entry);
	if (r == ARCHIVE_OK && member->size &&
		archive_write_data(packing->archive, member->bytes, member->size) !=
			(la_ssize_t)member->size)
		r = ARCHIVE_FATAL;
	return r == ARCHIVE_OK ? 0 : -EIO;
}

int igd_bundle_pack(const struct igd_bundle *bundle, enum igd_bundle_format format,
	struct igd_text *ret, struct igd_error *reterr)
{
	IGD_CLEANUP(packing_done) struct packing packing = { archive_write_new(), ret };

	archive_write_set_bytes_in_last_block(packing.archive, 1);
	if (choose(packing.archive, format) != ARCHIVE_OK ||
		archive_write_open(packing.archive, &packing, NULL, take, NULL) != ARCHIVE_OK ||
		igd_bundle_each(bundle, add_member, &packing) < 0 ||
		archive_write_close(packing.archive) != ARCHIVE_OK)
		return igd_error_set(reterr, EIO, "libarchive cannot pack it: %s",
			archive_error_string(packing.archive));
	return 0;
}
