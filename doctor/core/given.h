// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * given - what the person named on the command line, as part of the host
 *
 * `--rom FILE`, `--qemu BINARY` and `--vm FILE` make a file of this machine one more thing that the host knows of, also
 * where the host itself is a recording, and `--connect URI` a libvirt. `--vm NAME` says which of the host's VMs is
 * meant. What is given is kept by the source, because workers inherit it from there.
 */
#ifndef IGD_CORE_GIVEN_H
#define IGD_CORE_GIVEN_H

#include "core/source_private.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/*
 * Gives path the name: "rom" for an option ROM, "qemu" for a QEMU binary, which must be fit to be started
 * (igd_query_trust()), "vm" for a VM's definition, or for a VM's name if there is no '/' in it and no file that is
 * called so, "connect" for the URI of a libvirt. A relative path is made absolute. From then on the source answers
 *     IGD_RECORD_GIVEN/NAME             the absolute path, name or URI, and a line feed, whatever a recording holds there;
 *     IGD_RECORD_DERIVED/given/NAME     ENODATA: what a recording derived is of another file;
 *     IGD_RECORD_QUERY/...              for that binary;
 *     IGD_VM_FILE                       what the file holds that is given as "vm"; ENODATA for a name;
 *     IGD_LIBVIRT_DIR/...               what the libvirt tells that is given as "connect".
 * 0, or a negative errno with reterr filled: it is absent, no regular file, or may not be read or started.
 */
int igd_source_give(struct igd_source *source, const char *name, const char *argument,
	struct igd_error *reterr);

/* What was given under this name; NULL for nothing. */
const char *igd_source_given(const struct igd_source *source, const char *name);

/*
 * The person allows the running system's iGPU to be opened through VFIO (`--probe`). The source answers
 *     IGD_RECORD_GIVEN/probe            "allowed" and a line feed.
 */
void igd_source_allow_probe(struct igd_source *source);

/*
 * The person allows the guests of running VMs to be asked through their agents (`--ask-guest`). The source answers
 *     IGD_RECORD_GIVEN/guest            "allowed" and a line feed.
 */
void igd_source_allow_guest(struct igd_source *source);

/* Fills *ret if the question is about something given; else returns false. */
bool igd_given_answer(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret);

/* For a path below IGD_RECORD_GIVEN: a descriptor of the file that was given, or -errno; -ENOTSUP for any other. */
int igd_given_open(const struct igd_source *source, const char *path);

void igd_given_done(struct igd_source *source);

#pragma GCC visibility pop

#endif
