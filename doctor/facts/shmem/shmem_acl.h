// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_acl - which devices libvirt lets a VM open: cgroup_device_acl of qemu.conf
 *
 * The list is both what the VM's device cgroup allows and what its private /dev holds (libvirt 11.3
 * src/qemu/qemu_cgroup.c, qemu_namespace.c). One that is set takes the place of libvirt's own, which is
 * qemu_cgroup.c defaultDeviceACL; what the VM is given by its XML comes on top.
 */
#ifndef IGD_FACTS_SHMEM_SHMEM_ACL_H
#define IGD_FACTS_SHMEM_SHMEM_ACL_H

#include "core/host.h"

enum igd_device_acl {
	IGD_ACL_DEFAULT, /* the list is not set: libvirt's own counts, which has no /dev/kvmfr0 */
	IGD_ACL_LACKS,	 /* it is set, and has not got the device */
	IGD_ACL_MAIMED,	 /* it has, but lacks a device of libvirt's own that every VM needs */
	IGD_ACL_HAS
};

/* What a qemu.conf's text says of a device. *ret_missing: of MAIMED, the first that is missing, a constant. */
IGD_EXPORT enum igd_device_acl igd_device_acl_parse(
	const char *text, const char *device, const char **ret_missing);

/* The same of this host's; DEFAULT where there is no qemu.conf. */
IGD_EXPORT enum igd_device_acl igd_device_acl(
	struct igd_host *host, const char *device, const char **ret_missing);

#endif
