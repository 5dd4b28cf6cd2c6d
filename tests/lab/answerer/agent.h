// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * agent - answers what libvirt asks the guest agent by what was recorded of one
 *
 * The answers are a text (tests/standin/agent/README.md): a line "COMMAND JSON" for each, "COMMAND -" for silence. A
 * command with several lines gets them in turn, and the last again and again. What concerns only us begins with '[':
 *
 *	[rom MARK]	from here on another text, which is taken if the iGPU's option ROM contains igd-lab:MARK
 *	[after SECONDS]	the agent is there so long after the firmware
 *	[absent]	it never is
 */
#ifndef LAB_ANSWERER_AGENT_H
#define LAB_ANSWERER_AGENT_H

#include "machine.h"

#define AGENT_PORT "org.qemu.guest_agent.0"

/* Takes the part of the text that is for this ROM; rom is NULL or its bytes. */
void agent_init(const char *text, size_t size, const char *rom, size_t rom_size);
bool agent_is_absent(void);
/* When it begins to listen, in ticks. */
uint32_t agent_begins(void);
/* Bytes that have come; answers each request that is complete. */
void agent_hear(const char *text, size_t size);

#endif
