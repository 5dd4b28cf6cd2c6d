// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu - the QEMU that runs the VM: its version, and the properties of its vfio-pci device
 *
 * Which IGD options exist, and what they default to, depends on the binary and not on the machine type. So the binary
 * is asked that is named with `--qemu BINARY`. Otherwise that of the VM under examination counts: libvirt tells its
 * version, and then nothing is run; the emulator of a VM of this host that libvirt does not run is asked. Where only the
 * version is known, qemu_matrix.h says what its release has.
 */
#ifndef IGD_FACTS_QEMU_QEMU_H
#define IGD_FACTS_QEMU_QEMU_H

#include "core/host.h"

/* "QEMU emulator version 10.0.13 (Debian 1:10.0.13+ds-0+deb13u1)"; 10.0.50 and above is development of 10.1. */
struct igd_qemu_version {
	unsigned major, minor, micro;
	char text[32];	 /* "10.0.13", with a suffix such as "-rc2" */
	char vendor[80]; /* what stands in the brackets; "" for none */
};

/* Reads the output of --version; false if it is not QEMU's. text ends in a NUL. */
IGD_EXPORT bool igd_qemu_parse_version(const char *text, struct igd_qemu_version *ret);

/* A property of vfio-pci, as "-device vfio-pci,help" lists it. */
struct igd_qemu_property {
	char name[64];
	char type[32];	/* "bool", "uint32", "OnOffAuto" */
	char value[32]; /* the default: "on", "off", "0"; "" where none is told */
};

#define IGD_QEMU_MAX_PROPERTIES 256

struct igd_qemu_properties {
	struct igd_qemu_property *properties; /* in the order of the text */
	size_t count;
};

/*
 * Reads the output of -device vfio-pci,help. Booleans are "on" and "off" also where an old QEMU wrote "true"
 * and "false", and quotes are dropped. False if it is no such list; then nothing is allocated. What is too long
 * for a property is left out.
 */
IGD_EXPORT bool igd_qemu_parse_properties(const char *text, struct igd_qemu_properties *ret);
IGD_EXPORT void igd_qemu_properties_done(struct igd_qemu_properties *properties);

enum igd_qemu_source {
	IGD_QEMU_NOBODY, /* none was named, and which one runs the VM is not known, or there is no VM */
	IGD_QEMU_ASKED, /* the binary answers for itself */
	IGD_QEMU_TOLD /* libvirt knows the version; the binary was not asked, and properties are not known */
};

/* The QEMU that is meant. */
struct igd_qemu_meant {
	enum igd_qemu_source source;
	const char *binary; /* ASKED: its path; NULL otherwise */
	const char *where;  /* for a finding; never NULL */
	const char *why;    /* NOBODY: for a finding; else NULL */
};

/*
 * Never NULL. What libvirt refuses to tell about the QEMU of a VM sticks, as it would name it. That a VM's emulator is not
 * run, because nobody named it and it is not this system's own, is NOBODY, and nothing sticks.
 */
IGD_EXPORT const struct igd_qemu_meant *igd_qemu_meant(struct igd_host *host);

/*
 * The version, cited; NULL for NOBODY, if what is asked does not answer as QEMU does, or with an error that sticks to
 * the command.
 */
IGD_EXPORT const struct igd_qemu_version *igd_qemu_version(struct igd_host *host);
/* The properties; NULL unless it was ASKED and answers. */
IGD_EXPORT const struct igd_qemu_properties *igd_qemu_properties(struct igd_host *host);
/* " (by its release: ...)" where the version was told and nobody asked the binary, else ""; a constant. */
IGD_EXPORT const char *igd_qemu_reservation(struct igd_host *host);

/* Reads "10.0.8"; false if it is no version. text ends in a NUL or line feed. */
IGD_EXPORT bool igd_qemu_parse_number(const char *text, struct igd_qemu_version *ret);

/* The property of that name, '-' and '_' being alike as they are to QEMU; NULL if this QEMU has none. */
IGD_EXPORT const struct igd_qemu_property *igd_qemu_property(
	const struct igd_qemu_properties *properties, const char *name);

#endif
