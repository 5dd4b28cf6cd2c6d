// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * descriptor_find - the firmware images that this host has for VMs: the one that suits
 *
 * As libvirt looks for them (libvirt 11.3 src/qemu/qemu_interop_config.c qemuInteropFetchConfigs(), src/qemu/qemu_firmware.c
 * qemuFirmwareMatchDomain()); that a person's own folder comes first counts only where libvirt does not run as root.
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "facts/qemu/descriptor.h"

/* The later one counts. */
static const char *const folders[] = { "/usr/share/qemu/firmware", "/etc/qemu/firmware" };
#define FOLDER_COUNT (sizeof(folders) / sizeof(*folders))
/* More than any distribution brings. */
#define MAX_FILES 256u

/* A name, and the path that counts of it. */
struct file {
	const char *name, *path;
};

struct files {
	struct file list[MAX_FILES];
	size_t count;
};

static void add(struct files *files, const char *name, const char *path)
{
	size_t i;

	for (i = 0; i < files->count; i++) {
		if (strcmp(files->list[i].name, name) == 0) {
			files->list[i].path = path;
			return;
		}
	}
	if (files->count < MAX_FILES)
		files->list[files->count++] = (struct file){ name, path };
}

static int compare(const void *left, const void *right)
{
	const struct file *one = left, *other = right;

	return strcmp(one->name, other->name);
}

static void list(struct igd_host *host, struct files *ret)
{
	const char *const *names;
	size_t i;

	ret->count = 0;
	for (i = 0; i < FOLDER_COUNT; i++) {
		names = igd_host_list(host, folders[i]);
		igd_host_forgive(host, folders[i]);
		for (; names && *names; names++) {
			if (**names != '.' && igd_ends_with(*names, ".json"))
				add(ret, *names, igd_host_print(host, "%s/%s", folders[i], *names));
		}
	}
	qsort(ret->list, ret->count, sizeof(*ret->list), compare);
}

static bool is_for(const struct igd_descriptor *descriptor, const char *machine)
{
	size_t i;

	for (i = 0; i < descriptor->machine_count; i++) {
		if (fnmatch(descriptor->machines[i], machine, 0) == 0)
			return true;
	}
	return false;
}

static bool suits(const struct igd_descriptor *descriptor, const struct igd_descriptor_wish *wish)
{
	if (!descriptor->is_uefi || !descriptor->is_flash || descriptor->has_enrolled_keys ||
		descriptor->has_secure_boot != wish->has_secure_boot ||
		!is_for(descriptor, wish->machine))
		return false;
	return strcmp(descriptor->code_format, "raw") == 0 ||
	       (wish->may_be_qcow2 && strcmp(descriptor->code_format, "qcow2") == 0);
}

/* An image that a descriptor names and a removed package took away would let the VM's start fail. */
static void look_at(struct igd_host *host, const struct file *file,
	const struct igd_descriptor *descriptor, struct igd_descriptor_found *ret)
{
	const char *const paths[] = { descriptor->code, descriptor->variables };
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		if (igd_host_has(host, paths[i]))
			continue;
		ret->missing = igd_host_print(host, "%s", paths[i]);
		return;
	}
	ret->path = file->path;
	ret->code = igd_host_print(host, "%s", descriptor->code);
	ret->needs_smm = descriptor->needs_smm;
}

static void try(struct igd_host *host, const struct file *file,
	const struct igd_descriptor_wish *wish, struct igd_descriptor_found *ret)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, file->path, IGD_DESCRIPTOR_MAX_BYTES);
	struct igd_descriptor descriptor;

	igd_host_forgive(host, file->path);
	if (!bytes || !bytes->size ||
		igd_descriptor_parse(bytes->data, bytes->size, &descriptor, NULL) < 0)
		return;
	ret->count++;
	if (suits(&descriptor, wish))
		look_at(host, file, &descriptor, ret);
	igd_descriptor_done(&descriptor);
}

struct igd_descriptor_found igd_descriptor_find(
	struct igd_host *host, const struct igd_descriptor_wish *wish)
{
	struct igd_descriptor_found ret = { 0 };
	IGD_AUTOFREE struct files *files = igd_zalloc(sizeof(*files));
	size_t i;

	list(host, files);
	for (i = 0; i < files->count && !ret.path && !ret.missing; i++)
		try(host, &files->list[i], wish, &ret);
	return ret;
}
