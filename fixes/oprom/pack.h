// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pack - a PCI option ROM of UEFI drivers, for one iGPU
 *
 * What firmware does not like in a ROM it passes over in silence: a driver is simply not there. So everything that
 * is known to be refused is looked for before a ROM is handed out, and at last the doctor's own reader has to call it
 * fitting.
 *
 * Layout: PCI Firmware Specification 3.3, chapter 5; UEFI Specification 2.10, 14.4.2.1.
 */
#ifndef IGD_FIXES_OPROM_PACK_H
#define IGD_FIXES_OPROM_PACK_H

#include "core/util.h"

/* A driver that was built with the program. */
struct igd_oprom_embedded {
	const uint8_t *bytes;
	size_t size;
	const char *absent; /* why there is none; NULL if there is */
};
extern const struct igd_oprom_embedded igd_oprom_embedded_driver, igd_oprom_embedded_policy;

/* One EFI image. */
struct igd_oprom_part {
	char *name; /* for messages: the file's, and which image of it */
	uint8_t *bytes;
	size_t size;
	uint32_t contains; /* bit (1 << enum igd_rom_content) */
};

/* What a ROM is to be made of, in the order in which firmware is to run it. Zero-initialised is nothing. */
struct igd_oprom {
	struct igd_oprom_part *parts;
	size_t count;
};

/* igd-doctor's own driver. -ENOTSUP without one. */
int igd_oprom_add_own(struct igd_oprom *oprom, struct igd_error *reterr);
/*
 * The display driver and its policy out of a file: an EFI file, or a ROM, whose other images are left out; they are
 * put in order. -EINVAL if there is neither in it, -EBADMSG for an image that cannot be taken.
 */
int igd_oprom_add_file(struct igd_oprom *oprom, const char *name, const uint8_t *bytes, size_t size,
	struct igd_error *reterr);
/* igd-doctor's own policy, if there is a display driver of Intel's, and no policy yet. */
int igd_oprom_add_own_policy(struct igd_oprom *oprom, struct igd_error *reterr);
void igd_oprom_done(struct igd_oprom *oprom);

/*
 * The ROM for a device of vendor 8086, appended to *ret, if it fits that device. -EINVAL if it does not, or could not:
 * a display driver that does not list the device, or one without a policy; -EFBIG; -EBADMSG for an image that
 * firmware would refuse.
 */
int igd_oprom_pack(const struct igd_oprom *oprom, uint16_t device, struct igd_text *ret,
	struct igd_error *reterr);

#endif
