// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_compare - the configured command line beside the running one
 */
#include <string.h>

#include "facts/boot/loader.h"
#include "facts/host/cmdline.h"

/* Loaders and their scripts add, change or leave out these. */
static const char *const ignored[] = { "root", "rootflags", "rootfstype", "BOOT_IMAGE", "initrd",
	"rd", "ro", "rw", "quiet", "splash", "vt", "init", "resume", "loglevel", "crashkernel",
	"recordfail", "modules", NULL };

/* What bears on passthrough: whole names, and modules whose parameters do. */
static const char *const relevant[] = { "intel_iommu", "iommu", "intremap", "vfio", "vfio_pci",
	"vfio_iommu_type1", "i915", "xe", "video", "efifb", "nomodeset", "initcall_blacklist",
	"modprobe", "module_blacklist", "pcie_acs_override", NULL };

static bool is_same_text(const char *left, size_t left_size, const char *right, size_t right_size)
{
	size_t i;

	for (i = 0; i < left_size && i < right_size; i++) {
		if ((left[i] == '-' ? '_' : left[i]) != (right[i] == '-' ? '_' : right[i]))
			return false;
	}
	return left_size == right_size;
}

/* Whether an argument's name, or the module in front of its dot, is in the list. */
static bool is_among(const char *text, const char *const *list)
{
	size_t name = strcspn(text, "="), module = strcspn(text, ".=");

	for (; *list; list++) {
		if (is_same_text(text, name, *list, strlen(*list)) ||
			is_same_text(text, module, *list, strlen(*list)))
			return true;
	}
	return false;
}

/* Two arguments that the kernel takes for the same: '-' and '_' in names, and the very same value. */
static bool is_same(const char *left, const char *right)
{
	size_t name = strcspn(left, "="), other = strcspn(right, "=");

	return is_same_text(left, name, right, other) && strcmp(left + name, right + other) == 0;
}

bool igd_loader_bears(const char *argument)
{
	return is_among(argument, relevant);
}

bool igd_loader_is_in(const struct igd_cmdline *running, const char *text)
{
	size_t i;

	for (i = 0; i < running->count; i++) {
		if (is_same(running->arguments[i].text, text))
			return true;
	}
	return false;
}

static bool is_configured(const struct igd_loader_config *config, const char *text)
{
	size_t i;

	for (i = 0; i < config->count; i++) {
		if (is_same(config->arguments[i].text, text))
			return true;
	}
	return false;
}

const struct igd_loader_argument *igd_loader_missing(const struct igd_loader_config *config,
	const struct igd_cmdline *running, bool *ret_is_relevant)
{
	const struct igd_loader_argument *found = NULL;
	size_t i;

	for (i = 0; i < config->count; i++) {
		const char *text = config->arguments[i].text;

		if (*text == '$' || is_among(text, ignored) || igd_loader_is_in(running, text))
			continue;
		*ret_is_relevant = is_among(text, relevant);
		if (*ret_is_relevant)
			return &config->arguments[i];
		if (!found)
			found = &config->arguments[i];
	}
	return found;
}

const struct igd_argument *igd_loader_stray(
	const struct igd_loader_config *config, const struct igd_cmdline *running)
{
	size_t i;

	for (i = 0; i < running->count; i++) {
		if (is_among(running->arguments[i].text, relevant) &&
			!is_configured(config, running->arguments[i].text))
			return &running->arguments[i];
	}
	return NULL;
}
