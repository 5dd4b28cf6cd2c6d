// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * view_mapping - Proxmox VE's names for devices (`mapping=igpu`), where they mean the iGPU
 *
 * /etc/pve/mapping/pci.cfg (pve-guest-common PVE/Mapping/PCI.pm): a line with the name, then an indented one for each
 * node and device: "map id=8086:4680,iommugroup=0,node=pve,path=0000:00:02.0". The iGPU has that address in every node,
 * so which node this is need not be known.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/vm/view_private.h"

#define PCI_CFG "/etc/pve/mapping/pci.cfg"
#define KEY "mapping="

/* Whether "path=" of a line names the device, alone or with its function left out, or among others. */
static bool names_device(const char *line, size_t length, const char *address)
{
	const char *path = memmem(line, length, "path=", 5), *end = line + length;
	size_t part;

	if (!path)
		return false;
	for (path += 5; path < end; path += part + 1) {
		part = strcspn(path, ";,\r\n");
		if ((part == strlen(address) || part == strlen("0000:00:02")) &&
			strncmp(path, address, part) == 0)
			return true;
		if (path[part] != ';')
			return false;
	}
	return false;
}

/* Whether the device is one of those that bear this name. */
static bool is_mapped(const char *config, const char *name, size_t length, const char *address)
{
	bool is_ours = false;
	size_t size;

	for (; *config; config += size, config += *config == '\n') {
		size = strcspn(config, "\n");
		if (*config && !strchr(" \t\r\n#", *config))
			is_ours = strcspn(config, " \t\r\n") == length &&
				  strncmp(config, name, length) == 0;
		else if (is_ours && names_device(config, size, address))
			return true;
	}
	return false;
}

static void resolve(const char *text, const char *config, const char *address, struct igd_text *ret)
{
	const char *key;
	size_t length;

	while ((key = strstr(text, KEY))) {
		length = strcspn(key + strlen(KEY), ", \t\r\n");
		igd_text_add(ret, text, (size_t)(key - text));
		text = key + strlen(KEY) + length;
		if (is_mapped(config, key + strlen(KEY), length, address))
			igd_text_printf(ret, "host=%s", address);
		else
			igd_text_add(ret, key, strlen(KEY) + length);
	}
	igd_text_add(ret, text, strlen(text));
}

struct igd_bytes igd_vm_resolve_mapping(struct igd_vm_search *search, const struct igd_bytes *text)
{
	IGD_AUTOTEXT struct igd_text resolved = { 0 };
	const struct igd_bytes *config;
	int error;

	if (!search->igpu || !strstr(text->data, KEY))
		return *text;
	config = igd_vm_read(search->host, PCI_CFG, &error);
	if (error && error != ENODATA)
		igd_vm_search_trouble(search, IGD_VM_UNREADABLE, error, PCI_CFG,
			"could not be read: %s", igd_errno_text(error));
	if (!config)
		return *text;
	resolve(text->data, config->data, search->igpu, &resolved);
	return (struct igd_bytes){ igd_host_print(search->host, "%s", resolved.text),
		resolved.size };
}
