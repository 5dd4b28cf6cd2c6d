// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_frames - the headers that Looking Glass writes, read from bytes and from a recording's text
 */
#include "facts/shmem/shmem_frames.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LGMP_MAGIC "LGMP"
#define LGMP_CLOCK 16 /* of LGMP 2 to 6 */
/* No version of either is near this: what is beyond is no version. */
#define MAX_VERSION 4096u
#define LINE 64u /* LGMP after B7 aligns its header to this */
#define KVMFR_MAGIC "KVMFR---"
#define KVMFR_SIZE 44u /* up to the end of the release's name */
#define KVMFR_RELEASE 32u
#define RECOVERY_MAGIC "KVMFRRCV"
#define RECOVERY_ABI 1u
#define RECOVERY_RELEASE 48u
/* What stands in a recording's text where there is no name. */
#define NO_RELEASE "-"

struct bytes {
	const unsigned char *data;
	size_t size;
};

/* Little endian, as the guest is. 0 beyond the end. */
static uint64_t number(const struct bytes *bytes, size_t offset, unsigned width)
{
	uint64_t value = 0;
	unsigned i;

	if (offset > bytes->size || bytes->size - offset < width)
		return 0;
	for (i = width; i-- > 0;)
		value = value << 8 | bytes->data[offset + i];
	return value;
}

static bool is_at(const struct bytes *bytes, size_t offset, const char *magic)
{
	size_t length = strlen(magic);

	return offset <= bytes->size && bytes->size - offset >= length &&
	       memcmp(bytes->data + offset, magic, length) == 0;
}

static bool is_release_letter(unsigned char letter)
{
	return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
	       (letter >= 'a' && letter <= 'z') || strchr("._+-", letter);
}

/* At most width bytes up to a NUL; what is not expected in a version becomes '?'. */
static void take_release(
	const struct bytes *bytes, size_t offset, size_t width, struct igd_frames_header *ret)
{
	size_t i;

	if (offset > bytes->size || bytes->size - offset < width)
		return;
	for (i = 0; i < width && i < sizeof(ret->release) - 1 && bytes->data[offset + i]; i++) {
		ret->release[i] = '?';
		if (is_release_letter(bytes->data[offset + i]))
			ret->release[i] = (char)bytes->data[offset + i];
	}
	ret->release[i] = '\0';
	if (strcmp(ret->release, NO_RELEASE) == 0)
		*ret->release = '\0';
}

static uint32_t version(const struct bytes *bytes, size_t offset)
{
	uint64_t value = number(bytes, offset, 4);

	return value < MAX_VERSION ? (uint32_t)value : 0;
}

static void take_lgmp(const struct bytes *head, struct igd_frames_header *ret)
{
	size_t offset;

	for (offset = 0; offset + 8 <= head->size; offset += LINE) {
		if (!is_at(head, offset, LGMP_MAGIC) || !version(head, offset + 4))
			continue;
		ret->lgmp = version(head, offset + 4);
		ret->clock = number(head, offset ? 0 : LGMP_CLOCK, 8);
		ret->has_clock = true;
		ret->content = IGD_FRAMES_WRITTEN;
		return;
	}
}

static void take_kvmfr(const struct bytes *head, struct igd_frames_header *ret)
{
	size_t offset;

	for (offset = 0; offset + KVMFR_SIZE <= head->size; offset += 4) {
		if (!is_at(head, offset, KVMFR_MAGIC) || !version(head, offset + 8))
			continue;
		ret->kvmfr = version(head, offset + 8);
		take_release(head, offset + 12, KVMFR_RELEASE, ret);
		ret->content = IGD_FRAMES_WRITTEN;
		return;
	}
}

/* What is published there is the newest word of it: the rest may stand there from an earlier release. */
static void take_recovery(const struct bytes *tail, struct igd_frames_header *ret)
{
	if (tail->size < IGD_FRAMES_TAIL || !is_at(tail, 0, RECOVERY_MAGIC) ||
		number(tail, 8, 2) != RECOVERY_ABI || number(tail, 60, 4) != 1)
		return;
	ret->content = IGD_FRAMES_WRITTEN;
	ret->has_recovery = true;
	ret->lgmp = version(tail, 16);
	ret->kvmfr = version(tail, 20);
	ret->clock = number(tail, 48, 4);
	ret->has_clock = true;
	take_release(tail, 64, RECOVERY_RELEASE, ret);
	ret->state = (uint32_t)number(tail, 1216 + 8, 4);
	ret->error = (uint32_t)number(tail, 1216 + 12, 4);
}

static bool has_any(const struct bytes *bytes)
{
	size_t i;

	for (i = 0; i < bytes->size; i++) {
		if (bytes->data[i])
			return true;
	}
	return false;
}

void igd_frames_parse(const unsigned char *head, size_t head_size, const unsigned char *tail,
	size_t tail_size, struct igd_frames_header *ret)
{
	struct bytes first = { head, head_size }, last = { tail, tail_size };

	*ret = (struct igd_frames_header){ 0 };
	if (has_any(&first) || has_any(&last))
		ret->content = IGD_FRAMES_FOREIGN;
	take_lgmp(&first, ret);
	take_kvmfr(&first, ret);
	take_recovery(&last, ret);
}

static const char *const contents[] = { "empty", "foreign", "written" };
static const char *const motions[] = { "once", "still", "moves" };

void igd_frames_write(const struct igd_frames_header *header, struct igd_text *ret)
{
	igd_text_printf(ret,
		"%s %s lgmp %" PRIu32 " kvmfr %" PRIu32 " recovery %d %" PRIu32 " %" PRIu32
		" release %s\n",
		contents[header->content], motions[header->motion], header->lgmp, header->kvmfr,
		header->has_recovery, header->state, header->error,
		*header->release ? header->release : NO_RELEASE);
}

static bool find(const char *word, const char *const *words, unsigned *ret)
{
	for (*ret = 0; *ret < 3; ++*ret) {
		if (strcmp(words[*ret], word) == 0)
			return true;
	}
	return false;
}

static bool is_release(const char *release)
{
	for (; *release; release++) {
		if (!is_release_letter((unsigned char)*release) && *release != '?')
			return false;
	}
	return true;
}

bool igd_frames_read(const char *text, struct igd_frames_header *ret)
{
	struct igd_frames_header read = { 0 };
	char line[192], content[9], motion[7];
	unsigned what, how, has_recovery;

	/* sscanf() measures all of what it is given, so it is given one line. */
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(text, "\n"), text);
	if (sscanf(line,
		    "%8s %6s lgmp %9" SCNu32 " kvmfr %9" SCNu32 " recovery %1u %9" SCNu32
		    " %9" SCNu32 " release %48s",
		    content, motion, &read.lgmp, &read.kvmfr, &has_recovery, &read.state,
		    &read.error, read.release) != 8)
		return false;
	if (!find(content, contents, &what) || !find(motion, motions, &how) || has_recovery > 1 ||
		!is_release(read.release))
		return false;
	if (strcmp(read.release, NO_RELEASE) == 0)
		*read.release = '\0';
	read.content = (enum igd_frames_content)what;
	read.motion = (enum igd_frames_motion)how;
	read.has_recovery = has_recovery;
	*ret = read;
	return true;
}

const char *igd_frames_writer(struct igd_host *host, const struct igd_frames_header *header)
{
	const char *of = *header->release ? header->release : "of an unknown release";

	return igd_host_print(host, "Looking Glass %s (KVMFR %" PRIu32 ", LGMP %" PRIu32 ")", of,
		header->kvmfr, header->lgmp);
}
