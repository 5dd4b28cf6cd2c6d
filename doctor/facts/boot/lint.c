// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lint - arguments of a kernel command line that are damaged, void or harmful
 */
#include "facts/boot/lint.h"

#include <string.h>

#include "facts/boot/initramfs_tool.h"
#include "facts/boot/lint_report.h"
#include "facts/host/cmdline.h"
#include "facts/host/kernel.h"

struct context {
	struct igd_lint *lint;
	const struct igd_cmdline *cmdline;
	const char *release;
};

/* symptoms S16: forum software turns the ":o" of ":off" into a picture, and what is left gets copied. */
static bool is_damaged(struct context *context, const struct igd_argument *argument)
{
	static const char *const remains[] = { "ff", ":off", "=", NULL };
	const char *const *remain = remains;
	const char *at = argument->text;

	while (*at && (unsigned char)*at < 0x80)
		at++;
	if (*at) {
		IGD_AUTOFREE char *shown = igd_lint_ascii(argument->text);

		igd_lint_reject(context->lint, IGD_DEGRADED, argument->text,
			"`%s` holds bytes that are not ASCII, from a damaged copy", shown);
		return true;
	}
	while (*remain && strcmp(*remain, argument->text) != 0)
		remain++;
	if (!*remain)
		return false;
	igd_lint_reject(context->lint, IGD_DEGRADED, argument->text,
		"a stray `%s`, left over from a damaged argument", argument->text);
	return true;
}

/*
 * video=DRIVER:off of the drivers for firmware framebuffers (Linux drivers/video/fbdev/core/fb_cmdline.c: the
 * options are what follows the colon). A colon with another option is legal: "efifb:nowc".
 */
static void judge_video(struct context *context, const struct igd_argument *argument)
{
	static const char *const drivers[] = { "efifb", "vesafb", "simplefb", "simpledrm", "offb",
		"vesa", NULL };
	const char *value = argument->value ? argument->value : "";
	size_t length = strcspn(value, ":,");
	const char *const *driver = drivers;

	while (*driver && (strlen(*driver) != length || strncmp(*driver, value, length) != 0))
		driver++;
	if (!*driver)
		return;
	if (value[length] == ':' && value[length + 1] &&
		(value[length + 1] != 'o' || igd_starts_with(value + length + 1, "off")))
		return;
	igd_lint_reject(context->lint, IGD_DEGRADED, argument->text,
		"`%s` does nothing: it does not end in `:off`", argument->text);
}

/* Linux drivers/iommu/intel/iommu.c intel_iommu_setup() */
bool igd_lint_is_iommu_word(const char *word, size_t length)
{
	static const char *const words[] = { "on", "off", "igfx_off", "forcedac", "strict",
		"sp_off", "sm_on", "sm_off", "tboot_noforce", NULL };
	const char *const *known;

	for (known = words; *known; known++) {
		if (strlen(*known) == length && memcmp(*known, word, length) == 0)
			return true;
	}
	return false;
}

static void judge_intel_iommu(struct context *context, const struct igd_argument *argument)
{
	const char *word = argument->value ? argument->value : "";
	size_t length;

	for (; *word; word += word[length] ? length + 1 : length) {
		length = strcspn(word, ",");
		if (igd_lint_is_iommu_word(word, length))
			continue;
		igd_lint_reject(context->lint, IGD_DEGRADED, argument->text,
			"`%s`: the kernel does not know the value `%.*s`", argument->text,
			(int)length, word);
		return;
	}
}

bool igd_lint_has_acs_override(const char *release)
{
	/* Distribution kernels that carry the patch; "-tkg" offers it, so it may. */
	static const char *const patched[] = { "-pve", "-zen", "-lqx", "-liquorix", "xanmod",
		"-cachyos", "-tkg", "-fsync", "-unraid", "-Unraid", ".bazzite", "-acs", NULL };
	const char *const *part;

	for (part = patched; *part; part++) {
		if (strstr(release, *part))
			return true;
	}
	return false;
}

/* symptoms S12 */
static void judge_acs(struct context *context, const struct igd_argument *argument)
{
	if (!context->release)
		return;
	if (igd_lint_has_acs_override(context->release))
		igd_lint_reject(context->lint, IGD_HINT, argument->text,
			"`%s` hides which devices share isolation, and an iGPU does not need it",
			argument->text);
	else
		igd_lint_reject(context->lint, IGD_HINT, argument->text,
			"`%s` is void: kernel %s has no such parameter", argument->text,
			context->release);
}

/* Linux drivers/gpu/drm/drm_nomodeset.c: native DRM drivers refuse to load, those for firmware ones do not. */
static void judge_nomodeset(struct context *context, const struct igd_argument *argument)
{
	igd_lint_reject(context->lint, IGD_HINT, argument->text,
		"`nomodeset` keeps the drivers of all graphics cards from loading, and leaves the screen to the "
		"firmware's framebuffer");
}

/* A variable of GRUB's, which sets it for the kernel; in the kernel's own arguments nobody reads it. */
static void judge_gfxpayload(struct context *context, const struct igd_argument *argument)
{
	igd_lint_reject(context->lint, IGD_HINT, argument->text,
		"`%s` does nothing here: `gfxpayload` is a variable of GRUB", argument->text);
}

static void judge_valueless(struct context *context, const struct igd_argument *argument)
{
	if (!argument->value || !*argument->value)
		igd_lint_reject(context->lint, IGD_DEGRADED, argument->text, "`%s` has no value",
			argument->text);
}

static void mention(struct context *context, const struct igd_argument *argument)
{
	struct igd_text *text = &context->lint->unneeded;
	IGD_AUTOFREE char *shown = igd_lint_ascii(argument->text);

	if (text->size < 400)
		igd_text_printf(text, "%s`%s`", text->size ? ", " : "", shown);
}

static void mention_pt(struct context *context, const struct igd_argument *argument)
{
	if (igd_value_has(argument->value, "pt"))
		mention(context, argument);
}

static const struct rule {
	const char *name;
	void (*judge)(struct context *context, const struct igd_argument *argument);
} rules[] = {
	{ "video", judge_video },
	{ "video", judge_valueless },
	{ "intel_iommu", judge_intel_iommu },
	{ "intel_iommu", judge_valueless },
	{ "vfio-pci.ids", judge_valueless },
	{ "initcall_blacklist", judge_valueless },
	{ "module_blacklist", judge_valueless },
	{ "modprobe.blacklist", judge_valueless },
	{ "pcie_acs_override", judge_acs },
	{ "nomodeset", judge_nomodeset },
	{ "gfxpayload", judge_gfxpayload },
	/* symptoms 1.J: boilerplate of guides */
	{ "iommu", mention_pt },
	{ "iommu.passthrough", mention },
	{ "vfio_iommu_type1.allow_unsafe_interrupts", mention },
	{ "kvm.ignore_msrs", mention },
	{ "amd_iommu", mention },
};

static void judge(struct context *context, const struct igd_argument *argument)
{
	size_t i;

	if (is_damaged(context, argument))
		return;
	if (igd_starts_with(argument->name, "CONFIG_"))
		igd_lint_reject(context->lint, IGD_HINT, argument->text,
			"`%s` does nothing: it is an option for building a kernel", argument->text);
	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		if (igd_cmdline_same_name(rules[i].name, argument->name))
			rules[i].judge(context, argument);
	}
}

/* The first argument of that name that has the element; NULL for none. */
static const struct igd_argument *with(
	const struct igd_cmdline *cmdline, const char *name, const char *element)
{
	size_t i;

	for (i = 0; i < cmdline->count; i++) {
		if (igd_cmdline_same_name(cmdline->arguments[i].name, name) &&
			igd_value_has(cmdline->arguments[i].value, element))
			return &cmdline->arguments[i];
	}
	return NULL;
}

static void judge_contradiction(struct context *context)
{
	const struct igd_argument *on = with(context->cmdline, "intel_iommu", "on");
	const struct igd_argument *off = with(context->cmdline, "intel_iommu", "off");

	if (on && off)
		igd_lint_reject(context->lint, IGD_DEGRADED, off->text,
			"`intel_iommu` is both `on` and `off`; the last one counts");
}

/* A character parameter that is given twice keeps the second text only (Linux kernel/params.c param_set_charp). */
static void judge_repeated_ids(struct context *context)
{
	const struct igd_argument *last = igd_cmdline_find(context->cmdline, "vfio-pci.ids");
	size_t i;

	for (i = 0; last && i < context->cmdline->count; i++) {
		const struct igd_argument *argument = &context->cmdline->arguments[i];

		if (argument == last || !igd_cmdline_same_name(argument->name, last->name) ||
			!argument->value || !last->value ||
			strcmp(argument->value, last->value) == 0)
			continue;
		igd_lint_reject(context->lint, IGD_DEGRADED, argument->text,
			"`%s` is overridden: of several `vfio-pci.ids` only the last counts",
			argument->text);
		return;
	}
}

/* Linux lib/cmdline.c next_arg(): an open quote protects blanks up to the end of the line. */
static void judge_quotes(struct context *context, const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '"';
	if (count % 2)
		igd_lint_report(context->lint, IGD_DEGRADED,
			"close the quote in your boot loader's configuration",
			"a quote is never closed: everything behind it is one argument");
}

/* What follows the "--" that ends the kernel's arguments; NULL where there is none. */
static const char *behind_dashes(const char *text)
{
	bool in_quote = false;
	const char *at;

	for (at = text; *at; at++) {
		in_quote ^= *at == '"';
		if (!in_quote && igd_starts_with(at, "-- ") && (at == text || at[-1] == ' '))
			return at + 2;
	}
	return NULL;
}

/* What the kernel itself reads. Parameters of modules count there too: libkmod does not stop at "--". */
static bool is_for_kernel(const struct igd_argument *argument)
{
	static const char *const names[] = { "intel_iommu", "iommu", "video", "initcall_blacklist",
		"module_blacklist", "nomodeset", "pcie_acs_override", NULL };
	const char *const *name = names;

	while (*name && !igd_cmdline_same_name(*name, argument->name))
		name++;
	return *name;
}

/* Linux init/main.c start_kernel(), parse_args(): the rest becomes arguments of init. */
static void judge_behind(struct context *context, const char *text)
{
	IGD_AUTOTEXT struct igd_text lost = { 0 };
	const char *rest = behind_dashes(text);
	struct igd_cmdline behind;
	bool is_needed = false;
	size_t i;

	igd_cmdline_parse(&behind, rest ? rest : "", rest ? strlen(rest) : 0);
	for (i = 0; i < behind.count && lost.size < 200; i++) {
		IGD_AUTOFREE char *shown = igd_lint_ascii(behind.arguments[i].text);

		if (!is_for_kernel(&behind.arguments[i]))
			continue;
		igd_text_printf(&lost, "%s`%s`", lost.size ? ", " : "", shown);
		is_needed |= strcmp(behind.arguments[i].name, "video") != 0 &&
			     !igd_cmdline_find(context->cmdline, behind.arguments[i].name);
	}
	igd_cmdline_done(&behind);
	if (lost.size)
		igd_lint_report(context->lint, is_needed ? IGD_DEGRADED : IGD_HINT,
			"move what is meant for the kernel in front of `--` in your boot loader's "
			"configuration",
			"behind `--`, so given to init and not to the kernel: %s", lost.text);
}

void igd_lint_cmdline(struct igd_lint *lint, const char *text, size_t size, const char *release)
{
	struct igd_cmdline cmdline;
	struct context context = { lint, &cmdline, release };
	IGD_AUTOFREE char *line = igd_strndup(text, size);
	size_t i;

	*lint = (struct igd_lint){ 0 };
	igd_cmdline_parse(&cmdline, text, size);
	for (i = 0; i < cmdline.count; i++)
		judge(&context, &cmdline.arguments[i]);
	judge_contradiction(&context);
	judge_repeated_ids(&context);
	judge_quotes(&context, line);
	judge_behind(&context, line);
	igd_cmdline_done(&cmdline);
}

/* mkinitcpio's init loads these modules; nobody else reads the argument. */
static void judge_earlymodules(struct igd_host *host, struct igd_lint *lint)
{
	const struct igd_argument *argument =
		igd_cmdline_find(igd_cmdline_running(host), "earlymodules");
	const struct igd_initramfs_tool *tool = argument ? igd_initramfs_tool_get(host) : NULL;

	if (tool && tool->kind != IGD_INITRAMFS_MKINITCPIO)
		igd_lint_reject(lint, IGD_HINT, argument->text,
			"`%s` does nothing: only mkinitcpio reads it, and here %s makes the initramfs",
			argument->text, tool->name);
}

/* The release is only read where it decides something. */
static void read_lint(struct igd_host *host, void *ret)
{
	const char *text = igd_host_text(host, IGD_PROC_CMDLINE);
	const char *release =
		text && strstr(text, "pcie_acs_override") ? igd_kernel_release(host) : NULL;

	igd_lint_cmdline(ret, text ? text : "", text ? strlen(text) : 0, release);
	judge_earlymodules(host, ret);
}

static void lint_done(void *fact)
{
	igd_lint_done(fact);
}

static const struct igd_fact lint_fact = { "command line lint", sizeof(struct igd_lint), read_lint,
	lint_done };

const struct igd_lint *igd_lint_get(struct igd_host *host)
{
	return igd_host_fact(host, &lint_fact);
}
