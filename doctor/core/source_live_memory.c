// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_memory - the iGPU's OpRegion out of the running system's physical memory
 *
 * The one way to look at it that no driver has a part in and the iGPU does not notice. /dev/mem is read as
 * intel-gpu-tools reads it (tools/intel_opregion_decode.c), but only where firmware keeps memory for itself: whatever
 * ASLS points at, no device's registers are touched. What the kernel does not show there is no error of the machine
 * (Linux 7.1 drivers/char/mem.c read_mem(), arch/x86/mm/init.c devmem_is_allowed()).
 */
#include "core/source_live_memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/host.h"
#include "core/source_private.h"

#define PCI_DEVICES "/sys/bus/pci/devices"
#define IOMEM "/proc/iomem"
#define MEMORY "/dev/mem"

/* As in facts/host/igpu.c: an iGPU sits on bus 0, and nearly always here. */
#define BUS_0 "0000:00:"
#define USUAL_ADDRESS "0000:00:02.0"

#define CONFIG_SIZE 256u
#define CLASS_AT 0x0bu /* the base class */
#define ASLS_AT 0xfcu

/* OPREGION_VERSION, OPREGION_RVDS */
#define VERSION_AT 0x16u
#define RVDS_AT 0x3c2u

/* read_mem() goes page by page, too. */
#define PAGE 0x1000u
/* A large server's has a few hundred KiB. */
#define MAX_IOMEM ((size_t)4 << 20)

static uint64_t little(const uint8_t *bytes, unsigned count)
{
	uint64_t value = 0;

	while (count-- > 0)
		value = value << 8 | bytes[count];
	return value;
}

/* A line "  START-END : NAME". */
static bool parse_line(const char *line, struct igd_memory_range *ret, const char **ret_name)
{
	int end = 0;

	if (sscanf(line, "%16" SCNx64 "-%16" SCNx64 " : %n", &ret->start, &ret->end, &end) != 2 ||
		!end || ret->start > ret->end)
		return false;
	*ret_name = line + end;
	return true;
}

static bool is_kept_by_firmware(const char *name)
{
	size_t length = strcspn(name, "\n");

	return (length == strlen("Reserved") && igd_starts_with(name, "Reserved")) ||
	       (length == strlen("ACPI Non-volatile Storage") &&
		       igd_starts_with(name, "ACPI Non-volatile Storage"));
}

bool igd_memory_find(const char *iomem, uint64_t start, uint64_t size, struct igd_memory_range *ret)
{
	struct igd_memory_range range;
	bool is_found = false;
	const char *line, *name;

	for (line = iomem; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (!parse_line(line, &range, &name) || start > range.end ||
			start + size - 1 < range.start)
			continue;
		/* Two that overlap on the top level, and whatever lies within: something else has a part of it. */
		if (is_found || *line == ' ' || !is_kept_by_firmware(name) || start < range.start ||
			start + size - 1 > range.end)
			return false;
		is_found = true;
		*ret = range;
	}
	return is_found;
}

bool igd_memory_extended_vbt(
	const uint8_t *opregion, uint32_t address, struct igd_memory_range *ret)
{
	uint64_t version = little(opregion + VERSION_AT, 2),
		 rvda = little(opregion + IGD_MEMORY_RVDA_AT, 8),
		 rvds = little(opregion + RVDS_AT, 4);

	if (version <= 0x0200 || rvda < IGD_MEMORY_OPREGION_SIZE || rvda > UINT32_MAX || !rvds ||
		rvds > IGD_MEMORY_MAX_VBT || address + rvda + rvds - 1 > UINT32_MAX)
		return false;
	*ret = (struct igd_memory_range){ address + rvda, address + rvda + rvds - 1 };
	return true;
}

bool igd_memory_is_shown(const uint8_t *opregion)
{
	size_t i = 1;

	while (i < IGD_MEMORY_OPREGION_SIGNATURE_SIZE && opregion[i] == opregion[0])
		i++;
	return i < IGD_MEMORY_OPREGION_SIGNATURE_SIZE || (opregion[0] && opregion[0] != 0xff);
}

/* 0 or an errno. */
static int read_file(const char *path, struct igd_text *ret)
{
	IGD_AUTOCLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	char piece[1 << 14];
	ssize_t got;

	igd_text_add(ret, "", 0);
	if (fd < 0)
		return errno;
	while ((got = read(fd, piece, sizeof(piece))) > 0 && ret->size <= MAX_IOMEM)
		igd_text_add(ret, piece, (size_t)got);
	if (got < 0)
		return errno;
	return got ? EFBIG : 0;
}

/* ASLS of this function. ENODEV: it is no Intel display function. ENOENT: firmware left no OpRegion. */
static int read_asls(const char *address, uint32_t *ret)
{
	IGD_AUTOFREE char *path = igd_printf(PCI_DEVICES "/%s/config", address);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const uint8_t *config;
	int error = read_file(path, &text);

	if (error)
		return error == ENOENT ? ENODEV : error;
	config = (const uint8_t *)text.text;
	if (text.size <= CLASS_AT || little(config, 2) != 0x8086 || config[CLASS_AT] != 0x03)
		return ENODEV;
	if (text.size < CONFIG_SIZE)
		return EACCES; /* only with CAP_SYS_ADMIN one sees more than 64 bytes */
	*ret = (uint32_t)little(config + ASLS_AT, 4);
	return *ret && ~*ret ? 0 : ENOENT;
}

static int on_bus_0(const struct dirent *entry)
{
	return igd_starts_with(entry->d_name, BUS_0);
}

static int find_asls(uint32_t *ret)
{
	struct dirent **entries = NULL;
	int error = read_asls(USUAL_ADDRESS, ret), i, count;

	if (error != ENODEV)
		return error;
	count = scandir(PCI_DEVICES, &entries, on_bus_0, alphasort);
	for (i = 0; i < count; i++) {
		if (error == ENODEV)
			error = read_asls(entries[i]->d_name, ret);
		free(entries[i]);
	}
	free(entries);
	return error == ENODEV ? ENOENT : error;
}

/* Adds these bytes of memory. */
static int read_range(int memory, const struct igd_memory_range *range, struct igd_text *ret)
{
	char piece[PAGE];
	uint64_t at = range->start, left;
	ssize_t got;

	while (at <= range->end) {
		left = PAGE - at % PAGE;
		if (left > range->end - at + 1)
			left = range->end - at + 1;
		got = pread(memory, piece, (size_t)left, (off_t)at);
		if (got <= 0)
			return got < 0 ? errno : EFAULT;
		igd_text_add(ret, piece, (size_t)got);
		at += (uint64_t)got;
	}
	return 0;
}

/* As vfio_pci_igd_rw() does: the VBT follows, and RVDA says so. Without one that can be read nothing changes. */
static void add_vbt(int memory, const char *iomem, uint32_t asls, struct igd_text *opregion)
{
	IGD_AUTOTEXT struct igd_text vbt = { 0 };
	struct igd_memory_range range, own, other;
	const uint8_t behind[8] = { 0, IGD_MEMORY_OPREGION_SIZE >> 8 };

	if (!igd_memory_extended_vbt((const uint8_t *)opregion->text, asls, &range) ||
		!igd_memory_find(iomem, asls, IGD_MEMORY_OPREGION_SIZE, &own) ||
		!igd_memory_find(iomem, range.start, range.end - range.start + 1, &other) ||
		own.start != other.start || read_range(memory, &range, &vbt) != 0)
		return;
	memcpy(opregion->text + IGD_MEMORY_RVDA_AT, behind, sizeof(behind));
	igd_text_add(opregion, vbt.text, vbt.size);
}

static int open_memory(int *ret)
{
	*ret = open(MEMORY, O_RDONLY | O_CLOEXEC);
	if (*ret >= 0)
		return 0;
	return errno == ENOENT || errno == ENODEV ? ENXIO : errno;
}

static int read_opregion(struct igd_text *ret)
{
	IGD_AUTOTEXT struct igd_text iomem = { 0 };
	IGD_AUTOCLOSE int memory = -1;
	struct igd_memory_range range;
	uint32_t asls = 0;
	int error = find_asls(&asls);

	if (!error)
		error = read_file(IOMEM, &iomem);
	if (error)
		return error;
	if (!igd_memory_find(iomem.text, asls, IGD_MEMORY_OPREGION_SIZE, &range))
		return EFAULT;
	error = open_memory(&memory);
	range = (struct igd_memory_range){ asls, (uint64_t)asls + IGD_MEMORY_OPREGION_SIZE - 1 };
	if (!error)
		error = read_range(memory, &range, ret);
	if (!error && !igd_memory_is_shown((const uint8_t *)ret->text))
		error = EFAULT;
	if (!error)
		add_vbt(memory, iomem.text, asls, ret);
	return error;
}

void igd_source_live_memory(const struct igd_question *question, struct igd_answer *ret)
{
	struct igd_text text = { 0 };

	if (question->ask != IGD_ASK_READ || strcmp(question->path, IGD_MEMORY_OPREGION) != 0) {
		ret->error = ENODATA;
		return;
	}
	igd_text_add(&text, "", 0);
	ret->error = read_opregion(&text);
	if (!ret->error && text.size > question->limit)
		ret->error = EFBIG;
	ret->bytes = text.text;
	ret->size = text.size;
}
