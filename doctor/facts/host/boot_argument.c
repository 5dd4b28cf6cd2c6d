// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot_argument - kernel arguments against the firmware's framebuffer, and whether this kernel honours them
 */
#include "facts/host/boot_argument.h"

#include <string.h>

#include "facts/host/kernel.h"

/*
 * Linux 6.1 to 7.1, fb_get_options(): efifb and simplefb heed "off", vesafb ignores the answer, the DRM drivers
 * do not ask. With SYSFB_SIMPLEFB the kernel makes a device for simplefb and simpledrm only
 * (drivers/firmware/Kconfig, sysfb.c). initcall_blacklist= needs KALLSYMS (init/main.c). Before 5.15 sysfb_init() was
 * part of every x86 kernel (arch/x86/kernel/Makefile), and there was no CONFIG_SYSFB.
 */
bool igd_boot_argument_is_void(struct igd_host *host, const struct igd_argument *argument)
{
	bool is_simple = igd_kernel_config(host, "CONFIG_SYSFB_SIMPLEFB") == IGD_CONFIG_BUILTIN;

	if (strcmp(argument->name, "video") != 0)
		return igd_kernel_config(host, "CONFIG_KALLSYMS") == IGD_CONFIG_OFF ||
		       (igd_kernel_config(host, "CONFIG_SYSFB") == IGD_CONFIG_OFF &&
			       igd_kernel_is_at_least(host, 5, 15));
	if (igd_starts_with(argument->value, "efifb:"))
		return is_simple || igd_kernel_config(host, "CONFIG_FB_EFI") == IGD_CONFIG_OFF;
	if (igd_starts_with(argument->value, "simplefb:"))
		return igd_kernel_config(host, "CONFIG_FB_SIMPLE") == IGD_CONFIG_OFF ||
		       igd_kernel_config(host, "CONFIG_SYSFB_SIMPLEFB") == IGD_CONFIG_OFF;
	return true;
}

bool igd_boot_argument_is(const struct igd_argument *argument)
{
	static const char *const off[] = { "efifb:off", "simplefb:off", "vesafb:off",
		"simpledrm:off", "efidrm:off", "vesadrm:off" };
	size_t i;

	if (igd_cmdline_same_name(argument->name, "initcall_blacklist"))
		return igd_value_has(argument->value, "sysfb_init");
	for (i = 0; argument->value && i < sizeof(off) / sizeof(off[0]); i++) {
		if (strcmp(argument->name, "video") == 0 &&
			igd_starts_with(argument->value, off[i]))
			return true;
	}
	return false;
}

const struct igd_argument *igd_boot_argument(struct igd_host *host, bool *ret_is_void)
{
	const struct igd_cmdline *cmdline = igd_cmdline_running(host);
	const struct igd_argument *found = NULL;
	size_t i;

	for (i = 0; i < cmdline->count; i++) {
		if (!igd_boot_argument_is(&cmdline->arguments[i]))
			continue;
		found = &cmdline->arguments[i];
		igd_host_cite(host, IGD_PROC_CMDLINE, "%s", found->text);
		*ret_is_void = igd_boot_argument_is_void(host, found);
		if (!*ret_is_void)
			break;
	}
	return found;
}
