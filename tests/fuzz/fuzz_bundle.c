// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_bundle - a stranger's report: a manifest, and members it may or may not describe
 *
 * The first line of the input is the manifest, in which each "@" becomes the hash of the member host/proc/cmdline; what
 * follows up to the next form feed is that member, what is behind it rest.tree. They are packed as a tar, so that
 * changes of the input get as far as what they are about.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bundle/bundle.h"
#include "core/source_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct part {
	const char *bytes;
	size_t size;
};

static struct part cut(struct part *rest, char end)
{
	const char *at = rest->size ? memchr(rest->bytes, end, rest->size) : NULL;
	struct part part = { rest->bytes, at ? (size_t)(at - rest->bytes) : rest->size };

	rest->bytes += part.size + (at != NULL);
	rest->size -= part.size + (at != NULL);
	return part;
}

static void fill_manifest(struct igd_text *text, struct part manifest, const struct part *member)
{
	char hash[IGD_BUNDLE_HASH_SIZE];
	struct part piece;

	igd_bundle_hash(member->bytes, member->size, hash);
	igd_text_add(text, "", 0);
	while (manifest.size) {
		piece = cut(&manifest, '@');
		igd_text_add(text, piece.bytes, piece.size);
		/* the "@" was cut off */
		if (piece.bytes + piece.size < manifest.bytes)
			igd_text_printf(text, "%s", hash);
	}
}

static void add(struct archive *archive, const char *name, const char *bytes, size_t size)
{
	struct archive_entry *entry = archive_entry_new();
	IGD_AUTOFREE char *path = igd_printf("igd-doctor-report/%s", name);

	archive_entry_set_pathname(entry, path);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)size);
	archive_write_header(archive, entry);
	archive_write_data(archive, bytes, size);
	archive_entry_free(entry);
}

/* What was accepted is what was packed. */
static void ask(struct igd_source *source, const struct part *member)
{
	struct igd_question question = { IGD_ASK_READ, "/proc/cmdline", 1 << 20 };
	IGD_AUTOANSWER struct igd_answer answer = { 0 };

	igd_source_answer(source, &question, &answer);
	if (answer.error || answer.size != member->size ||
		(answer.size && memcmp(answer.bytes, member->bytes, answer.size) != 0))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct part rest = { (const char *)data, size }, manifest = cut(&rest, '\n'),
		    member = cut(&rest, '\f');
	IGD_AUTOCLOSE int fd = memfd_create("fuzz", MFD_CLOEXEC);
	struct archive *archive = archive_write_new();
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_error error = { 0 };
	struct igd_source *source;

	if (size > 1 << 14) {
		archive_write_free(archive);
		return 0;
	}
	fill_manifest(&text, manifest, &member);
	archive_write_set_format_ustar(archive);
	archive_write_open_fd(archive, fd);
	add(archive, "manifest.json", text.text, text.size);
	add(archive, "host/proc/cmdline", member.bytes, member.size);
	if (rest.size)
		add(archive, "host/.igd-doctor/rest.tree", rest.bytes, rest.size);
	archive_write_free(archive);
	lseek(fd, 0, SEEK_SET);
	source = igd_source_archive(fd, "fuzz", &error);
	if (source)
		ask(source, &member);
	else if (!error.code || !*error.message)
		abort();
	igd_source_free(source);
	return 0;
}
