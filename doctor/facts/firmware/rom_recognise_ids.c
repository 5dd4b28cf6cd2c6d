// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_recognise_ids - the tables of device ids in drivers
 *
 * Intel's GOP holds its ids as 16-bit numbers one behind the other, at an even offset, in two tables: of what
 * it binds to, and of what differs between platforms. An id counts that stands in both: the second one names
 * platforms that the driver does not bind to (Meteor Lake's in those for Alder Lake-P), and other tables of
 * numbers may look alike (a780, a788, a790, a798, a7a0). Nothing stands between the ids but some that Linux does
 * not know (9a7f, 4569, 4681): siblings, with the same upper byte. Old drivers (Bay Trail, Apollo Lake) have
 * one table only. Single ids stand in code by chance (4c8a 44 times in one binary), and never count.
 *
 * Measured on the 19 binaries of gangqizai/igd e32ded7, lixiaoliu666/intel6-14rom 8372ef0 and
 * my33love/gk41-pve-ovmf 34cf9ca.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom_recognise_private.h"
#include "facts/host/igpu.h"

/* Ids that a table must hold to be believed by itself; the shortest that was seen (Bay Trail) has four. */
#define STRONG 4
/* Ids that a shorter one must hold, which stands beside a table or, as Gemini Lake's two, in two places. */
#define WEAK 2
/* How many bytes lie between a table and a short one that belongs to it: 14 in Haswell's, before Broadwell's. */
#define BESIDE 32
/* How many siblings that Linux does not know stand together: 3 were seen. */
#define SIBLINGS 4
#define SHOWN 8
/* More stretches than this are no tables of a driver; the binaries have up to 16. */
#define MANY 256
/* An entry of an assignment driver's table, and how many make one: the first had more than two hundred. */
#define ENTRY 16
#define ENOUGH 16

/* A stretch of ids. */
struct run {
	size_t offset, length; /* length is in ids */
	uint16_t known[STRONG];
	size_t known_count; /* how many different ones Linux knows; no more than STRONG are counted */
	bool is_taken;
};

struct runs {
	struct run *runs;
	size_t count;
};

/* One bit for each possible id. */
struct set {
	uint32_t bits[65536 / 32];
	size_t count;
};

static void add_id(struct set *set, uint16_t id)
{
	uint32_t bit = 1u << id % 32;

	set->count += !(set->bits[id / 32] & bit);
	set->bits[id / 32] |= bit;
}

static bool has_id(const struct set *set, uint16_t id)
{
	return set->bits[id / 32] >> id % 32 & 1;
}

static void list_ids(const struct set *set, struct igd_rom_ids *ret)
{
	uint32_t id;

	if (!set->count)
		return;
	ret->ids = igd_regrow(NULL, set->count, sizeof(*ret->ids));
	for (id = 0; id < 65536; id++)
		if (has_id(set, (uint16_t)id))
			ret->ids[ret->count++] = (uint16_t)id;
}

char *igd_rom_show_ids(const struct igd_rom_ids *ids)
{
	struct igd_text text = { 0 };
	size_t i;

	igd_text_printf(&text, "table of device ids:");
	for (i = 0; i < ids->count && i < SHOWN; i++)
		igd_text_printf(&text, " %04x", ids->ids[i]);
	if (ids->count > SHOWN)
		igd_text_printf(&text, " ... (%zu ids)", ids->count);
	return text.text;
}

/* The upper bytes of the ids that Linux knows. */
static const uint8_t families[] = { 0x01, 0x04, 0x0a, 0x0c, 0x0d, 0x0f, 0x16, 0x19, 0x1a, 0x22,
	0x31, 0x3e, 0x45, 0x46, 0x4c, 0x4e, 0x59, 0x5a, 0x64, 0x7d, 0x87, 0x8a, 0x9a, 0x9b, 0xa7,
	0xb0, 0xb6, 0xd7, 0xfd };

/* All of them, so that looking for one is looking at a bit. */
static void list_known(struct set *ret)
{
	size_t i;
	unsigned low;

	*ret = (struct set){ 0 };
	for (i = 0; i < sizeof(families); i++)
		for (low = 0; low < 256; low++)
			if (igd_igpu_model((uint16_t)(families[i] * 256u + low)))
				add_id(ret, (uint16_t)(families[i] * 256u + low));
}

static uint16_t id_at(const struct igd_rom_code_bytes *code, size_t offset)
{
	return igd_little16(code->bytes + offset);
}

static void count_known(struct run *run, uint16_t id)
{
	size_t i;

	for (i = 0; i < run->known_count; i++)
		if (run->known[i] == id)
			return;
	if (run->known_count < STRONG)
		run->known[run->known_count++] = id;
}

/* The run that begins with the known id at this offset, up to the last known one. */
static struct run follow(
	const struct igd_rom_code_bytes *code, const struct set *known, size_t offset)
{
	struct run run = { .offset = offset, .length = 1 };
	size_t place, strangers = 0;

	count_known(&run, id_at(code, offset));
	for (place = 1; igd_within(offset + 2 * place, 2, code->size); place++) {
		uint16_t id = id_at(code, offset + 2 * place);

		if (has_id(known, id)) {
			count_known(&run, id);
			run.length = place + 1;
			strangers = 0;
		} else if (++strangers > SIBLINGS ||
			   id >> 8 != id_at(code, offset + 2 * place - 2) >> 8) {
			break;
		}
	}
	return run;
}

static void find_runs(const struct igd_rom_code_bytes *code, struct runs *ret)
{
	size_t offset = 0;
	struct set known;
	struct run run;

	list_known(&known);
	while (ret->count <= MANY && igd_within(offset, 2, code->size)) {
		if (!has_id(&known, id_at(code, offset))) {
			offset += 2;
			continue;
		}
		run = follow(code, &known, offset);
		offset += 2 * run.length;
		if (run.known_count < WEAK)
			continue;
		ret->runs = igd_regrow(ret->runs, ret->count + 1, sizeof(*ret->runs));
		ret->runs[ret->count++] = run;
	}
}

/* Tables, and short ones beside one of them on either side. Returns whether there was any. */
static bool take_strong(struct runs *runs)
{
	bool is_any = false;
	size_t i, end;

	for (i = 0; i < runs->count; i++)
		is_any |= runs->runs[i].is_taken = runs->runs[i].known_count == STRONG;
	for (i = 1; i < runs->count; i++) {
		end = runs->runs[i - 1].offset + 2 * runs->runs[i - 1].length;
		if (runs->runs[i].offset - end > BESIDE)
			continue;
		if (runs->runs[i - 1].known_count == STRONG || runs->runs[i].known_count == STRONG)
			runs->runs[i - 1].is_taken = runs->runs[i].is_taken = true;
	}
	return is_any;
}

/* Whether a's known ids are all b's, of two that are not strong. */
static bool is_subset(const struct run *a, const struct run *b)
{
	size_t i, j;

	for (i = 0; i < a->known_count; i++) {
		for (j = 0; j < b->known_count && a->known[i] != b->known[j]; j++)
			;
		if (j == b->known_count)
			return false;
	}
	return true;
}

/* Short ones that stand in two places: the two tables of a driver for few devices. */
static void take_twice(struct runs *runs)
{
	enum { LOOKED_AT = 64 }; /* were there more, it would be chance */
	size_t i, j, count = runs->count > LOOKED_AT ? LOOKED_AT : runs->count;

	for (i = 0; i < count; i++)
		for (j = 0; j < count; j++)
			runs->runs[i].is_taken |= i != j &&
						  is_subset(&runs->runs[i], &runs->runs[j]) &&
						  is_subset(&runs->runs[j], &runs->runs[i]);
}

static void add_run(const struct igd_rom_code_bytes *code, const struct run *run, struct set *set)
{
	size_t i;

	for (i = 0; i < run->length; i++)
		add_id(set, id_at(code, run->offset + 2 * i));
}

/* What stands in two of them. */
static void find_common(
	const struct igd_rom_code_bytes *code, const struct runs *runs, struct set *ret)
{
	struct set seen = { 0 };
	size_t i, j;

	for (i = 0; i < runs->count; i++) {
		struct set own = { 0 };

		if (!runs->runs[i].is_taken)
			continue;
		add_run(code, &runs->runs[i], &own);
		for (j = 0; j < sizeof(own.bits) / sizeof(*own.bits); j++) {
			ret->bits[j] |= own.bits[j] & seen.bits[j];
			seen.bits[j] |= own.bits[j];
		}
	}
	for (i = 0; i < 65536; i++)
		ret->count += has_id(ret, (uint16_t)i);
}

/* The longest of those that are taken. */
static void add_longest(
	const struct igd_rom_code_bytes *code, const struct runs *runs, struct set *ret)
{
	const struct run *longest = NULL;
	size_t i;

	for (i = 0; i < runs->count; i++)
		if (runs->runs[i].is_taken && (!longest || runs->runs[i].length > longest->length))
			longest = &runs->runs[i];
	if (longest)
		add_run(code, longest, ret);
}

/* Where the first of them stands. */
static size_t first_of(
	const struct igd_rom_code_bytes *code, const struct runs *runs, const struct set *set)
{
	size_t i, j;

	for (i = 0; i < runs->count; i++)
		for (j = 0; runs->runs[i].is_taken && j < runs->runs[i].length; j++)
			if (has_id(set, id_at(code, runs->runs[i].offset + 2 * j)))
				return runs->runs[i].offset + 2 * j;
	return 0;
}

void igd_rom_find_gop_ids(const struct igd_rom_code_bytes *code, struct igd_rom_ids *ret)
{
	struct runs runs = { 0 };
	struct set set = { 0 };

	*ret = (struct igd_rom_ids){ 0 };
	find_runs(code, &runs);
	if (runs.count && runs.count <= MANY) {
		if (!take_strong(&runs))
			take_twice(&runs);
		find_common(code, &runs, &set);
		if (!set.count)
			add_longest(code, &runs, &set);
		if (set.count)
			ret->offset = first_of(code, &runs, &set);
	}
	list_ids(&set, ret);
	free(runs.runs);
}

/*
 * IgdAssignmentDxe since 2025-05: an array of { UINT16 DeviceId; CONST IGD_PRIVATE_DATA *Private; }, on x64
 * 16 bytes with six of padding, which are zero, and a pointer below 4 GiB (VfioIgdPkg 067328d
 * IgdAssignmentDxe/IgdPrivate.c IgdDeviceTable; an image is linked to 0).
 */
static bool is_entry(const struct igd_rom_code_bytes *code, size_t offset)
{
	static const uint8_t zeros[6];
	const uint8_t *entry;

	if (!igd_within(offset, ENTRY, code->size))
		return false;
	entry = code->bytes + offset;
	return igd_little16(entry) && memcmp(entry + 2, zeros, sizeof(zeros)) == 0 &&
	       igd_little32(entry + 8) && igd_little32(entry + 12) == 0;
}

/* How many entries stand there; how many different ids, up to ENOUGH, in *ret. */
static size_t count_entries(
	const struct igd_rom_code_bytes *code, size_t offset, size_t *ret_different)
{
	uint16_t ids[ENOUGH];
	size_t count, i, different = 0;

	for (count = 0; is_entry(code, offset + count * ENTRY); count++) {
		for (i = 0; i < different; i++)
			if (ids[i] == id_at(code, offset + count * ENTRY))
				break;
		if (i == different && different < ENOUGH)
			ids[different++] = id_at(code, offset + count * ENTRY);
	}
	*ret_different = different;
	return count;
}

void igd_rom_find_assigned_ids(const struct igd_rom_code_bytes *code, struct igd_rom_ids *ret)
{
	size_t offset, count, different, i;
	struct set known, set = { 0 };

	*ret = (struct igd_rom_ids){ 0 };
	list_known(&known);
	for (offset = 0; igd_within(offset, ENTRY, code->size);
		offset += count ? count * ENTRY : 2) {
		count = has_id(&known, id_at(code, offset))
				? count_entries(code, offset, &different)
				: 0;
		if (count == 0 || different < ENOUGH)
			continue;
		for (i = 0; i < count; i++)
			add_id(&set, id_at(code, offset + i * ENTRY));
		ret->offset = offset;
		list_ids(&set, ret);
		return;
	}
}
