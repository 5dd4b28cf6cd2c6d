// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * descriptor - the firmware images that this host has for VMs, as their descriptors tell
 *
 * A package that brings UEFI firmware brings a JSON file for each image (QEMU 11.0 docs/interop/firmware.json), by which libvirt
 * finds one for `<os firmware='efi'>`. Files are tried in the order of their names; one in /etc/qemu/firmware takes the place of
 * one of the same name in /usr/share/qemu/firmware, and an empty one there puts it out of use.
 */
#ifndef IGD_FACTS_QEMU_DESCRIPTOR_H
#define IGD_FACTS_QEMU_DESCRIPTOR_H

#include "core/host.h"

#define IGD_DESCRIPTOR_MAX_BYTES ((size_t)64 << 10)
#define IGD_DESCRIPTOR_MAX_MACHINES 16u

/* One of x86_64; igd_descriptor_done() frees it. Texts are printable, paths absolute. */
struct igd_descriptor {
	bool is_uefi;
	bool is_flash; /* code and variables apart, both in flash: what libvirt gives a UEFI VM */
	char *code, *code_format;	    /* "raw", "qcow2" */
	char *variables, *variables_format; /* the template; NULL where it is not of that kind */
	char *machines[IGD_DESCRIPTOR_MAX_MACHINES]; /* patterns: "pc-q35-*" */
	size_t machine_count;
	bool has_secure_boot, has_enrolled_keys, needs_smm;
};

/*
 * Fills *ret. -EBADMSG with a reason, and nothing in *ret, where the text is no descriptor. One that is not for x86_64 has no
 * machines.
 */
IGD_EXPORT int igd_descriptor_parse(
	const char *text, size_t size, struct igd_descriptor *ret, struct igd_error *reterr);
IGD_EXPORT void igd_descriptor_done(struct igd_descriptor *descriptor);

/* What a VM's firmware has to be. */
struct igd_descriptor_wish {
	const char *machine; /* as libvirt will write it: "pc-q35-9.0" */
	bool has_secure_boot; /* able to, without keys: nothing is refused before a person puts some in; else not able to */
	bool may_be_qcow2; /* libvirt takes images of that format since 9.2 (NEWS.rst, v9.2.0) */
};

struct igd_descriptor_found {
	const char *path, *code; /* the descriptor and its image, host memory; NULL: none suits */
	size_t count;		 /* descriptors that are there */
	const char *
		missing; /* an image that a suitable descriptor names, and that is not there; NULL */
	bool needs_smm;
};

/* The first that suits, in libvirt's order. What cannot be read, or is no descriptor, is passed over, as libvirt does not. */
IGD_EXPORT struct igd_descriptor_found igd_descriptor_find(
	struct igd_host *host, const struct igd_descriptor_wish *wish);

#endif
