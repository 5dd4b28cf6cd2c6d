// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fake_libvirt_hand - what the files of the false libvirt share
 */
#ifndef IGD_TESTS_FAKE_LIBVIRT_HAND_H
#define IGD_TESTS_FAKE_LIBVIRT_HAND_H

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

struct _virConnect {
	char uri[64], word[32];
};
struct _virDomain {
	int state, reason;
};

/* There is one of each. */
extern struct _virConnect fake_connection;
extern struct _virDomain fake_domain;

/* Takes the URI's word: what stands behind its last slash, or before that for one that ends in "/session". */
void fake_connect(const char *uri);
int fake_is(const char *word);

/* Sets the last error of this thread; -1. */
int fake_fail(int code, int number, const char *text);
/* An event of this id, in so many seconds; what and detail are its numbers. */
void fake_plan(double seconds, int id, int what, int detail);
void fake_rest(double seconds);

#endif
