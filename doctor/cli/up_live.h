// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_live - what a run does to this machine: the ops of up_private.h, in rooms
 *
 *     up_live         examining, libvirt, what is heard; the table of ops
 *     up_live_scene   what of the VM and the host a run goes by
 *     up_live_mend    a plan made, shown, asked for and carried out; and taken back
 *     up_beside       an examination in a child, while the run listens on
 */
#ifndef IGD_CLI_UP_LIVE_H
#define IGD_CLI_UP_LIVE_H

#include "cli/up_private.h"
#include "core/child.h"
#include "facts/log/symptom.h"

/* An examination in a child. */
struct igd_up_beside {
	struct igd_child child; /* pid 0: none */
	struct igd_text heard;
};

struct igd_up_live {
	struct igd_options options; /* the run's, as sessions are opened with */
	struct igd_session session; /* of the last examination */
	bool has_session;
	char *uri; /* of the libvirt that has the VM; NULL: it was not told */
	struct igd_hand *hand;
	struct igd_symptoms symptoms;
	struct igd_sentry *sentry;
	struct igd_up_beside beside;
	int folder;  /* the working directory */
	int signals; /* a signalfd of what is held back; -1: none */
};

void igd_up_live_look(struct igd_up_live *live, struct igd_up_scene *ret);

void igd_up_live_mend(struct igd_up_live *live, const char *const *fixes,
	const char *const *findings, struct igd_up_mended *ret);
int igd_up_live_undo(struct igd_up_live *live, const char *journal, struct igd_error *reterr);
bool igd_up_live_can_ask(const struct igd_up_live *live);
bool igd_up_live_ask(struct igd_up_live *live, const char *question);
/* The words of a list that ends in NULL; words is to be freed. */
struct igd_words igd_up_words(const char *const *list);

/* Begins it; these checks alone. */
void igd_up_beside_begin(struct igd_up_live *live, const char *const *only);
/* Whether it has ended; then *ret is what it found. Never waits. */
bool igd_up_beside_get(struct igd_up_live *live, struct igd_up_view *ret);
void igd_up_beside_drop(struct igd_up_live *live);

#endif
