// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_answers_private - for the parts of report_answers: one answer, and how it is put together
 */
#ifndef IGD_CLI_REPORT_ANSWERS_PRIVATE_H
#define IGD_CLI_REPORT_ANSWERS_PRIVATE_H

#include "core/host.h"

struct igd_reply {
	struct igd_host *host;
	const char *command; /* as it stands in the table; may be made exact */
	struct igd_text lines;
};

/* Each returns why it cannot be answered, in a word or two; NULL if it is. */
const char *igd_reply_cmdline(struct igd_reply *reply);
const char *igd_reply_configured(struct igd_reply *reply);
const char *igd_reply_modprobe(struct igd_reply *reply);
const char *igd_reply_initramfs(struct igd_reply *reply);
const char *igd_reply_dmesg(struct igd_reply *reply);
const char *igd_reply_lspci(struct igd_reply *reply);
const char *igd_reply_group(struct igd_reply *reply);
const char *igd_reply_screen(struct igd_reply *reply);
const char *igd_reply_iomem(struct igd_reply *reply);
const char *igd_reply_machine(struct igd_reply *reply);
const char *igd_reply_registers(struct igd_reply *reply);
const char *igd_reply_firmware(struct igd_reply *reply);
const char *igd_reply_lockdown(struct igd_reply *reply);
const char *igd_reply_vm(struct igd_reply *reply);
const char *igd_reply_versions(struct igd_reply *reply);
const char *igd_reply_shmem(struct igd_reply *reply);

/* Adds a line, printable whatever the arguments hold. */
IGD_FORMAT(2, 3) void igd_reply_line(struct igd_reply *reply, const char *format, ...);

/* Why reading this path gave nothing: "not permitted", "not recorded"; absent if it is just not there. */
const char *igd_reply_refusal(const struct igd_reply *reply, const char *path, const char *absent);

#endif
