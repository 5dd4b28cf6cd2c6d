// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * framebuffer - what the firmware left on the screen, who draws there, and on which device
 */
#ifndef IGD_FACTS_HOST_FRAMEBUFFER_H
#define IGD_FACTS_HOST_FRAMEBUFFER_H

#include "core/host.h"

#define IGD_PLATFORM_DEVICES "/sys/bus/platform/devices"

/* A range of /proc/iomem that belongs to a firmware framebuffer and lies on a BAR of the device. */
struct igd_boot_range {
	const char *name; /* "BOOTFB", "efifb" ... */
	unsigned line;	  /* of /proc/iomem */
	uint64_t start, end;
	bool is_hidden; /* the addresses are not shown to this user */
};

/*
 * The innermost such range on the PCI function; false for none. The nesting in /proc/iomem is enough: it is
 * shown to everybody, under the name of the function whose BAR it is. Names: BOOTFB (Linux
 * drivers/firmware/sysfb_simplefb.c simplefb_resname), efifb, vesafb, simplefb, simpledrm, efidrm, vesadrm
 * (each driver's request_mem_region()). Where /proc/iomem shows nothing of the function, EACCES sticks to it.
 */
IGD_EXPORT bool igd_boot_range(
	struct igd_host *host, const char *address, struct igd_boot_range *ret);

/* A platform device that stands for the firmware's framebuffer (Linux drivers/firmware/sysfb.c). */
struct igd_boot_device {
	const char *name; /* "simple-framebuffer.0" */
	const char *
		driver; /* what is bound: "simple-framebuffer", "efi-framebuffer"; NULL for nothing */
	/*
	 * Who that is: "simpledrm", "efidrm", "vesadrm", "simplefb", "efifb", "vesafb". Two drivers share each
	 * name; a DRM driver is known by the DRM device below the platform device.
	 */
	const char *user;
	bool is_drm;
};

struct igd_boot_devices {
	struct igd_boot_device *devices;
	size_t count;
};

/* Never NULL. */
IGD_EXPORT const struct igd_boot_devices *igd_boot_devices(struct igd_host *host);
/* The first that a driver is bound to; NULL for none. */
IGD_EXPORT const struct igd_boot_device *igd_boot_device_in_use(struct igd_host *host);

/* A framebuffer device, /sys/class/graphics/fbN. */
struct igd_fb {
	unsigned number;
	const char *name;   /* "i915drmfb", "EFI VGA", "simpledrmdrmfb"; "" if it has none */
	const char *device; /* the PCI function it belongs to ("0000:00:02.0"); NULL: none */
	bool is_boot;	    /* it is the firmware's: its device is one of igd_boot_devices() */
};

struct igd_fbs {
	struct igd_fb *fbs; /* sorted by number */
	size_t count;
};

/* Never NULL. */
IGD_EXPORT const struct igd_fbs *igd_fbs(struct igd_host *host);

/* /sys/class/vtconsole/vtconN: which drivers the virtual terminals are drawn by. */
struct igd_vtcon {
	unsigned number;
	const char *name; /* "(M) frame buffer device", "(S) dummy device", "(S) VGA+" */
	bool is_bound;
};

struct igd_vtcons {
	struct igd_vtcon *vtcons;
	size_t count;
};

/* Never NULL. */
IGD_EXPORT const struct igd_vtcons *igd_vtcons(struct igd_host *host);
/* The one in use whose name holds that word ("frame buffer", "VGA"); NULL for none. */
IGD_EXPORT const struct igd_vtcon *igd_vtcon_bound(struct igd_host *host, const char *word);

/*
 * The framebuffer that the first console is drawn on: the one with the lowest number, unless fbcon=map: says
 * otherwise (Linux Documentation/fb/fbcon.rst); NULL where there is none.
 */
IGD_EXPORT const struct igd_fb *igd_fb_console(struct igd_host *host);
/*
 * Whether it draws into that function's memory. Until Linux 6.9 the firmware's framebuffer is no child of the
 * function whose memory it is.
 */
IGD_EXPORT bool igd_fb_is_on(struct igd_host *host, const struct igd_fb *fb, const char *address);

/* A DRM card and its outputs, /sys/class/drm. */
struct igd_drm_card {
	const char *name;   /* "card0" */
	const char *device; /* the PCI function ("0000:00:02.0"); NULL: none, as for simpledrm */
	unsigned connectors, connected;
};

struct igd_drm_cards {
	struct igd_drm_card *cards;
	size_t count;
};

/* Never NULL. */
IGD_EXPORT const struct igd_drm_cards *igd_drm_cards(struct igd_host *host);

/* The last PCI address in a sysfs link's target ("../../devices/pci0000:00/0000:00:02.0/..."); host memory. */
IGD_EXPORT const char *igd_link_pci(struct igd_host *host, const char *target);

#endif
