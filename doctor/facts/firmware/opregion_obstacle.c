// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion_obstacle - what makes vfio-pci keep an OpRegion to itself, or refuse the device for it
 */
#include "facts/firmware/opregion_obstacle.h"

#include "facts/host/igpu.h"
#include "facts/host/kernel.h"
#include "facts/host/pci.h"

#define INTEL 0x8086
#define VGA_CONTROLLER 0x0300
#define HOST_BRIDGE 0x0600
#define ISA_BRIDGE 0x0601

/* One that is missing is tolerated: vfio_pci_igd_cfg_init() */
static const char *odd(
	struct igd_host *host, const char *address, uint16_t class_code, const char *expected)
{
	const struct igd_pci_device *device = igd_pci_find(host, address);

	if (!device || (device->vendor == INTEL && device->class_code == class_code))
		return NULL;
	return igd_host_print(host,
		"vfio-pci refuses the iGPU (EINVAL): %s is %s of class %04x, not %s", address,
		igd_pci_id(host, device), device->class_code, expected);
}

static void refused(
	struct igd_host *host, const struct igd_igpu *igpu, struct igd_opregion_obstacle *ret)
{
	ret->where = igd_vfio_opregion_path(host, igpu->address);
	ret->what = odd(host, "0000:00:00.0", HOST_BRIDGE, "Intel's host bridge (0600)");
	if (!ret->what)
		ret->what = odd(host, "0000:00:1f.0", ISA_BRIDGE, "Intel's ISA bridge (0601)");
	ret->remedy =
		"Boot a kernel without CONFIG_VFIO_PCI_IGD, which then shows no OpRegion "
		"either: vfio-pci assigns an iGPU only beside the bridges of an Intel machine.";
	if (ret->what)
		return;
	ret->what =
		"vfio-pci refuses the iGPU (EINVAL): there is no OpRegion at the address in ASLS, "
		"its signature or size is wrong";
	ret->remedy =
		"Set the firmware to its defaults and update it, enable the internal graphics "
		"there with CSM off, and reboot.";
}

static void not_vga(
	struct igd_host *host, const struct igd_igpu *igpu, struct igd_opregion_obstacle *ret)
{
	const char *release = igd_kernel_release(host);

	ret->where = igd_pci_path(host, igpu->address, "class");
	ret->what = igd_host_print(host,
		"Linux %s shows a VM the OpRegion of VGA controllers (class 0300) only, the iGPU is of class %04x",
		release ? release : "", igpu->class_code);
	ret->is_expected = true;
	ret->remedy = "In firmware setup make the internal graphics the primary display (\"Primary "
		      "Display: IGFX\") and reboot. Or run Linux 6.15 or later.";
}

bool igd_opregion_obstacle(
	struct igd_host *host, enum igd_vfio_state vfio, struct igd_opregion_obstacle *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);

	*ret = (struct igd_opregion_obstacle){ 0 };
	if (!igpu || vfio == IGD_VFIO_ANSWERED)
		return false;
	if (vfio == IGD_VFIO_REFUSED) {
		refused(host, igpu, ret);
		return true;
	}
	if (igpu->class_code != VGA_CONTROLLER && !igd_kernel_is_at_least(host, 6, 15)) {
		not_vga(host, igpu, ret);
		return true;
	}
	if (igd_kernel_config(host, "CONFIG_VFIO_PCI_IGD") != IGD_CONFIG_OFF)
		return false;
	ret->where = igd_kernel_config_path(host);
	ret->what = "a VM does not get it: this kernel was built without CONFIG_VFIO_PCI_IGD";
	ret->remedy = "Boot a kernel that was built with CONFIG_VFIO_PCI_IGD; your distribution's "
		      "standard kernel usually is.";
	return true;
}
