// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_qemu_reach - modes, users and AppArmor rules: the first line is a path or a user, the rest a text
 */
#include <stdlib.h>
#include <string.h>

#include "facts/access/apparmor.h"
#include "facts/access/selinux.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_AUTOFREE char *text = igd_strndup((const char *)data, size);
	char *rest = text + strcspn(text, "\n"), type[64];
	struct igd_mode mode;
	struct igd_user user;
	struct igd_apparmor_answer answer = { 0 };

	rest += *rest == '\n' ? (*rest = '\0', 1) : 0;
	igd_apparmor_judge(rest, text, &answer);
	igd_apparmor_match(text, rest);
	if (igd_user_find(rest, rest, text, &user))
		igd_reach_obstacle_for(rest, &user, &mode);
	if (igd_reach_file(rest, &mode))
		igd_selinux_type(mode.label, type, sizeof(type));
	return 0;
}
