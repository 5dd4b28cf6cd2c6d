// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_access - who may open the shared memory: QEMU, and the person's client
 */
#ifndef IGD_FACTS_SHMEM_SHMEM_ACCESS_H
#define IGD_FACTS_SHMEM_SHMEM_ACCESS_H

#include "facts/shmem/memlock.h"
#include "facts/shmem/shmem.h"

/* What is asked about. */
struct igd_shmem_case {
	const struct igd_vm *vm;
	const struct igd_vm_shmem *shmem; /* its path is not NULL */
	bool is_kvmfr;
	struct igd_shmem_place place; /* not IGD_SHMEM_UNSAID */
};

/* Whether QEMU may open it for reading and writing, past owners and modes, libvirt's cgroup, AppArmor and SELinux. */
IGD_EXPORT struct igd_shmem_answer igd_shmem_for_qemu(
	struct igd_host *host, const struct igd_shmem_case *at);

/*
 * Whether a person may, as whom the client runs: it opens it for reading and writing (LookingGlass
 * common/src/platform/linux/ivshmem.c ivshmemOpenDev()), and must not be root. As which person it will run is not
 * known, so somebody has to be able to.
 */
IGD_EXPORT struct igd_shmem_answer igd_shmem_for_client(
	struct igd_host *host, const struct igd_shmem_case *at);

/*
 * How many accounts of people the text of /etc/passwd has (numbers 1000 to 59999; UID_MIN of shadow's login.defs, and
 * what systemd calls regular users) that may open a thing for reading and writing.
 */
IGD_EXPORT unsigned igd_shmem_people(
	const char *passwd, const char *group, const struct igd_mode *mode);

#endif
