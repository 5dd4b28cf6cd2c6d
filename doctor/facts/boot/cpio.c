// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cpio - the "newc" archives an initramfs is made of, read piece by piece as the kernel does
 */
#include "facts/boot/cpio.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TRAILER "TRAILER!!!"

static size_t least(size_t left, uint64_t right)
{
	return right < left ? (size_t)right : left;
}

static uint64_t padded(uint64_t size)
{
	return (size + 3) & ~(uint64_t)3;
}

/* Field i of the header: eight hexadecimal digits after the magic. False: they are none. */
static bool field(const struct igd_cpio *cpio, unsigned i, uint32_t *ret)
{
	char digits[9] = { 0 };
	uint64_t value;

	memcpy(digits, cpio->header + 6 + 8 * (size_t)i, 8);
	if (strspn(digits, "0123456789abcdefABCDEF") != 8 || igd_parse_u64(digits, 16, &value) < 0)
		return false;
	*ret = (uint32_t)value;
	return true;
}

static void begin_name(struct igd_cpio *cpio)
{
	uint32_t mode, size, name_size;

	cpio->state = IGD_CPIO_BAD;
	if (memcmp(cpio->header, "070701", 6) != 0 && memcmp(cpio->header, "070702", 6) != 0)
		return;
	if (!field(cpio, 1, &mode) || !field(cpio, 6, &size) || !field(cpio, 11, &name_size))
		return;
	if (!name_size || name_size > IGD_CPIO_MAX_NAME || cpio->entries++ >= IGD_CPIO_MAX_ENTRIES)
		return;
	cpio->state = IGD_CPIO_NAME;
	cpio->have = 0;
	cpio->name_size = (size_t)padded(110 + name_size) - 110;
	cpio->size = size;
	cpio->left = padded(size);
	cpio->is_wanted = S_ISREG(mode);
}

static const char *plain_name(const struct igd_cpio *cpio)
{
	const char *name = cpio->name;

	while (*name == '/' || igd_starts_with(name, "./"))
		name += *name == '/' ? 1 : 2;
	return name;
}

static void end_member(struct igd_cpio *cpio)
{
	if (cpio->is_wanted)
		cpio->reader->file(cpio->reader->context, plain_name(cpio), cpio->content.text,
			(size_t)cpio->size);
	igd_text_done(&cpio->content);
	cpio->state = IGD_CPIO_BETWEEN;
}

static void begin_body(struct igd_cpio *cpio)
{
	cpio->name[cpio->name_size] = '\0';
	if (strcmp(cpio->name, TRAILER) == 0) {
		cpio->state = IGD_CPIO_BETWEEN;
		cpio->has_ended = true;
		return;
	}
	cpio->is_wanted = cpio->is_wanted &&
			  cpio->reader->want(cpio->reader->context, plain_name(cpio), cpio->size);
	if (cpio->is_wanted)
		igd_text_add(&cpio->content, "", 0);
	cpio->state = IGD_CPIO_BODY;
	if (!cpio->left)
		end_member(cpio);
}

static size_t take_header(struct igd_cpio *cpio, const unsigned char *bytes, size_t size)
{
	size_t taken = least(size, sizeof(cpio->header) - cpio->have);

	memcpy(cpio->header + cpio->have, bytes, taken);
	cpio->have += taken;
	if (cpio->have == sizeof(cpio->header))
		begin_name(cpio);
	return taken;
}

static size_t take_name(struct igd_cpio *cpio, const unsigned char *bytes, size_t size)
{
	size_t taken = least(size, cpio->name_size - cpio->have);

	memcpy(cpio->name + cpio->have, bytes, taken);
	cpio->have += taken;
	if (cpio->have == cpio->name_size)
		begin_body(cpio);
	return taken;
}

static size_t take_body(struct igd_cpio *cpio, const unsigned char *bytes, size_t size)
{
	size_t taken = least(size, cpio->left);

	if (cpio->is_wanted && cpio->content.size < cpio->size)
		igd_text_add(&cpio->content, bytes, least(taken, cpio->size - cpio->content.size));
	cpio->left -= taken;
	if (!cpio->left)
		end_member(cpio);
	return taken;
}

static size_t take_between(struct igd_cpio *cpio, const unsigned char *bytes, size_t size)
{
	size_t zeros = 0;

	while (zeros < size && !bytes[zeros])
		zeros++;
	if (zeros < size) {
		cpio->state = IGD_CPIO_HEADER;
		cpio->has_ended = false;
		cpio->have = 0;
	}
	return zeros;
}

static size_t take(struct igd_cpio *cpio, const unsigned char *bytes, size_t size)
{
	switch (cpio->state) {
	case IGD_CPIO_BETWEEN:
		return take_between(cpio, bytes, size);
	case IGD_CPIO_HEADER:
		return take_header(cpio, bytes, size);
	case IGD_CPIO_NAME:
		return take_name(cpio, bytes, size);
	case IGD_CPIO_BODY:
		return take_body(cpio, bytes, size);
	case IGD_CPIO_BAD:
		break;
	}
	return 0;
}

size_t igd_cpio_feed(struct igd_cpio *cpio, const void *bytes, size_t size, bool stop)
{
	const unsigned char *at = bytes;
	size_t taken = 0;

	while (taken < size && cpio->state != IGD_CPIO_BAD && !(stop && cpio->has_ended))
		taken += take(cpio, at + taken, size - taken);
	return taken;
}

uint64_t igd_cpio_skippable(const struct igd_cpio *cpio)
{
	return cpio->state == IGD_CPIO_BODY && !cpio->is_wanted ? cpio->left : 0;
}

void igd_cpio_skip(struct igd_cpio *cpio, uint64_t size)
{
	cpio->left -= size < cpio->left ? size : cpio->left;
	if (cpio->state == IGD_CPIO_BODY && !cpio->left)
		end_member(cpio);
}

bool igd_cpio_is_whole(const struct igd_cpio *cpio)
{
	return cpio->state == IGD_CPIO_BETWEEN;
}

void igd_cpio_done(struct igd_cpio *cpio)
{
	igd_text_done(&cpio->content);
}
