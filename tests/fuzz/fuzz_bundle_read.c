// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_bundle_read - a report from a stranger, as triage reads it
 *
 * The first byte says what follows: 'f' findings.json, 'm' manifest.json, a NUL and findings.json, any other byte an
 * archive that it is the first byte of. Without that no input would get past the hash.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bundle/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_part(struct igd_text *text, const uint8_t *data, size_t size)
{
	igd_text_add(text, "", 0);
	igd_text_add(text, data, size);
}

static int read_members(
	const uint8_t *data, size_t size, struct igd_brief *ret, struct igd_error *reterr)
{
	const uint8_t *end = memchr(data, '\0', size);
	size_t first = end ? (size_t)(end - data) : size;
	struct igd_brief_members members = { 0 };
	int r;

	add_part(&members.manifest, data, first);
	add_part(&members.findings, end ? end + 1 : data, end ? size - first - 1 : 0);
	r = igd_brief_parse(&members, "fuzz", ret, reterr);
	igd_text_done(&members.manifest);
	igd_text_done(&members.findings);
	return r;
}

static int read_findings(
	const uint8_t *data, size_t size, struct igd_brief *ret, struct igd_error *reterr)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };

	add_part(&text, data, size);
	return igd_brief_parse_findings(text.text, text.size, "fuzz", ret, reterr);
}

static int read_archive(
	const uint8_t *data, size_t size, struct igd_brief *ret, struct igd_error *reterr)
{
	IGD_AUTOCLOSE int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	lseek(fd, 0, SEEK_SET);
	return igd_brief_read(fd, "fuzz", ret, reterr);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_error error = { 0 };
	struct igd_brief brief = { 0 };
	int r;

	if (!size || size > 1 << 16)
		return 0;
	if (*data == 'f')
		r = read_findings(data + 1, size - 1, &brief, &error);
	else if (*data == 'm')
		r = read_members(data + 1, size - 1, &brief, &error);
	else
		r = read_archive(data, size, &brief, &error);
	if (r < 0 ? !error.code || !*error.message || brief.start_with || brief.kernel
		  : brief.outcome > IGD_OUTCOME_UNKNOWN)
		abort();
	igd_brief_done(&brief);
	return 0;
}
