// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modules_kmod - what libkmod tells of a kernel's modules, as the text of modules.h
 *
 * libkmod is given no configuration: modprobe.c reads that. Nor is it asked whether a module is loaded, which
 * it would look up in the /sys of this machine.
 */
#include "facts/host/modules_kmod.h"

#include <errno.h>
#include <fnmatch.h>
#include <libkmod.h>
#include <string.h>
#include <sys/stat.h>

static const char *const names[] = { "vfio", "vfio_pci", "vfio_pci_core", "vfio_iommu_type1",
	"vfio_virqfd", "drm", "i915", "xe", "snd_hda_intel", "kvmfr", "kvm_intel" };
/* Those that can be a driver of the iGPU. */
static const char *const rivals[] = { "i915", "xe" };

static void unref_context(struct kmod_ctx **context)
{
	if (*context)
		kmod_unref(*context);
}

static void unref_module(struct kmod_module **module)
{
	if (*module)
		kmod_module_unref(*module);
}

static void unref_list(struct kmod_list **list)
{
	if (*list)
		kmod_module_unref_list(*list);
}

static void free_info(struct kmod_list **list)
{
	if (*list)
		kmod_module_info_free_list(*list);
}

/* Whether a look-up by name leads to the module itself; without a file it is built in, then. */
static bool is_known(struct kmod_ctx *context, const char *name)
{
	IGD_CLEANUP(unref_list) struct kmod_list *list = NULL;
	struct kmod_list *item;
	bool found = false;

	if (kmod_module_new_from_lookup(context, name, &list) < 0)
		return false;
	kmod_list_foreach(item, list)
	{
		IGD_CLEANUP(unref_module) struct kmod_module *module = kmod_module_get_module(item);

		found |= strcmp(kmod_module_get_name(module), name) == 0;
	}
	return found;
}

static const char *below(const char *path, const char *directory)
{
	size_t length = strlen(directory);

	return igd_starts_with(path, directory) && path[length] == '/' ? path + length + 1 : path;
}

static int say_module(
	struct kmod_ctx *context, const char *directory, const char *name, struct igd_text *ret)
{
	IGD_CLEANUP(unref_module) struct kmod_module *module = NULL;
	const char *path;
	int r = kmod_module_new_from_name(context, name, &module);

	if (r < 0)
		return -r;
	path = kmod_module_get_path(module);
	if (path)
		igd_text_printf(ret, "module %s file %s\n", name, below(path, directory));
	else
		igd_text_printf(ret, "module %s %s\n", name,
			is_known(context, name) ? "builtin" : "absent");
	return 0;
}

static void say_dependencies(struct kmod_ctx *context, const char *name, struct igd_text *ret)
{
	IGD_CLEANUP(unref_module) struct kmod_module *module = NULL;
	IGD_CLEANUP(unref_list) struct kmod_list *list = NULL;
	struct kmod_list *item;

	if (kmod_module_new_from_name(context, name, &module) < 0)
		return;
	list = kmod_module_get_dependencies(module);
	if (!list)
		return;
	igd_text_printf(ret, "depends %s", name);
	kmod_list_foreach(item, list)
	{
		IGD_CLEANUP(unref_module) struct kmod_module *needed = kmod_module_get_module(item);

		igd_text_printf(ret, " %s", kmod_module_get_name(needed));
	}
	igd_text_printf(ret, "\n");
}

/* A built-in module's aliases stand in modules.builtin.modinfo. */
static bool matches_builtin(struct kmod_ctx *context, const char *name, const char *modalias)
{
	IGD_CLEANUP(unref_module) struct kmod_module *module = NULL;
	IGD_CLEANUP(free_info) struct kmod_list *info = NULL;
	struct kmod_list *item;
	bool found = false;

	if (kmod_module_new_from_name(context, name, &module) < 0 || kmod_module_get_path(module) ||
		!is_known(context, name) || kmod_module_get_info(module, &info) < 0)
		return false;
	kmod_list_foreach(item, info)
	{
		if (strcmp(kmod_module_info_get_key(item), "alias") == 0)
			found |= fnmatch(kmod_module_info_get_value(item), modalias, 0) == 0;
	}
	return found;
}

/*
 * A look-up by alias stops at the first index that knows it, so built-in drivers are asked for one by one.
 */
static void say_matches(struct kmod_ctx *context, const char *modalias, struct igd_text *ret)
{
	IGD_CLEANUP(unref_list) struct kmod_list *list = NULL;
	struct kmod_list *item;
	size_t i;

	for (i = 0; i < sizeof(rivals) / sizeof(rivals[0]); i++) {
		if (matches_builtin(context, rivals[i], modalias))
			igd_text_printf(ret, "match %s\n", rivals[i]);
	}
	if (kmod_module_new_from_lookup(context, modalias, &list) < 0)
		return;
	kmod_list_foreach(item, list)
	{
		IGD_CLEANUP(unref_module) struct kmod_module *module = kmod_module_get_module(item);

		if (kmod_module_get_path(module))
			igd_text_printf(ret, "match %s\n", kmod_module_get_name(module));
	}
}

int igd_modules_ask(const char *directory, const char *modalias, struct igd_text *ret)
{
	static const char *const no_configuration[] = { NULL };
	IGD_CLEANUP(unref_context) struct kmod_ctx *context = kmod_new(directory, no_configuration);
	struct stat status;
	size_t i;
	int r = 0;

	if (!context)
		return ENOMEM;
	if (stat(directory, &status) < 0)
		return errno;
	kmod_load_resources(
		context); /* so that each index is opened once; it works without as well */
	igd_text_printf(ret, "kernel %s\n", igd_basename(directory));
	for (i = 0; i < sizeof(names) / sizeof(names[0]) && !r; i++)
		r = say_module(context, directory, names[i], ret);
	for (i = 0; i < sizeof(rivals) / sizeof(rivals[0]); i++)
		say_dependencies(context, rivals[i], ret);
	if (modalias)
		say_matches(context, modalias, ret);
	return r;
}
