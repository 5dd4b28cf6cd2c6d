// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hand_private - what goes between the hand and its child
 */
#ifndef IGD_UP_HAND_PRIVATE_H
#define IGD_UP_HAND_PRIVATE_H

#include "up/hand.h"

/* Both ways: this, and size bytes of text behind it. */
struct igd_hand_head {
	uint32_t size, number;
	uint32_t what;	/* enum igd_hand_order to the child, enum igd_hand_word from it */
	uint32_t value; /* how many ms the order may take; the errno of an ANSWER */
};

/* Of an order's argument, and of what is told: an agent's answer is the longest. */
#define IGD_HAND_MAX_ARGUMENT ((size_t)64 << 10)
#define IGD_HAND_MAX_TEXT ((size_t)1 << 20)
/* Of an error; QEMU's last words are in it. */
#define IGD_HAND_MAX_WORDS 4000
/* The ANSWER of this number says whether the connection stands. */
#define IGD_HAND_OPENING 0u

struct igd_hand_job {
	const char *library, *qemu_library, *uri, *vm;
	int fd;
};

/* The child: connects, tells of events, and carries out orders until nobody gives any. The exit status. */
int igd_hand_work(void *context, int out);

/* Whether nothing is lost for good where an event of this kind is left out of a flood of them. */
bool igd_hand_is_spare(enum igd_hand_word word);

#endif
