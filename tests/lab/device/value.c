// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * value - what the words behind igd-device's options mean
 */
#include "value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

/* A whole number of this base and at most this much; base 0 takes 0x too. */
static bool number(const char *text, int base, uint64_t most, uint64_t *ret)
{
	unsigned long long value;
	char *end;

	if (!((*text >= '0' && *text <= '9') ||
		    (base == 16 && strchr("abcdefABCDEF", *text) && *text)))
		return false;
	errno = 0;
	value = strtoull(text, &end, base);
	if (errno || *end || value > most)
		return false;
	*ret = value;
	return true;
}

static bool number32(const char *text, unsigned least, unsigned most, unsigned *ret)
{
	uint64_t value;

	if (!number(text, 10, most, &value) || value < least)
		return false;
	*ret = (unsigned)value;
	return true;
}

/* A register page's address. */
static bool page(const char *text, uint64_t *ret)
{
	return number(text, 0, UINT64_MAX, ret) && *ret && !(*ret % IGD_UNIT_PAGE);
}

bool igd_value_drhd(struct igd_options *options, char *text)
{
	return page(text, &options->dmar.graphics);
}

bool igd_value_rest(struct igd_options *options, char *text)
{
	return page(text, &options->dmar.rest);
}

bool igd_value_bdsm(struct igd_options *options, char *text)
{
	return number(text, 0, UINT64_MAX, &options->profile.bdsm) &&
	       !(options->profile.bdsm & 0xfffff);
}

bool igd_value_asls(struct igd_options *options, char *text)
{
	options->profile.no_asls = !strcmp(text, "0");
	return options->profile.no_asls;
}

bool igd_value_gms(struct igd_options *options, char *text)
{
	return number32(text, 0, 4096, &options->gms);
}

bool igd_value_units(struct igd_options *options, char *text)
{
	return number32(text, 0, 2, &options->opregion.units);
}

bool igd_value_register(const char *text, uint64_t *ret)
{
	return number(text, 16, UINT64_MAX, ret);
}

bool igd_value_device(struct igd_options *options, char *text)
{
	uint64_t id;

	if (!number(text, 16, UINT16_MAX, &id))
		return false;
	options->profile.identity = igd_identity_find((uint16_t)id);
	return options->profile.identity;
}

/* Two numbers with a sign between them. */
static bool pair(char *text, const char *sign, int base, uint64_t most, uint64_t ret[2])
{
	char *second = strpbrk(text, sign);

	if (!second)
		return false;
	*second++ = '\0';
	return number(text, base, most, &ret[0]) && number(second, base, most, &ret[1]);
}

bool igd_value_subsystem(struct igd_options *options, char *text)
{
	uint64_t ids[2];

	if (!pair(text, ":", 16, UINT16_MAX, ids))
		return false;
	options->profile.subsystem_vendor = (uint16_t)ids[0];
	options->profile.subsystem_device = (uint16_t)ids[1];
	return true;
}

bool igd_value_rmrr(struct igd_options *options, char *text)
{
	uint64_t ends[2];

	if (!pair(text, "-", 0, UINT64_MAX, ends) || ends[0] > ends[1] || !ends[1])
		return false;
	options->dmar.rmrr_start = ends[0];
	options->dmar.rmrr_end = ends[1];
	return true;
}

static bool dma_word(struct igd_options *options, const char *word)
{
	uint64_t value;

	if (!strncmp(word, "dma=", 4))
		return number(word + 4, 0, UINT64_MAX - 8, &options->dma_address) &&
		       options->dma_address;
	if (!strncmp(word, "rate=", 5))
		return number32(word + 5, 1, 1000, &options->dma_rate);
	if (!strncmp(word, "count=", 6)) {
		if (!number(word + 6, 10, UINT32_MAX, &value) || !value)
			return false;
		options->dma_count = (unsigned long)value;
		return true;
	}
	options->dma_write = !strcmp(word, "write");
	return options->dma_write;
}

/* Faults that are just noted, and where. */
static const struct {
	const char *name;
	size_t at;
} faults[] = {
	{ "no-flr", offsetof(struct igd_options, profile.no_reset) },
	{ "bad-signature", offsetof(struct igd_options, opregion.bad_signature) },
	{ "no-size", offsetof(struct igd_options, opregion.no_size) },
	{ "no-vbt", offsetof(struct igd_options, opregion.no_vbt) },
};

bool igd_value_fault(struct igd_options *options, char *text)
{
	char *rest = text, *word;

	size_t i;

	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		if (!strcmp(text, faults[i].name)) {
			memcpy((char *)options + faults[i].at, &(bool){ true }, sizeof(bool));
			return true;
		}
	}
	if (strncmp(text, "dma=", 4) != 0)
		return false;
	while ((word = strsep(&rest, ",")))
		if (!dma_word(options, word))
			return false;
	return true;
}

bool igd_value_version(struct igd_options *options, char *text)
{
	options->opregion.version_2_0 = !strcmp(text, "2.0");
	return options->opregion.version_2_0 || !strcmp(text, "2.1");
}

bool igd_value_class_code(struct igd_options *options, char *text)
{
	options->profile.class_code = !strcmp(text, "0380") ? 0x0380 : 0x0300;
	return options->profile.class_code == 0x0380 || !strcmp(text, "0300");
}

bool igd_value_width(struct igd_options *options, char *text)
{
	unsigned bits;

	if (!number32(text, 32, 64, &bits))
		return false;
	options->dmar.width = (uint8_t)bits;
	return true;
}

bool igd_value_gop_version(struct igd_options *options, char *text)
{
	options->opregion.gop_version = text;
	return strlen(text) <= IGD_OPREGION_DVER;
}
