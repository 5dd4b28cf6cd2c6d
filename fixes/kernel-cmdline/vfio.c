// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel-cmdline.vfio - what only the command line can say: a built-in vfio-pci its ids, a built-in i915 or xe to keep away
 *
 * A built-in module does not read /etc/modprobe.d (symptoms S15). And where ids= stands on the command line already, it
 * replaces that of modprobe.d, which libkmod puts before it.
 */
#include "facts/host/claim.h"
#include "facts/host/modprobe.h"
#include "fixes/kernel-cmdline/area.h"
#include "fixes/kernel-cmdline/words_private.h"

static bool is_told_there(struct igd_host *host)
{
	return igd_claims_get(host)->vfio.vfio == IGD_MODULE_BUILTIN ||
	       igd_modprobe_option(igd_modprobe_get(host), "vfio_pci", "ids").is_cmdline;
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const char *why = igd_vfio_obstacle(host);
	const struct igd_claims *claims;
	bool has_any = false;
	size_t i;

	if (why) {
		igd_change_decline(ret, "%s", why);
		return;
	}
	claims = igd_claims_get(host);
	if (is_told_there(host) && claims->vfio.kind != IGD_CLAIM_OVERRIDE) {
		igd_change_vfio_argument(host, ret, igd_vfio_wanted(host).ids);
		has_any = true;
	}
	for (i = 0; i < 2; i++) {
		if (!claims->rivals[i].is_builtin)
			continue;
		has_any = true;
		if (claims->rivals[i].state == IGD_RIVAL_FREE)
			igd_change_force_probe(host, ret, claims->rivals[i].name);
	}
	if (!has_any)
		igd_change_decline(ret,
			"vfio-pci, i915 and xe are modules here, so this belongs into "
			"/etc/modprobe.d: `igd-doctor fix modprobe.vfio`");
}

const struct igd_fix igd_fix_kernel_cmdline_vfio = {
	.id = "kernel-cmdline.vfio",
	.title = "Tell the built-in drivers by the command line who has the iGPU",
	.risk = IGD_RISK_DISPLAY,
	.risk_text =
		"At the next boot the iGPU's screen stays black, as the iGPU is kept for the VM. To get it back, boot the old "
		"entry, or take the argument out in the boot loader's menu for one boot.",
	.plan = plan,
};
