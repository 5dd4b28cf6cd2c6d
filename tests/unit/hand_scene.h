// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hand_scene - a hand at a libvirt that is false, and what is expected of it
 */
#ifndef IGD_TESTS_HAND_SCENE_H
#define IGD_TESTS_HAND_SCENE_H

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "core/pool.h"
#include "tests/unit/unit.h"
#include "up/hand.h"

#define SOON_MS 10000u

static inline struct igd_hand *try_open(const char *word, const char *vm, struct igd_error *reterr)
{
	IGD_AUTOFREE char *uri = igd_printf("fake:///%s", word);
	struct igd_hand_options options = { IGD_FAKE_LIBVIRT, IGD_FAKE_LIBVIRT, uri, vm };

	return igd_hand_open(&options, reterr);
}

static inline struct igd_hand *open_as(const char *word)
{
	struct igd_error error = { 0 };
	struct igd_hand *hand = try_open(word, "win11", &error);

	assert_string_equal(error.message, "");
	assert_non_null(hand);
	return hand;
}

/* Waits by the descriptor alone, as callers do. */
static inline struct igd_hand_message next(struct igd_hand *hand)
{
	struct igd_hand_message message = { 0 };
	struct pollfd poller = { igd_hand_fd(hand), POLLIN, 0 };
	uint64_t end = igd_now_ms() + SOON_MS;

	while (!igd_hand_next(hand, &message)) {
		assert_true(igd_now_ms() < end);
		assert_true(poll(&poller, 1, SOON_MS) >= 0);
	}
	return message;
}

static inline void expect(struct igd_hand *hand, enum igd_hand_word word, const char *text)
{
	struct igd_hand_message message = next(hand);

	assert_string_equal(igd_hand_word_name(message.word), igd_hand_word_name(word));
	assert_string_equal(message.text, text);
	free(message.text);
}

static inline void expect_answer(
	struct igd_hand *hand, unsigned number, int error, const char *part)
{
	struct igd_hand_message message = next(hand);

	assert_int_equal(message.word, IGD_HAND_ANSWER);
	assert_int_equal(message.number, number);
	assert_int_equal(message.error, error);
	assert_non_null(strstr(message.text, part));
	free(message.text);
}

#endif
