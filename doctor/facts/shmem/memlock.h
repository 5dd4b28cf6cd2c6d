// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memlock - who runs a VM's QEMU, how much memory it has to lock for its devices, and how much it may
 *
 * A device that a VM is given reaches all of its memory at any time, so VFIO has all of it locked: RAM, and the
 * shared memory. That counts against RLIMIT_MEMLOCK of QEMU, unless it has the capability CAP_IPC_LOCK, as root has
 * (Linux 7.1 drivers/vfio/vfio_iommu_type1.c vfio_pin_pages_remote(), drivers/iommu/iommufd/pages.c
 * iopt_alloc_pages()).
 */
#ifndef IGD_FACTS_SHMEM_MEMLOCK_H
#define IGD_FACTS_SHMEM_MEMLOCK_H

#include "facts/shmem/shmem.h"

enum igd_vm_runner {
	IGD_RUNNER_LIBVIRT, /* the system's libvirt, as a user of its own */
	IGD_RUNNER_SESSION, /* a person's own libvirt, qemu:///session */
	IGD_RUNNER_PROXMOX, /* as root */
	IGD_RUNNER_PROCESS, /* a process that runs now, whoever started it */
	IGD_RUNNER_HAND	    /* whoever will type the command line */
};

/* Who runs the VM in view. *ret_pid: of PROCESS, "123"; memory of the host. */
IGD_EXPORT enum igd_vm_runner igd_vm_runner(
	struct igd_host *host, const struct igd_vm *vm, const char **ret_pid);

#define IGD_MEMLOCK_UNLIMITED UINT64_MAX

/*
 * What has to be locked: the VM's memory and shared memory; with iommufd also the BARs of its devices, bar_bytes,
 * because it counts them, which VFIO's own container does not (NVIDIA/NV-Kernels#249).
 */
IGD_EXPORT uint64_t igd_memlock_need(const struct igd_vm *vm, uint64_t bar_bytes);

/* "16 GiB of memory and 64 MiB of shared memory": what of it there is; memory of the host. */
IGD_EXPORT const char *igd_memlock_words(
	struct igd_host *host, const struct igd_vm *vm, uint64_t bar_bytes);

/* The sum of the BARs of the devices that the VM is given, as far as this host has them. */
IGD_EXPORT uint64_t igd_memlock_bars(struct igd_host *host, const struct igd_vm *vm);

/* What libvirt adds to the VM's memory for what QEMU locks besides (libvirt 11.3 src/qemu/qemu_domain.c). */
#define IGD_MEMLOCK_MARGIN ((uint64_t)1 << 30)

/*
 * What libvirt will set for a VM that is given devices (libvirt 11.3 src/qemu/qemu_domain.c
 * qemuDomainGetMemLockLimitBytes()): <hard_limit> if there is one; else no limit with <locked/>; else the VM's memory,
 * as often as there are devices if it has an IOMMU of its own, and 1 GiB.
 */
IGD_EXPORT uint64_t igd_memlock_libvirt(const struct igd_vm *vm);

/* The soft limit in a text of /proc/PID/limits; false if it has none. */
IGD_EXPORT bool igd_memlock_parse_limits(const char *text, uint64_t *ret);
/* Whether CAP_IPC_LOCK, number 14 (Linux include/uapi/linux/capability.h), is effective in a /proc/PID/status. */
IGD_EXPORT bool igd_memlock_parse_status(const char *text, bool *ret_has_ipc_lock);

/*
 * What a process may lock: "self" for the one that examines, which has what its shell gave it. False where it is gone,
 * or does not tell.
 */
IGD_EXPORT bool igd_memlock_of(struct igd_host *host, const char *pid, uint64_t *ret);

/* Whether QEMU may lock what it has to, in words. The VM is given devices, and how much memory it has is known. */
IGD_EXPORT struct igd_shmem_answer igd_memlock_judge(
	struct igd_host *host, const struct igd_vm *vm);

#endif
