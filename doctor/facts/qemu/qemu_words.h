// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_words - what is said of a QEMU and an iGPU: the matrix in words, with what to do about it
 */
#ifndef IGD_FACTS_QEMU_QEMU_WORDS_H
#define IGD_FACTS_QEMU_QEMU_WORDS_H

#include "facts/host/igpu.h"
#include "facts/qemu/qemu_matrix.h"

enum igd_qemu_verdict { IGD_QEMU_SUITS, IGD_QEMU_SUITS_NOT, IGD_QEMU_CANNOT_TELL };

struct igd_qemu_words {
	enum igd_qemu_verdict verdict;
	const char *what;   /* host memory */
	const char *remedy; /* NULL: the check's own */
	bool is_degraded;   /* of SUITS_NOT: it lacks something, but may do */
};

/* igpu->model is not NULL. */
IGD_EXPORT struct igd_qemu_words igd_qemu_words(struct igd_host *host,
	const struct igd_qemu_version *version, const struct igd_qemu_place *place,
	const struct igd_igpu *igpu);

#endif
