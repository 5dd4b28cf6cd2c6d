// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * needles - many fixed texts looked for at once
 */
#include "facts/log/needles.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
/* In a transition: the state it leads to ends a needle. */
#define ENDS ((uint32_t)1 << 31)

struct igd_needles {
	uint8_t class_of[256]; /* class 0: bytes that no needle holds */
	uint32_t classes, states;
	uint32_t *
		step; /* of states * classes: where to, as the row's first index, perhaps with ENDS */
	uint32_t *needle; /* of states: the first needle that ends there; NONE */
	uint32_t *
		shorter; /* of states: the state of the longest proper suffix that ends a needle; 0 */
	uint32_t *same; /* of needles: another one with the same text; NONE */
};

static void classify(struct igd_needles *set, const char *const *texts, size_t count)
{
	const unsigned char *at;
	size_t i;

	set->classes = 1;
	for (i = 0; i < count; i++) {
		for (at = (const unsigned char *)texts[i]; *at; at++) {
			if (!set->class_of[*at])
				set->class_of[*at] = (uint8_t)set->classes++;
		}
	}
}

static size_t total_length(const char *const *texts, size_t count)
{
	size_t total = 0, i;

	for (i = 0; i < count; i++)
		total += strlen(texts[i]);
	return total;
}

/* While the automaton is built, step holds numbers of states, and 0 where the trie has no edge. */
static void plant(struct igd_needles *set, const char *text, uint32_t number)
{
	const unsigned char *at;
	uint32_t state = 0, *edge;

	for (at = (const unsigned char *)text; *at; at++) {
		edge = &set->step[(size_t)state * set->classes + set->class_of[*at]];
		if (!*edge)
			*edge = set->states++;
		state = *edge;
	}
	set->same[number] = set->needle[state];
	set->needle[state] = number;
}

/* Where the automaton goes on from a state's suffix; none of the root. */
static uint32_t from_suffix(
	const struct igd_needles *set, const uint32_t *suffix, uint32_t state, uint32_t class)
{
	return state ? set->step[(size_t)suffix[state] * set->classes + class] : 0;
}

/* States in the order in which they were reached from the root, each with its longest proper suffix. */
struct walk {
	uint32_t *queue, *suffix;
	size_t reached;
};

static void connect_state(struct igd_needles *set, struct walk *walk, uint32_t state)
{
	uint32_t class, *edge, other;

	for (class = 0; class < set->classes; class ++) {
		edge = &set->step[(size_t)state * set->classes + class];
		other = from_suffix(set, walk->suffix, state, class);
		if (!*edge) {
			*edge = other;
			continue;
		}
		walk->suffix[*edge] = other;
		set->shorter[*edge] = set->needle[other] != NONE ? other : set->shorter[other];
		walk->queue[walk->reached++] = *edge;
	}
}

/* Breadth first: a state's suffix is nearer to the root, hence complete when the state is reached. */
static void connect(struct igd_needles *set)
{
	struct walk walk = { igd_zalloc(set->states * sizeof(*walk.queue)),
		igd_zalloc(set->states * sizeof(*walk.suffix)), 1 };
	size_t next;

	for (next = 0; next < walk.reached; next++)
		connect_state(set, &walk, walk.queue[next]);
	free(walk.suffix);
	free(walk.queue);
}

static bool ends(const struct igd_needles *set, uint32_t state)
{
	return set->needle[state] != NONE || set->shorter[state];
}

/* From numbers of states to what the loop wants: indexes of rows, marked where a needle ends. */
static void finish(struct igd_needles *set)
{
	size_t cells = (size_t)set->states * set->classes, i;

	for (i = 0; i < cells; i++)
		set->step[i] = set->step[i] * set->classes | (ends(set, set->step[i]) ? ENDS : 0);
}

struct igd_needles *igd_needles_new(const char *const *texts, size_t count)
{
	struct igd_needles *set = igd_zalloc(sizeof(*set));
	size_t most = total_length(texts, count) + 1, i;

	classify(set, texts, count);
	set->states = 1;
	set->step = igd_zalloc(most * set->classes * sizeof(*set->step));
	set->shorter = igd_zalloc(most * sizeof(*set->shorter));
	set->needle = igd_regrow(NULL, most, sizeof(*set->needle));
	set->same = igd_regrow(NULL, count + 1, sizeof(*set->same));
	for (i = 0; i < most; i++)
		set->needle[i] = NONE;
	for (i = 0; i < count; i++)
		plant(set, texts[i], (uint32_t)i);
	connect(set);
	finish(set);
	return set;
}

void igd_needles_free(struct igd_needles *needles)
{
	if (!needles)
		return;
	free(needles->step);
	free(needles->shorter);
	free(needles->needle);
	free(needles->same);
	free(needles);
}

size_t igd_needles_find(const struct igd_needles *needles, const char *bytes, size_t size)
{
	const unsigned char *at = (const unsigned char *)bytes, *end = at + size;
	uint32_t row = 0;

	while (at < end) {
		row = needles->step[row + needles->class_of[*at++]];
		if (row & ENDS)
			return (size_t)(at - (const unsigned char *)bytes);
	}
	return size + 1;
}

void igd_needles_each(const struct igd_needles *needles, const char *bytes, size_t size,
	void (*found)(void *context, size_t needle), void *context)
{
	uint32_t row = 0, state, number;
	size_t i;

	for (i = 0; i < size; i++) {
		row = needles->step[row + needles->class_of[(unsigned char)bytes[i]]];
		if (!(row & ENDS))
			continue;
		row &= ~ENDS;
		for (state = row / needles->classes; state; state = needles->shorter[state]) {
			for (number = needles->needle[state]; number != NONE;
				number = needles->same[number])
				found(context, number);
		}
	}
}
