// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * device_list_private - cgroup_device_acl of qemu.conf, with a device more
 */
#ifndef IGD_FIXES_LIBVIRT_DEVICE_LIST_PRIVATE_H
#define IGD_FIXES_LIBVIRT_DEVICE_LIST_PRIVATE_H

#include "core/fix.h"

/*
 * Appends the edits of qemu.conf's text after which its list has the device and what every VM needs: a list that is set
 * gets what is missing; else the commented one, which is libvirt's own, loses its '#'; where there is none, a list
 * stands behind the last line. False, with nothing appended, where the text is nothing that can be edited so.
 */
bool igd_device_list_edit(struct igd_changes *changes, const char *text, const char *device);

#endif
