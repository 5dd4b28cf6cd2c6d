// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot_chart - the picture of the way from configuration to the running kernel
 *
 * Each box is looked up aside: what could not be read for one of them is unknown there, and neither the others nor the
 * verdict know of it.
 */
#include "facts/boot/boot_chart.h"

#include <string.h>

#include "facts/boot/initramfs_claim.h"
#include "facts/host/claim.h"
#include "facts/host/cmdline.h"
#include "facts/host/framebuffer.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

struct chart {
	const struct igd_boot_compared *compared;
	struct igd_draw_box box; /* what is looked up; not drawn without a label */
};

/* Asks for one box, and draws it; what could not be read makes it unknown. */
static void add_box(struct igd_host *host, struct igd_finding *ret, struct chart *chart,
	void (*look)(struct igd_host *host, void *context))
{
	int error;

	chart->box = (struct igd_draw_box){ 0 };
	error = igd_host_aside(host, look, chart);
	if (!chart->box.label)
		return;
	if (error) {
		chart->box.state = IGD_BOX_UNKNOWN;
		chart->box.note =
			igd_host_print(host, "could not be read: %s", igd_errno_text(error));
	}
	igd_draw_box(ret, &chart->box);
}

static const char *join(struct igd_host *host, const char *list, const char *text)
{
	return igd_host_print(host, "%s%s%s", list, *list ? " " : "", text);
}

static const char *quoted(struct igd_host *host, const char *list)
{
	return *list ? igd_host_print(host, "`%s`", list) : "nothing for passthrough";
}

static void look_configured(struct igd_host *host, void *context)
{
	struct chart *chart = context;
	const struct igd_loader_config *config = igd_loader_config_get(host);
	const struct igd_loader *loader = igd_loader_get(host);
	const struct igd_loader_argument *unread = chart->compared->unread;
	const struct igd_loader_argument *lost = chart->compared->lost;
	const char *list = lost ? lost->text : "";
	size_t i;

	/* What was lost comes first: a long list may be cut. */
	for (i = 0; i < config->count; i++) {
		if (&config->arguments[i] != lost && igd_loader_bears(config->arguments[i].text))
			list = join(host, list, config->arguments[i].text);
	}
	chart->box.label = "configured";
	chart->box.note = igd_host_print(
		host, "%s: %s", loader->path ? loader->path : loader->name, quoted(host, list));
	if (!unread)
		return;
	chart->box.state = IGD_BOX_BAD;
	chart->box.note = igd_host_print(host, "%s; but `%s` stands in %s, which %s does not read",
		chart->box.note, unread->text, unread->path, loader->name);
}

/* The length of the command's name if the line is one that boots Linux; else 0. */
static size_t linux_command(const char *line)
{
	static const char *const names[] = { "linux", "linux16", "linuxefi" };
	size_t i, length = strcspn(line, " \t\n");

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strlen(names[i]) == length && strncmp(line, names[i], length) == 0)
			return length;
	}
	return 0;
}

size_t igd_grub_config_count(const char *text, const char *argument, size_t *ret_count)
{
	struct igd_cmdline cmdline;
	size_t found = 0, command, length;

	*ret_count = 0;
	for (; *text; text += length + (text[length] == '\n')) {
		text += strspn(text, " \t");
		length = strcspn(text, "\n");
		command = linux_command(text);
		if (!command)
			continue;
		igd_cmdline_parse(&cmdline, text + command, length - command);
		if (!igd_cmdline_find(&cmdline, "single") &&
			!igd_cmdline_find(&cmdline, "recovery")) {
			++*ret_count;
			found += igd_loader_is_in(&cmdline, argument);
		}
		igd_cmdline_done(&cmdline);
	}
	return found;
}

/* NULL: GRUB's configuration is not there. */
static const char *grub_config(struct igd_host *host, const char **ret_path)
{
	static const char *const paths[] = { "/boot/grub/grub.cfg", "/boot/grub2/grub.cfg" };
	const char *text = NULL;
	size_t i;

	for (i = 0; !text && i < sizeof(paths) / sizeof(*paths); i++) {
		*ret_path = paths[i];
		text = igd_host_text(host, paths[i]);
	}
	return text;
}

static void judge_grub_config(struct igd_host *host, struct chart *chart, const char *lost)
{
	const char *path = NULL, *text = grub_config(host, &path);
	size_t count = 0, found = text ? igd_grub_config_count(text, lost, &count) : 0;

	if (!count)
		return;
	chart->box.state = found == count ? IGD_BOX_GOOD : IGD_BOX_BAD;
	if (found == count)
		chart->box.note = igd_host_print(host, "%s has `%s`", path, lost);
	else if (!found)
		chart->box.note = igd_host_print(host, "%s does not have `%s`", path, lost);
	else
		chart->box.note = igd_host_print(
			host, "only %zu of %zu entries of %s have `%s`", found, count, path, lost);
}

/* What was booted with all that is configured was made of it. */
static void look_generated(struct igd_host *host, void *context)
{
	struct chart *chart = context;
	const char *command = igd_loader_command(host), *name = igd_loader_get(host)->name;

	if (!command)
		return;
	chart->box.label = "generated";
	chart->box.state = chart->compared->lost ? IGD_BOX_UNKNOWN : IGD_BOX_GOOD;
	chart->box.note = igd_host_print(
		host, "by `%s`%s", command, chart->compared->lost ? "; not looked at" : "");
	if (chart->compared->lost && strstr(name, "GRUB"))
		judge_grub_config(host, chart, chart->compared->lost->text);
}

static void look_booted(struct igd_host *host, void *context)
{
	struct chart *chart = context;
	const struct igd_cmdline *running = igd_cmdline_running(host);
	const char *list = "";
	size_t i;

	for (i = 0; i < running->count; i++) {
		if (igd_loader_bears(running->arguments[i].text))
			list = join(host, list, running->arguments[i].text);
	}
	chart->box.label = "booted";
	chart->box.state = IGD_BOX_BAD;
	if (chart->compared->lost)
		chart->box.note = igd_host_print(
			host, "without `%s`: %s", chart->compared->lost->text, quoted(host, list));
	else if (chart->compared->stray)
		chart->box.note = igd_host_print(
			host, "with `%s`, which is not configured", chart->compared->stray->text);
	else {
		chart->box.state = IGD_BOX_GOOD;
		chart->box.note = quoted(host, list);
	}
}

static bool is_told(const struct igd_claim *claim)
{
	return claim->kind == IGD_CLAIM_IDS || claim->kind == IGD_CLAIM_OVERRIDE;
}

static const char *claim_words(struct igd_host *host, const struct igd_claim *claim)
{
	switch (claim->kind) {
	case IGD_CLAIM_NONE:
		break;
	case IGD_CLAIM_OTHER_IDS:
		return igd_host_print(
			host, "the ids= for vfio-pci in %s do not name it", claim->origin);
	case IGD_CLAIM_REPLACED:
		return igd_host_print(host, "the ids= in %s replace those of %s, which name it",
			claim->by, claim->origin);
	case IGD_CLAIM_IGNORED:
		return igd_host_print(
			host, "vfio-pci is built in, and does not read %s", claim->origin);
	case IGD_CLAIM_COMMAND:
		return igd_host_print(
			host, "modprobe runs a command for vfio-pci: %s", claim->origin);
	case IGD_CLAIM_IDS:
	case IGD_CLAIM_OVERRIDE:
		return igd_host_print(host, "vfio-pci is to have it, by %s; %s%s", claim->origin,
			claim->loader ? "loaded by " : "nothing loads vfio-pci at boot",
			claim->loader ? claim->loader : "");
	}
	return "nothing gives it to vfio-pci";
}

static void look_claim(struct igd_host *host, void *context)
{
	struct chart *chart = context;
	const struct igd_claim *claim = &igd_claims_get(host)->vfio;

	chart->box.label = "configured";
	chart->box.note = claim_words(host, claim);
	if (claim->kind == IGD_CLAIM_COMMAND)
		chart->box.state = IGD_BOX_UNKNOWN;
	else if (is_told(claim) && !claim->loader && claim->vfio == IGD_MODULE_FILE)
		chart->box.state = IGD_BOX_BAD;
}

static void judge_image(
	struct igd_host *host, struct chart *chart, const struct igd_initramfs *image)
{
	struct igd_initramfs_claim claim = igd_initramfs_judge(host, image);
	static const char *const words[] = {
		[IGD_INITRAMFS_MISSING] = "does not hold %s",
		[IGD_INITRAMFS_RIVAL_ALONE] = "holds %s, and not vfio_pci",
		[IGD_INITRAMFS_RIVAL_FIRST] = "loads %s before vfio_pci",
		[IGD_INITRAMFS_NO_IDS] = "loads %s without its ids=",
		[IGD_INITRAMFS_NEITHER] = "holds no driver for it",
		[IGD_INITRAMFS_READY] = "holds %s",
	};
	bool is_well = claim.answer == IGD_INITRAMFS_NEITHER || claim.answer == IGD_INITRAMFS_READY;
	const char *word = words[claim.answer], *name = strstr(word, "%s");

	chart->box.state = is_well ? IGD_BOX_GOOD : IGD_BOX_BAD;
	chart->box.note = igd_host_print(host, "%s %.*s%s%s", image->path,
		(int)(name ? (size_t)(name - word) : strlen(word)), word, name ? claim.module : "",
		name ? name + 2 : "");
}

/* The image is read only where boot.initramfs reads it too. */
static void look_initramfs(struct igd_host *host, void *context)
{
	struct chart *chart = context;
	const struct igd_initramfs_place *place;
	const struct igd_initramfs *image;

	if (igd_claims_get(host)->vfio.vfio != IGD_MODULE_FILE || !igd_initramfs_asked(host))
		return;
	place = igd_initramfs_place(host);
	if (place->kind == IGD_INITRAMFS_NONE)
		return;
	chart->box.label = "initramfs";
	chart->box.state = IGD_BOX_UNKNOWN;
	chart->box.note = "no image by any usual name was found";
	if (place->kind == IGD_INITRAMFS_LOST)
		return;
	image = igd_initramfs_get(host);
	chart->box.note = igd_host_print(host, "%s: not all of it could be read", place->path);
	if (image && !image->unread)
		judge_image(host, chart, image);
}

static void look_driver(struct igd_host *host, void *context)
{
	struct chart *chart = context;
	const char *driver = igd_pci_driver(host, igd_igpu_get(host)->address);
	const struct igd_claim *claim = &igd_claims_get(host)->vfio;
	bool is_vfio = driver && strcmp(driver, "vfio-pci") == 0;

	chart->box.label = "driver now";
	chart->box.note = igd_host_print(host, "%s has it", driver ? driver : "no driver");
	chart->box.state = is_vfio == is_told(claim) ? IGD_BOX_GOOD : IGD_BOX_BAD;
	if (claim->kind == IGD_CLAIM_COMMAND)
		chart->box.state = IGD_BOX_PLAIN;
}

/* Only where there is one: who has the iGPU then finds a part of it taken. */
static void look_framebuffer(struct igd_host *host, void *context)
{
	struct chart *chart = context;
	struct igd_boot_range range;

	if (!igd_boot_range(host, igd_igpu_get(host)->address, &range))
		return;
	chart->box.label = "firmware's framebuffer";
	chart->box.note = igd_host_print(host, "%s still lies on it", range.name);
	chart->box.state = is_told(&igd_claims_get(host)->vfio) ? IGD_BOX_BAD : IGD_BOX_PLAIN;
}

void igd_boot_chart(
	struct igd_host *host, struct igd_finding *ret, const struct igd_boot_compared *compared)
{
	struct chart chart = { .compared = compared };

	igd_draw_lanes(ret, "From configuration to kernel");
	igd_draw_lane(ret, "The kernel command line", true);
	add_box(host, ret, &chart, look_configured);
	add_box(host, ret, &chart, look_generated);
	add_box(host, ret, &chart, look_booted);
	igd_draw_lane(ret, "Who has the iGPU", true);
	add_box(host, ret, &chart, look_claim);
	add_box(host, ret, &chart, look_initramfs);
	add_box(host, ret, &chart, look_driver);
	add_box(host, ret, &chart, look_framebuffer);
}
