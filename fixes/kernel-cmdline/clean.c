// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel-cmdline.clean - damaged, void and harmful arguments are taken out of the command line
 *
 * What boot.sane finds (facts/boot/lint.h), with three exceptions where taking it out blindly would do harm; those a
 * person is told.
 */
#include <string.h>

#include "facts/boot/lint.h"
#include "facts/boot/loader.h"
#include "facts/host/claim.h"
#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"
#include "facts/host/kernel.h"
#include "fixes/kernel-cmdline/area.h"
#include "fixes/kernel-cmdline/words_private.h"

static bool is_unknown_word(const char *element, size_t length)
{
	return !igd_lint_is_iommu_word(element, length);
}

static bool is_off(const char *element, size_t length)
{
	return length == strlen("off") && strncmp(element, "off", length) == 0;
}

/* "on,pt" has one word too many; without "on" the machine might come up without translation. */
static const char *mend_iommu(struct igd_host *host, const char *text)
{
	const char *rest = igd_spelling_without(host, text, is_unknown_word);

	if (rest == text)
		rest = igd_spelling_without(host, text, is_off);
	return rest == text ? NULL : rest;
}

/* Whether nomodeset is all that keeps i915 or xe from the iGPU. */
static bool is_only_guard(struct igd_host *host)
{
	const struct igd_claims *claims = igd_claims_get(host);
	size_t i;

	if (claims->vfio.is_loaded_first &&
		(claims->vfio.kind == IGD_CLAIM_IDS || claims->vfio.kind == IGD_CLAIM_OVERRIDE))
		return false;
	for (i = 0; i < 2; i++) {
		if (claims->rivals[i].state == IGD_RIVAL_BLOCKED &&
			igd_starts_with(claims->rivals[i].by, "nomodeset"))
			return true;
	}
	return false;
}

/* Why it is left to a person; NULL: it goes. */
static const char *reservation(struct igd_host *host, const char *text)
{
	const char *release;

	if (strcmp(text, "nomodeset") == 0 && is_only_guard(host))
		return "`nomodeset` is all that keeps the host's graphics driver from the iGPU: run "
		       "`igd-doctor fix modprobe.vfio`, reboot, and take it out of the kernel command "
		       "line then.";
	if (!igd_starts_with(text, "pcie_acs_override"))
		return NULL;
	release = igd_kernel_release(host);
	if (!release || !igd_lint_has_acs_override(release))
		return NULL;
	return igd_host_print(host,
		"This kernel heeds `%s`. The iGPU does not need it, but other devices that you pass "
		"to VMs may: take it out of the kernel command line only if none does.",
		text);
}

static void reject(struct igd_host *host, struct igd_changes *ret, const char *text)
{
	const char *why = reservation(host, text);

	if (why)
		igd_change_manual(ret, why, NULL);
	else if (igd_starts_with(text, "vfio-pci.ids"))
		igd_change_vfio_argument(host, ret, igd_vfio_wanted(host).ids);
	else if (igd_starts_with(text, "intel_iommu="))
		igd_change_argument(ret, text, mend_iommu(host, text),
			"the kernel does not know all of its words, or they contradict each other");
	else
		igd_change_argument(ret, text, NULL,
			"damaged, void, or harmful where an iGPU is passed through");
}

static bool has_text(const struct igd_lint *lint, const char *text, size_t before)
{
	size_t i;

	for (i = 0; i < before; i++) {
		if (lint->problems[i].surplus && strcmp(lint->problems[i].surplus, text) == 0)
			return true;
	}
	return false;
}

static void reject_all(struct igd_host *host, struct igd_changes *ret, const struct igd_lint *lint)
{
	const struct igd_lint_problem *problem;
	size_t i;

	for (i = 0; i < lint->count; i++) {
		problem = &lint->problems[i];
		if (problem->surplus && !has_text(lint, problem->surplus, i))
			reject(host, ret, problem->surplus);
		else if (!problem->surplus)
			igd_change_manual(ret,
				igd_host_print(host, "On the kernel command line, %s: %s.",
					problem->what, problem->clause),
				NULL);
	}
}

/*
 * What is configured and was not booted, as where a line break keeps the rest of it from the kernel: it would show
 * with the next boot, once the loader's configuration is written anew.
 */
static void reject_configured(
	struct igd_host *host, struct igd_changes *ret, const struct igd_lint *running)
{
	const struct igd_loader_config *config = igd_loader_config_get(host);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_lint lint;
	const char *surplus;
	size_t i;

	igd_text_add(&text, "", 0);
	for (i = 0; i < config->count; i++)
		igd_text_printf(&text, "%s%s", i ? " " : "", config->arguments[i].text);
	igd_lint_cmdline(&lint, text.text, text.size, igd_kernel_release(host));
	for (i = 0; i < lint.count; i++) {
		surplus = lint.problems[i].surplus;
		if (surplus && !has_text(&lint, surplus, i) &&
			!has_text(running, surplus, running->count))
			reject(host, ret, surplus);
	}
	igd_lint_done(&lint);
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_lint *lint = igd_lint_get(host);

	if (!igd_igpu_get(host)) {
		igd_change_decline(ret, "this machine has no Intel iGPU");
		return;
	}
	reject_all(host, ret, lint);
	reject_configured(host, ret, lint);
}

const struct igd_fix igd_fix_kernel_cmdline_clean = {
	.id = "kernel-cmdline.clean",
	.title = "Take damaged, void and harmful arguments out of the kernel command line",
	.risk = IGD_RISK_BOOT,
	.risk_text =
		"The next boot has a shorter command line. If it lacks something, boot the old entry, or write the argument "
		"back in the boot loader's menu for one boot.",
	.plan = plan,
};
