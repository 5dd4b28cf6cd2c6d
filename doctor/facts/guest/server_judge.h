// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * server_judge - for sunshine.server: what its answers say beside the encoder
 */
#ifndef IGD_FACTS_GUEST_SERVER_JUDGE_H
#define IGD_FACTS_GUEST_SERVER_JUDGE_H

#include "facts/guest/sunshine.h"
#include "facts/guest/tried.h"

struct igd_server_scene {
	struct igd_host *host;
	struct igd_finding *ret;
	struct igd_tried scene;
	struct igd_serverinfo info;
	const char *where; /* its serverinfo */
	const char *note;  /* what there is to say of HTTPS; "" for nothing */
};

/* Reads the serverinfo; false with the verdict where there is none. */
IGD_EXPORT bool igd_server_read(struct igd_server_scene *it, enum igd_verdict *ret_verdict);

/* Its status is not 200. */
IGD_EXPORT enum igd_verdict igd_server_refuses(const struct igd_server_scene *it);

/* Whether HTTPS, over which pairing goes, answers; false with the verdict where it does not. */
IGD_EXPORT bool igd_server_pairs(struct igd_server_scene *it, enum igd_verdict *ret_verdict);

IGD_EXPORT enum igd_verdict igd_server_pass(const struct igd_server_scene *it, const char *codecs);

#endif
