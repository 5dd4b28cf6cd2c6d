// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * read - the first member of a report, or the first two, out of an archive that may be anybody's
 */
#include "bundle/read.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/bundle.h"
#include "bundle/read_private.h"
#include "core/archive.h"

#define FOLDER IGD_BUNDLE_FOLDER "/"
#define MANIFEST FOLDER "manifest.json"
#define FINDINGS FOLDER "findings.json"
/* Below this no ratio is looked at: a small file may well be all zeros. */
#define SMALL ((size_t)1 << 20)

struct unpacking {
	struct archive *archive;
	const char *name;
	struct igd_brief_members members;
	struct igd_manifest_says says;
	struct igd_brief brief;
	bool has_manifest, has_findings;
	unsigned count;
	struct igd_error *reterr;
};

static void unpacking_done(struct unpacking *unpacking)
{
	archive_read_free(unpacking->archive);
	igd_text_done(&unpacking->members.manifest);
	igd_text_done(&unpacking->members.findings);
	igd_brief_done(&unpacking->brief);
}

/* Where the archive was refused, and why. */
static int refuse(const struct unpacking *unpacking, const char *member, const char *why)
{
	IGD_AUTOFREE char *shown = member ? igd_printable(member, strlen(member), 200) : NULL;

	if (!shown)
		return igd_error_set(unpacking->reterr, EBADMSG, "%s: at byte %lld: %s",
			unpacking->name, (long long)archive_filter_bytes(unpacking->archive, -1),
			why ? why : "damaged");
	return igd_error_set(unpacking->reterr, EBADMSG, "%s: member %s (at byte %lld): %s",
		unpacking->name, shown, (long long)archive_filter_bytes(unpacking->archive, -1),
		why ? why : "damaged");
}

/* What was decompressed so far, in all: also what was passed over. */
static const char *excess(const struct unpacking *unpacking)
{
	int64_t out = archive_filter_bytes(unpacking->archive, 0);
	int64_t in = archive_filter_bytes(unpacking->archive, -1);

	if (out > (int64_t)IGD_BRIEF_MAX_TOTAL)
		return "more is in front of the findings than is accepted (64 MiB)";
	if (out > (int64_t)SMALL && out / (int64_t)IGD_BRIEF_MAX_RATIO > in)
		return "it unpacks to more than a thousand times its size";
	return NULL;
}

static int read_member(struct unpacking *unpacking, const char *member, struct igd_text *ret)
{
	const void *piece;
	size_t size;
	la_int64_t offset;
	const char *why = NULL;
	int r = ARCHIVE_OK;

	igd_text_add(ret, "", 0);
	while (!why && (r = archive_read_data_block(unpacking->archive, &piece, &size, &offset)) ==
			       ARCHIVE_OK) {
		if (size > IGD_BRIEF_MAX_MEMBER - ret->size)
			return refuse(unpacking, member, "larger than is accepted (8 MiB)");
		if (offset != (la_int64_t)ret->size)
			return refuse(unpacking, member, "a file with holes");
		igd_text_add(ret, piece, size);
		why = excess(unpacking);
	}
	if (why)
		return refuse(unpacking, member, why);
	if (r != ARCHIVE_EOF)
		return refuse(unpacking, member, archive_error_string(unpacking->archive));
	return 0;
}

/* libarchive unpacks a tar that it passes over too, so that this is bounded piece by piece. */
static int pass_over(struct unpacking *unpacking, const char *member)
{
	const void *piece;
	size_t size;
	la_int64_t offset;
	const char *why = NULL;
	int r = ARCHIVE_OK;

	while (!why && (r = archive_read_data_block(unpacking->archive, &piece, &size, &offset)) ==
			       ARCHIVE_OK)
		why = excess(unpacking);
	if (why)
		return refuse(unpacking, member, why);
	if (r != ARCHIVE_EOF)
		return refuse(unpacking, member, archive_error_string(unpacking->archive));
	return 0;
}

/* Whether it is the member, which can only be a file, and there once. -EBADMSG. */
static int take(struct unpacking *unpacking, struct archive_entry *entry, const char *member,
	bool *ret_has, struct igd_text *ret)
{
	if (*ret_has)
		return refuse(unpacking, member, "it is in there twice");
	if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
		return refuse(unpacking, member, "not a plain file");
	*ret_has = true;
	return read_member(unpacking, member, ret);
}

static int take_manifest(
	struct unpacking *unpacking, struct archive_entry *entry, const char *member)
{
	int r = take(
		unpacking, entry, member, &unpacking->has_manifest, &unpacking->members.manifest);

	return r < 0 ? r
		     : igd_manifest_read(&unpacking->members.manifest, unpacking->name,
			       &unpacking->brief, &unpacking->says, unpacking->reterr);
}

static bool is_enough(const struct unpacking *unpacking)
{
	return unpacking->has_manifest &&
	       (unpacking->has_findings || unpacking->says.in_short.size);
}

static int look_at(struct unpacking *unpacking, struct archive_entry *entry)
{
	const char *member = archive_entry_pathname(entry);
	const char *why = excess(unpacking);

	if (!member || !*member)
		return refuse(unpacking, "(unnamed)", "not a name");
	if (!why && ++unpacking->count > IGD_BRIEF_MAX_MEMBERS)
		why = "more members than are accepted";
	if (why)
		return refuse(unpacking, member, why);
	if (igd_starts_with(member, "./"))
		member += 2;
	if (strcmp(member, MANIFEST) == 0)
		return take_manifest(unpacking, entry, member);
	if (strcmp(member, FINDINGS) == 0)
		return take(unpacking, entry, member, &unpacking->has_findings,
			&unpacking->members.findings);
	return pass_over(unpacking, member);
}

static int unpack(struct unpacking *unpacking, int fd)
{
	struct archive_entry *entry;
	int r;

	igd_archive_accept(unpacking->archive);
	if (archive_read_open_fd(unpacking->archive, fd, 1 << 16) != ARCHIVE_OK)
		return igd_error_set(unpacking->reterr, EBADMSG, "%s: not an archive: %s",
			unpacking->name, archive_error_string(unpacking->archive));
	while (!is_enough(unpacking)) {
		r = archive_read_next_header(unpacking->archive, &entry);
		if (r == ARCHIVE_EOF)
			return refuse(unpacking, NULL,
				unpacking->has_manifest ? "there is no " FINDINGS " in it"
							: "no report: there is no " MANIFEST
							  " in it");
		if (r != ARCHIVE_OK)
			return refuse(unpacking, NULL, archive_error_string(unpacking->archive));
		if (look_at(unpacking, entry) < 0)
			return -EBADMSG;
	}
	return 0;
}

int igd_brief_read(int fd, const char *name, struct igd_brief *ret, struct igd_error *reterr)
{
	IGD_CLEANUP(unpacking_done)
	struct unpacking unpacking = {
		.archive = archive_read_new(), .name = name, .reterr = reterr
	};
	int r = unpack(&unpacking, fd);

	if (r == 0)
		r = igd_manifest_follow(&unpacking.says, &unpacking.members.findings, name,
			&unpacking.brief, reterr);
	if (r < 0)
		return r;
	*ret = unpacking.brief;
	unpacking.brief = (struct igd_brief){ 0 };
	return 0;
}
