// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source - where a host's answers come from
 *
 * Everything the program wants to know of a machine is a question about a path. A source answers questions:
 * the running system, a directory, a .tree text, an archive, or (in a worker) the process that owns one of
 * those. Because question and answer are values, they can be kept, sent through a pipe, written to a
 * recording, and asked again of it; that is all there is to "what is read is recorded, what is recorded
 * replays".
 */
#ifndef IGD_CORE_SOURCE_H
#define IGD_CORE_SOURCE_H

#include "core/util.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

enum igd_ask {
	IGD_ASK_KIND,	/* is it there, and what is it (symbolic links are followed)? */
	IGD_ASK_READ,	/* the file's bytes */
	IGD_ASK_LINK,	/* the symbolic link's target, as it is written */
	IGD_ASK_LIST,	/* the directory's names, sorted, each ended by a NUL */
	IGD_ASK_ACCESS, /* may this device or file be opened for reading and writing? */
	IGD_ASK_PCI, /* all PCI functions, one line each: "0000:00:02.0 8086 4680 0300\n", in any order */
	IGD_ASK_COUNT
};

enum igd_kind { IGD_ABSENT, IGD_FILE, IGD_DIRECTORY, IGD_DEVICE, IGD_OTHER };

struct igd_question {
	enum igd_ask ask;
	const char *path; /* absolute; "/sys/bus/pci/devices" for IGD_ASK_PCI */
	size_t limit;	  /* IGD_ASK_READ: a larger file is answered with EFBIG */
};

/* An answer owns its bytes. bytes is NULL or has a NUL behind its last byte that size does not count. */
struct igd_answer {
	int error; /* a positive errno value: ENOENT is "absent", ENODATA "the recording does not say" */
	enum igd_kind kind; /* IGD_ASK_KIND only */
	char *bytes;
	size_t size;
};

void igd_answer_done(struct igd_answer *answer);
#define IGD_AUTOANSWER IGD_CLEANUP(igd_answer_done)

struct igd_source;

struct igd_source_ops {
	/* Fills *ret; never fails otherwise than by ret->error. Symbolic links never lead out of the source. */
	void (*answer)(struct igd_source *source, const struct igd_question *question,
		struct igd_answer *ret);
	/* A descriptor to read a large file from, or -ENOTSUP where only IGD_ASK_READ can, or -errno. */
	int (*open)(struct igd_source *source, const char *path);
	void (*free)(struct igd_source *source);
};

/* A file of this machine that the person named on the command line: given.h. */
struct igd_given {
	char *name, *path;
};

struct igd_live_libvirt;
struct igd_live_guest;
struct igd_live_stream;

/* A source begins with this. */
struct igd_source {
	const struct igd_source_ops *ops;
	struct igd_given *given;
	size_t given_count;
	bool is_live;			  /* the machine this program runs on */
	bool answers_workers;		  /* igd_source_answer_workers() */
	bool may_probe;			  /* igd_source_allow_probe() */
	bool may_ask_guest;		  /* igd_source_allow_guest() */
	struct igd_live_libvirt *libvirt; /* what this machine's told; NULL: it was not asked */
	struct igd_live_guest *guest;	  /* what the guests told; NULL: none was asked */
	struct igd_live_stream
		*stream; /* what was answered over the network; NULL: nothing was asked */
};

/* The running system. */
struct igd_source *igd_source_live(void);
/* A directory, a .tree text or an archive. NULL with reterr filled: EBADMSG for one that is no recording. */
struct igd_source *igd_source_recorded(const char *path, struct igd_error *reterr);
/* A .tree text in memory; name is for messages only. NULL with reterr filled. */
struct igd_source *igd_source_tree_text(
	const char *text, size_t size, const char *name, struct igd_error *reterr);

/* Begins to ask what takes long to tell, so that it is there when it is wanted: libvirt, as far as there is one. */
void igd_source_prepare(struct igd_source *source);

void igd_source_answer(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret);
/* As ops->open; a path below IGD_RECORD_GIVEN opens what was given. */
int igd_source_open(struct igd_source *source, const char *path);
void igd_source_free(struct igd_source *source);

/*
 * For a caller that will not ask afterwards what was read: if the source holds everything in memory, workers
 * answer from the copy that they were forked with, and no message is sent for it. Otherwise nothing changes.
 */
void igd_source_answer_workers(struct igd_source *source);

/* IGD_ASK_PCI for any source that holds sysfs: lists the functions and reads their ids through the source. */
void igd_source_recorded_pci(struct igd_source *source, struct igd_answer *ret);

#pragma GCC visibility pop

#endif
