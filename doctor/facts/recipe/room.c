// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * room - whether the host has the memory that a VM asks for, and the VM what its iGPU asks for
 */
#include "facts/recipe/room.h"

#include <errno.h>
#include <string.h>

#include "facts/firmware/gms.h"
#include "facts/recipe/qemu_vm.h"

#define KIB 1024u
#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)
#define HUGEPAGES "/sys/kernel/mm/hugepages/hugepages-%llukB"

/* Linux fs/proc/meminfo.c: "HugePages_Free:    512", "MemTotal:   16318972 kB". */
bool igd_meminfo_find(const char *text, const char *field, uint64_t *ret)
{
	size_t length = strlen(field);
	uint64_t value = 0;

	for (; text && *text; text = strchr(text, '\n'), text = text ? text + 1 : NULL) {
		if (strncmp(text, field, length) != 0 || text[length] != ':')
			continue;
		text += length + 1;
		text += strspn(text, " ");
		if (*text < '0' || *text > '9')
			return false;
		for (; *text >= '0' && *text <= '9' && value < UINT64_MAX / KIB / 10; text++)
			value = value * 10 + (uint64_t)(*text - '0');
		*ret = igd_starts_with(text, " kB") ? value * KIB : value;
		return true;
	}
	return false;
}

static uint64_t number_in(struct igd_host *host, const char *directory, const char *name)
{
	const char *path = igd_host_print(host, "%s/%s", directory, name);
	const char *text = igd_host_line(host, path);
	uint64_t value = 0;

	if (text && igd_parse_u64(text, 10, &value) < 0)
		igd_host_stick(host, path, EBADMSG);
	return value;
}

/* Linux Documentation/admin-guide/mm/hugetlbpage.rst. */
static void count_pages(struct igd_host *host, struct igd_room *ret)
{
	const char *directory =
		igd_host_print(host, HUGEPAGES, (unsigned long long)(ret->page_bytes / KIB));

	ret->pages_where = directory;
	ret->has_pages = igd_host_has(host, directory);
	if (!ret->has_pages)
		return;
	ret->pages = number_in(host, directory, "nr_hugepages");
	ret->pages_free = number_in(host, directory, "free_hugepages");
	ret->pages_more = number_in(host, directory, "nr_overcommit_hugepages");
}

struct igd_room igd_room_of(struct igd_host *host, const struct igd_vm *vm)
{
	const char *text = igd_host_text(host, IGD_PROC_MEMINFO);
	struct igd_room ret = { 0 };

	igd_meminfo_find(text, "MemTotal", &ret.total);
	igd_meminfo_find(text, "MemAvailable", &ret.available);
	if (vm->memory.has_hugepages != IGD_VM_YES)
		return ret;
	ret.page_bytes = vm->memory.hugepage_bytes;
	if (!ret.page_bytes)
		igd_meminfo_find(text, "Hugepagesize", &ret.page_bytes);
	if (!ret.page_bytes)
		return ret;
	ret.pages_needed = (vm->memory.bytes + ret.page_bytes - 1) / ret.page_bytes;
	count_pages(host, &ret);
	return ret;
}

const char *igd_room_words(struct igd_host *host, uint64_t bytes)
{
	if (bytes >= GIB && bytes % GIB == 0)
		return igd_host_print(host, "%llu GiB", (unsigned long long)(bytes / GIB));
	if (bytes >= 10 * GIB)
		return igd_host_print(host, "%.1f GiB", (double)bytes / (double)GIB);
	return igd_host_print(host, "%llu MiB", (unsigned long long)(bytes / MIB));
}

static uint64_t stolen_of_host(struct igd_host *host, const struct igd_igpu *igpu)
{
	const struct igd_graphics_config *config = igd_graphics_config(host);
	uint64_t noted;
	unsigned mib;

	if (config->state == IGD_CONFIG_SPACE_READ &&
		igd_gms_size(igd_gms_coding(igpu->model), config->ggc, &mib))
		return mib * MIB;
	noted = igd_stolen_in_iomem(host);
	if (!noted && config->state == IGD_CONFIG_SPACE_UNREADABLE)
		igd_host_stick(host, config->path, config->error);
	return noted;
}

uint64_t igd_room_stolen(struct igd_host *host)
{
	const struct igd_qemu_vm *vm = igd_qemu_vm(host);

	if (!vm)
		return 0;
	switch (vm->outcome.stolen) {
	case IGD_STOLEN_BY_OPTION:
		return vm->outcome.mib * MIB;
	case IGD_STOLEN_ZERO:
	case IGD_STOLEN_FATAL:
	case IGD_STOLEN_NO_NEED:
	case IGD_STOLEN_UNTOUCHED:
		return 0;
	case IGD_STOLEN_OF_HOST:
	case IGD_STOLEN_BAD_VALUE:
	case IGD_STOLEN_IGNORED:
	case IGD_STOLEN_UNDECIDED:
		break;
	}
	return stolen_of_host(host, vm->it.igpu);
}
