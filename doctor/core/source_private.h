// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_private - how the kinds of source are made; not part of the SDK
 */
#ifndef IGD_CORE_SOURCE_PRIVATE_H
#define IGD_CORE_SOURCE_PRIVATE_H

#include "core/source.h"
#include "core/tree.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* Where a recording keeps what is not a file of the host. */
#define IGD_RECORD_DIR "/.igd-doctor"
/* What an archive or a directory cannot hold itself (errors, absences, names), in the .tree form. */
#define IGD_RECORD_REST IGD_RECORD_DIR "/rest.tree"
/* Answers that were worked out of something too large to keep: igd_host_derive(). */
#define IGD_RECORD_DERIVED IGD_RECORD_DIR "/derived"

/* What the person named on the command line: given.h. */
#define IGD_RECORD_GIVEN IGD_RECORD_DIR "/given"
/* What a program answered: query.h. */
#define IGD_RECORD_QUERY IGD_RECORD_DIR "/query"
/* Who may reach a file: igd_host_modes(). */
#define IGD_RECORD_MODES IGD_RECORD_DIR "/modes"

/* The largest file that is accepted inside an archive or beside a rest.tree. */
#define IGD_RECORD_MAX_MEMBER (64u << 20)

/* Takes the tree's nodes over; it must be sorted. */
struct igd_source *igd_source_of_tree(struct igd_tree *tree);
/* All that the source holds, as long as it lives; NULL for one that is read when it is asked. */
const struct igd_tree *igd_source_tree(const struct igd_source *source);
/* A directory as the root of a complete host, read when it is asked. Takes the descriptor over. */
struct igd_source *igd_source_files(int root);
/*
 * A directory. With a rest.tree it is read into memory as an archive is, so that both answer alike; without one
 * it is igd_source_files(). Takes the descriptor over.
 */
struct igd_source *igd_source_directory(int fd, const char *path, struct igd_error *reterr);
/* Reads the archive (tar, compressed or not, or zip) at fd into memory; fd stays the caller's. */
struct igd_source *igd_source_archive(int fd, const char *path, struct igd_error *reterr);
/* IGD_ASK_PCI by libpci; sysfs is "/sys/bus/pci", or a copy of it. ENODEV where libpci gives up. */
void igd_source_live_pci(const char *sysfs, struct igd_answer *ret);
/* Answers a question below IGD_MEMORY_DIR (host.h says how); ENODATA for one that is not IGD_MEMORY_OPREGION. */
void igd_source_live_memory(const struct igd_question *question, struct igd_answer *ret);
/*
 * What VFIO told of one device: each question is put to the kernel once, and the answer kept. (host.h says what is
 * asked, IGD_VFIO_DIR.)
 */
struct igd_live_vfio {
	char address[16];
	bool has_device, has_iova; /* whether it was asked */
	int refusal; /* why the device cannot be opened; 0: nothing is known to forbid it */
	struct igd_answer opregion, regions, iova;
};
void igd_live_vfio_done(struct igd_live_vfio *vfio);
/*
 * Answers a question below IGD_VFIO_DIR; ENODATA for one that is none of the three. The device is opened, and so
 * reset, only if may_probe says so.
 */
void igd_source_live_vfio(struct igd_live_vfio *vfio, bool may_probe,
	const struct igd_question *question, struct igd_answer *ret);
/*
 * Answers a question below IGD_LIBVIRT_DIR from this machine's libvirt, or the one that was given; it is asked once and
 * its answers kept by the source.
 */
void igd_source_libvirt(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret);
/* Answers a question below IGD_GUEST_DIR: source->guest is made, and each guest asked, when they are wanted. */
void igd_source_guest(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret);
void igd_source_guest_done(struct igd_source *source);
/* Answers a question below IGD_STREAM_DIR: source->stream is made, and each address asked, when they are wanted. */
void igd_source_stream(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret);
void igd_source_stream_done(struct igd_source *source);
/* Answers IGD_PROCESSES_QEMU; ENODATA for any other question. */
void igd_source_live_processes(const struct igd_question *question, struct igd_answer *ret);
/* IGD_RECORD_MODES/PATH, the path percent-encoded: the lines that igd_host_modes() describes. */
void igd_source_live_modes(const struct igd_question *question, struct igd_answer *ret);

#pragma GCC visibility pop

#endif
