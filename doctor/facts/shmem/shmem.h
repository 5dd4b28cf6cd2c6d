// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem - the memory that a VM shares with the host for Looking Glass: which it is, and what stands behind it
 *
 * "LookingGlass" in sources is gnif/LookingGlass 8cb6a687 of 2026-08-22; B7 its release of 2025-03-06.
 */
#ifndef IGD_FACTS_SHMEM_SHMEM_H
#define IGD_FACTS_SHMEM_SHMEM_H

#include "facts/access/reach.h"
#include "facts/vm/vm.h"

/*
 * The client opens the first if it is there, and the second otherwise (LookingGlass
 * common/src/platform/linux/ivshmem.c ivshmemOptionsInit()).
 */
#define IGD_KVMFR "/dev/kvmfr0"
#define IGD_SHMEM_FILE "/dev/shm/looking-glass"

/*
 * Whether it is Scream's, the sound card, and not for Looking Glass: by its name or path, which hold "scream", as in
 * Scream's own instructions; it has 2 MiB there.
 */
IGD_EXPORT bool igd_shmem_is_scream(const struct igd_vm_shmem *shmem);

/* Whether it is kvmfr's: "/dev/kvmfrN"; *ret_index is N. */
IGD_EXPORT bool igd_shmem_is_kvmfr(const char *path, unsigned *ret_index);

/* The one for Looking Glass: kvmfr's, or one that is named after it, or else the largest that is not Scream's. */
IGD_EXPORT const struct igd_vm_shmem *igd_shmem_choose(const struct igd_vm *vm);

/*
 * The one that the program in the guest takes unless it is told otherwise: the one with the lowest bus and slot
 * (LookingGlass common/src/platform/windows/ivshmem.c ivshmemComparator(), idd/LGIdd/transport/lgmp/CIVSHMEM.cpp). NULL
 * where addresses that decide it are not told.
 */
IGD_EXPORT const struct igd_vm_shmem *igd_shmem_first(const struct igd_vm *vm);

/*
 * Whether it takes the place of another device (S91). QEMU makes devices of the old syntax before those in JSON, which
 * libvirt has written since 7.9 for QEMU 6.2 (QEMU 10.0 system/vl.c qemu_create_cli_devices()). So one of
 * <qemu:commandline> without an address gets the first slot that QEMU itself leaves free, 1 on a Q35 and 2 on an i440fx,
 * and what libvirt has put there finds it taken: "PCI: slot 1 function 0 not available for pcie-root-port, in use by
 * ivshmem-plain" (LookingGlass doc/ivshmem_kvmfr.rst).
 */
IGD_EXPORT bool igd_shmem_is_in_the_way(const struct igd_vm *vm, const struct igd_vm_shmem *shmem);

/* Why a VM has nothing to examine here; NULL if it has. */
IGD_EXPORT const char *igd_shmem_why_none(const struct igd_vm *vm);

enum igd_shmem_verdict { IGD_SHMEM_CANNOT_TELL, IGD_SHMEM_GOOD, IGD_SHMEM_BAD };

/* A judgement in words, for a finding; texts are memory of the host, or constants. */
struct igd_shmem_answer {
	enum igd_shmem_verdict verdict;
	const char *where, *what;
	const char *remedy;	   /* NULL: the check's own */
	const char *fix;	   /* of BAD: the id of what mends it; NULL for none */
	bool is_degraded, is_hint; /* of BAD: it is no blocker */
};

IGD_EXPORT struct igd_shmem_answer igd_shmem_say(
	enum igd_shmem_verdict verdict, const char *where, const char *what, const char *remedy);

/* What stands at a path of the host. */
enum igd_shmem_node {
	IGD_SHMEM_UNSAID, /* the recording does not say, or what it says is malformed */
	IGD_SHMEM_ABSENT,
	IGD_SHMEM_REGULAR, /* a file */
	IGD_SHMEM_DEVICE,
	IGD_SHMEM_OTHER /* a directory, a socket */
};

struct igd_shmem_place {
	enum igd_shmem_node node;
	const char *modes;    /* igd_host_modes() */
	struct igd_mode mode; /* of the thing itself; not of UNSAID and ABSENT */
};
IGD_EXPORT void igd_shmem_place(
	struct igd_host *host, const char *path, struct igd_shmem_place *ret);

/* Whether the kinds of thing behind a VM's shared memory, whose path is not NULL, are what they should be. */
IGD_EXPORT struct igd_shmem_answer igd_shmem_backend(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_vm_shmem *shmem);

/*
 * Whether what backs it has its size: what kvmfr's device is configured as, or the file's own (S96). GOOD also where
 * there is nothing yet. Its bytes are a power of two.
 */
IGD_EXPORT struct igd_shmem_answer igd_shmem_same_size(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_vm_shmem *shmem);

/* "64 MiB", "1 GiB", "1536 KiB", "1000 bytes"; memory of the host. */
IGD_EXPORT const char *igd_shmem_size_words(struct igd_host *host, uint64_t bytes);

#endif
