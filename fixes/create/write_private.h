// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * write_private - what the files of write share: elements and attributes, escaped by libxml2's writer
 */
#ifndef IGD_FIXES_CREATE_WRITE_PRIVATE_H
#define IGD_FIXES_CREATE_WRITE_PRIVATE_H

#include <libxml/xmlwriter.h>

#include "fixes/create/create_private.h"

/* The iGPU's name in the domain; libvirt wants one of a user's own to begin with "ua-" (libvirt 11.3 docs/formatdomain.rst). */
#define IGD_WRITE_ALIAS "ua-igd"

struct igd_writer {
	const struct igd_create *create;
	xmlTextWriterPtr xml;
};

void igd_write_begin(const struct igd_writer *writer, const char *name);
void igd_write_end(const struct igd_writer *writer);
/* Of the element that was begun last. */
void igd_write_attribute(const struct igd_writer *writer, const char *name, const char *value);
void igd_write_number(const struct igd_writer *writer, const char *name, unsigned value);
/* What stands in it. */
void igd_write_content(const struct igd_writer *writer, const char *value);
/* A whole element with nothing but a text. */
void igd_write_text(const struct igd_writer *writer, const char *name, const char *value);
/* A whole element with nothing but attributes: names and values, NULL at the end. */
void igd_write_element(const struct igd_writer *writer, const char *name, ...);

/* write_devices.c: <devices> */
void igd_write_devices(const struct igd_writer *writer);

#endif
