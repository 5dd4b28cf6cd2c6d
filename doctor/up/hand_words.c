// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hand_words - what the hand's messages are called
 */
#include "up/hand_private.h"

const char *igd_hand_word_name(enum igd_hand_word word)
{
	static const char *const names[] = { [IGD_HAND_ANSWER] = "answer",
		[IGD_HAND_STARTED] = "started",
		[IGD_HAND_STOPPED] = "stopped",
		[IGD_HAND_PAUSED] = "paused",
		[IGD_HAND_RESUMED] = "resumed",
		[IGD_HAND_CRASHED] = "crashed",
		[IGD_HAND_REBOOTED] = "rebooted",
		[IGD_HAND_WATCHDOG] = "watchdog",
		[IGD_HAND_AGENT_UP] = "agent-up",
		[IGD_HAND_AGENT_DOWN] = "agent-down",
		[IGD_HAND_IO_ERROR] = "io-error",
		[IGD_HAND_DEVICE_GONE] = "device-gone",
		[IGD_HAND_LOST] = "lost" };

	return names[word];
}

bool igd_hand_is_spare(enum igd_hand_word word)
{
	switch (word) {
	case IGD_HAND_PAUSED:
	case IGD_HAND_RESUMED:
	case IGD_HAND_REBOOTED:
	case IGD_HAND_WATCHDOG:
	case IGD_HAND_AGENT_UP:
	case IGD_HAND_AGENT_DOWN:
	case IGD_HAND_IO_ERROR:
	case IGD_HAND_DEVICE_GONE:
		return true;
	case IGD_HAND_ANSWER:
	case IGD_HAND_STARTED:
	case IGD_HAND_STOPPED:
	case IGD_HAND_CRASHED:
	case IGD_HAND_LOST:
		break;
	}
	return false;
}
