// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_private - for the parts that read a libvirt domain: one function for each subject, and how XML is asked
 *
 * What libvirt fills in where a domain says nothing is named with its source where it is filled in: docs/
 * formatdomain.rst, or a function, of libvirt 11.3.
 */
#ifndef IGD_FACTS_VM_VM_LIBVIRT_PRIVATE_H
#define IGD_FACTS_VM_VM_LIBVIRT_PRIVATE_H

#include <libxml/tree.h>

#include "facts/vm/vm_build.h"

/* The namespace of <qemu:override> and <qemu:commandline> (libvirt 11.3 docs/drvqemu.rst). */
#define IGD_LIBVIRT_QEMU "http://libvirt.org/schemas/domain/qemu/1.0"

/* Whether it is the element of that name without a namespace. */
bool igd_xml_is(const xmlNode *node, const char *name);
/* The first child element of that name, or the next sibling; NULL for none, and of NULL. A NULL name means any. */
const xmlNode *igd_xml_first(const xmlNode *parent, const char *name);
const xmlNode *igd_xml_next(const xmlNode *node, const char *name);
/* The last step of a path such as "source/address", each step being the first of its name. */
const xmlNode *igd_xml_find(const xmlNode *node, const char *path);

/* An attribute as the document has it, valid as long as that; NULL if it is not there, and of NULL. */
const char *igd_xml_raw(const xmlNode *node, const char *attribute);
bool igd_xml_has(const xmlNode *node, const char *attribute, const char *value);
/* "yes" or "on", "no" or "off". */
enum igd_vm_answer igd_xml_answer(const xmlNode *node, const char *attribute);
/* A number as C writes it, up to limit. */
bool igd_xml_number(const xmlNode *node, const char *attribute, unsigned limit, unsigned *ret);

/* Copies that belong to the model: an attribute, and the text between the tags; NULL if it is absent or empty. */
const char *igd_xml_get(struct igd_vm *vm, const xmlNode *node, const char *attribute);
const char *igd_xml_text(struct igd_vm *vm, const xmlNode *node);
/* The text of an element as a size, with its attribute "unit"; 0 if it is absent, or none. */
uint64_t igd_xml_bytes(struct igd_vm *vm, const xmlNode *node, const char *default_unit);

/* The same of an attribute. */
uint64_t igd_xml_size(const xmlNode *node, const char *attribute, const char *default_unit);

/* Where the guest sees a device: its <address type='pci'>. */
struct igd_vm_address igd_xml_guest(const xmlNode *device);
/* A PCI address of the host, "0000:00:02.0"; NULL if node is none. */
const char *igd_xml_host(struct igd_vm *vm, const xmlNode *address);

/* Each fills what its part of <domain> says. */
void igd_libvirt_os(struct igd_vm *vm, const xmlNode *domain);
void igd_libvirt_cpu(struct igd_vm *vm, const xmlNode *domain);
void igd_libvirt_memory(struct igd_vm *vm, const xmlNode *domain);
void igd_libvirt_smbios(struct igd_vm *vm, const xmlNode *domain);
void igd_libvirt_devices(struct igd_vm *vm, const xmlNode *domain);
void igd_libvirt_display(struct igd_vm *vm, const xmlNode *video, const char *alias);
/* An <interface>; how it is attached. */
enum igd_vm_net igd_libvirt_interface(struct igd_vm *vm, const xmlNode *node);
/* Any device that has no part of its own in the model. */
void igd_libvirt_other(struct igd_vm *vm, const xmlNode *device, const char *alias);
/* <qemu:override> and <qemu:commandline>, on top of all that. */
void igd_libvirt_qemu(struct igd_vm *vm, const xmlNode *domain);

#endif
