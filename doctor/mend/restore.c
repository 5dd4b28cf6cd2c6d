// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * restore - restore.sh: what a plan changed is put back without this program
 *
 * It is for a rescue system, so it uses what busybox has, and is told everything by this file: paths are literals in
 * it, quoted. What it cannot know it says: a command's opposite needs the running system.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "mend/work_private.h"

static const char head[] =
	"#!/bin/sh\n"
	"# SPDX-License-Identifier: GPL-2.0-or-later\n"
	"#\n"
	"# restore.sh - puts back what igd-doctor changed, from a rescue system\n"
	"#\n"
	"# usage: sh restore.sh [ROOT]\n"
	"#\n"
	"# ROOT is where the damaged system is mounted, with its /boot and its EFI system partition mounted below it.\n"
	"# Without it: the system that this file lies in. FORCE=1 also puts back what somebody else has changed since.\n"
	"set -u\n"
	"here=$(cd \"$(dirname \"$0\")\" && pwd) || exit 1\n"
	"root=$(cd \"${1-$here/../../../../..}\" && pwd) || exit 1\n"
	"[ \"$root\" != / ] || root=\n"
	"faults=0\n"
	"\n"
	"say() { printf '%s\\n' \"$*\"; }\n"
	"fault() {\n"
	"\tsay \"$*\"\n"
	"\tfaults=$((faults + 1))\n"
	"}\n"
	"there() { [ -e \"$1\" ] || [ -L \"$1\" ]; }\n"
	"\n"
	"# same ONE OTHER: the same bytes, or links to the same place\n"
	"same() {\n"
	"\tif [ -L \"$1\" ] || [ -L \"$2\" ]; then\n"
	"\t\t[ -L \"$1\" ] && [ -L \"$2\" ] && [ \"$(readlink \"$1\")\" = \"$(readlink \"$2\")\" ]\n"
	"\telse\n"
	"\t\t[ -f \"$2\" ] && cmp -s \"$1\" \"$2\"\n"
	"\tfi\n"
	"}\n"
	"\n"
	"# dress FILE: mode and owner\n"
	"dress() {\n"
	"\tls -ldn \"$1\" | {\n"
	"\t\tread -r mode _ owner group _\n"
	"\t\tprintf '%s %s %s' \"${mode%[+.@]}\" \"$owner\" \"$group\"\n"
	"\t}\n"
	"}\n"
	"\n"
	"# alike ONE OTHER: the same in time, mode and owner as well\n"
	"alike() {\n"
	"\tsame \"$1\" \"$2\" && [ \"$(dress \"$1\")\" = \"$(dress \"$2\")\" ] &&\n"
	"\t\t[ -z \"$(find \"$1\" -prune -newer \"$2\")\" ] && [ -z \"$(find \"$2\" -prune -newer \"$1\")\" ]\n"
	"}\n"
	"\n"
	"# ours NUMBER FILE: it is as the plan left it\n"
	"ours() {\n"
	"\tfor left in \"$here/left/$1\".*; do\n"
	"\t\tif there \"$left\" && same \"$left\" \"$2\"; then return 0; fi\n"
	"\tdone\n"
	"\treturn 1\n"
	"}\n"
	"\n"
	"# mounted FOLDER: what was a file system of its own is one now (\"\": it was none)\n"
	"mounted() {\n"
	"\t[ -n \"$1\" ] || return 0\n"
	"\tinner=$(stat -c %d \"$root$1\" 2>/dev/null)\n"
	"\touter=$(stat -c %d \"$root$1/..\" 2>/dev/null)\n"
	"\tif [ -n \"$inner\" ] && [ \"$inner\" = \"$outer\" ]; then\n"
	"\t\tfault \"$root$1: mount its file system there first, then run this again\"\n"
	"\t\treturn 1\n"
	"\tfi\n"
	"}\n"
	"\n"
	"# may KIND NUMBER FILE: nobody else has changed it since\n"
	"may() {\n"
	"\tif [ \"$1\" = output ] || [ \"${FORCE-}\" = 1 ] || ! there \"$3\" || ours \"$2\" \"$3\"; then return 0; fi\n"
	"\tfault \"$3: changed by somebody else since, left as it is (FORCE=1 puts it back)\"\n"
	"\treturn 1\n"
	"}\n"
	"\n"
	"copy() {\n"
	"\trm -f \"$2\" && { cp -a \"$1\" \"$2\" || cp -pP \"$1\" \"$2\" || { cp -P \"$1\" \"$2\" && touch -r \"$1\" \"$2\"; }; } 2>/dev/null\n"
	"}\n"
	"\n"
	"# put NUMBER KIND MOUNT PATH: it was there before\n"
	"put() {\n"
	"\tsaved=$here/saved/$1 file=$root$4\n"
	"\tmounted \"$3\" || return 0\n"
	"\tif there \"$file\" && alike \"$saved\" \"$file\"; then\n"
	"\t\tsay \"$file: as before\"\n"
	"\t\treturn 0\n"
	"\tfi\n"
	"\tif [ ! -d \"${file%/*}\" ]; then\n"
	"\t\tfault \"$file: its folder is missing; mount the file system that has it (/boot, the ESP) below ${root:-/} first, then run this again\"\n"
	"\t\treturn 0\n"
	"\tfi\n"
	"\tsame \"$saved\" \"$file\" || may \"$2\" \"$1\" \"$file\" || return 0\n"
	"\t# mv would put it into the folder that a link leads to\n"
	"\tif [ -L \"$file\" ] && [ -d \"$file\" ]; then rm -f \"$file\"; fi\n"
	"\tif copy \"$saved\" \"${file%/*}/.igd-doctor.restore.$1\" && mv -f \"${file%/*}/.igd-doctor.restore.$1\" \"$file\"; then\n"
	"\t\tsay \"$file: put back\"\n"
	"\telse\n"
	"\t\trm -f \"${file%/*}/.igd-doctor.restore.$1\"\n"
	"\t\tfault \"$file: could not be put back (is its file system full, or read-only?)\"\n"
	"\tfi\n"
	"}\n"
	"\n"
	"drop() {\n"
	"\tif rm -f \"$1\"; then say \"$1: removed\"; else fault \"$1: could not be removed\"; fi\n"
	"}\n"
	"\n"
	"# gone NUMBER KIND MOUNT PATH: it was not there before\n"
	"gone() {\n"
	"\tfile=$root$4\n"
	"\tmounted \"$3\" || return 0\n"
	"\tif ! there \"$file\"; then\n"
	"\t\tsay \"$file: as before\"\n"
	"\telif may \"$2\" \"$1\" \"$file\"; then\n"
	"\t\tdrop \"$file\"\n"
	"\tfi\n"
	"}\n"
	"\n"
	"# fresh FILE: a command's pattern shows it, and it was not there before\n"
	"fresh() {\n"
	"\tif ! there \"$1\" || [ -d \"$1\" ] || known \"$1\"; then return 0; fi\n"
	"\tname=$(printf '%s' \"${1#\"$root\"}\" | sed 's/%/%25/g; s/ /%20/g; s/[].[*^$\\\\]/\\\\&/g')\n"
	"\tif ! grep -q '^[0-9]* finished' \"$here/status\" || grep -q \"^[0-9]* output [0-9]* $name \" \"$here/status\"; then\n"
	"\t\tdrop \"$1\"\n"
	"\telse\n"
	"\t\tsay \"$1: new since, and not from igd-doctor; left\"\n"
	"\tfi\n"
	"}\n"
	"\n";

static const char tail[] =
	"\n"
	"if [ \"$faults\" -gt 0 ]; then\n"
	"\tsay \"not all is as it was before: see above ($faults)\"\n"
	"\texit 1\n"
	"fi\n"
	"{ printf '\\n%s restored\\n' \"$(date +%s)\" >>\"$here/status\"; } 2>/dev/null || true\n"
	"sync\n"
	"say \"all is as it was before\"\n";

static void add_quoted(struct igd_text *out, const char *text)
{
	igd_text_add(out, "'", 1);
	for (; *text; text++) {
		if (*text == '\'')
			igd_text_add(out, "'\\''", 4);
		else
			igd_text_add(out, text, 1);
	}
	igd_text_add(out, "'", 1);
}

static bool is_plain(char one)
{
	return strchr("/._", one) || (one >= '0' && one <= '9') || (one >= 'a' && one <= 'z') ||
	       (one >= 'A' && one <= 'Z');
}

/* A pattern for the shell: its own signs bare, all else quoted. */
static void add_pattern(struct igd_text *out, const char *pattern)
{
	igd_text_printf(out, "\"$root\"");
	for (; *pattern; pattern++) {
		if (strchr("*?[]!^-", *pattern)) {
			igd_text_add(out, pattern, 1);
		} else {
			char one[2] = { *pattern == '\\' && pattern[1] ? *++pattern : *pattern,
				'\0' };

			if (is_plain(*one))
				igd_text_add(out, one, 1);
			else
				add_quoted(out, one);
		}
	}
}

static bool is_config(const struct igd_work *work, const char *path)
{
	size_t i;

	for (i = 0; i < work->plan->step_count; i++) {
		if (work->plan->steps[i].kind == IGD_STEP_COMMAND &&
			igd_step_writes(&work->plan->steps[i], path))
			return false;
	}
	return true;
}

static bool device_of(const struct igd_act *act, const char *path, dev_t *ret)
{
	IGD_AUTOCLOSE int fd = igd_act_find(act, *path ? path : "/", O_PATH);
	struct stat status;

	if (fd < 0 || fstat(fd, &status) < 0)
		return false;
	*ret = status.st_dev;
	return true;
}

/* The folder of path where another file system begins; "" on root's own. The caller frees it. */
static char *mount_of(const struct igd_act *act, const char *path)
{
	char *folder = igd_strndup(path, (size_t)(igd_basename(path) - path - 1));
	dev_t inner = 0, outer = 0;

	while (*folder) {
		char *slash = strrchr(folder, '/');
		bool is_there = device_of(act, folder, &inner);

		*slash = '\0';
		if (is_there && device_of(act, folder, &outer) && inner != outer) {
			*slash = '/';
			return folder;
		}
	}
	return folder;
}

static void add_saved(
	struct igd_text *out, const struct igd_work *work, const struct igd_saved *saved)
{
	IGD_AUTOFREE char *mount = mount_of(work->act, saved->path);
	IGD_AUTOFREE char *temporary = igd_act_temporary(saved->path, work->id);

	igd_text_printf(out, "rm -f \"$root\"");
	add_quoted(out, temporary);
	igd_text_add(out, "\n", 1);
	igd_text_printf(out, "%s %zu %s ", saved->seen.type == IGD_FILE_ABSENT ? "gone" : "put",
		saved->number, is_config(work, saved->path) ? "config" : "output");
	add_quoted(out, mount);
	igd_text_add(out, " ", 1);
	add_quoted(out, saved->path);
	igd_text_add(out, "\n", 1);
}

static void add_known(struct igd_text *out, const struct igd_work *work)
{
	size_t i;

	igd_text_printf(out, "known() {\n\tcase ${1#\"$root\"} in\n");
	for (i = 0; i < work->saved_count; i++) {
		if (work->saved[i].is_folder)
			continue;
		igd_text_add(out, "\t", 1);
		add_quoted(out, work->saved[i].path);
		igd_text_printf(out, ") return 0 ;;\n");
	}
	igd_text_printf(out, "\t*) return 1 ;;\n\tesac\n}\n\n");
}

static void add_patterns(struct igd_text *out, const struct igd_step *step)
{
	size_t i;

	if (step->result) {
		igd_text_printf(out, "rm -f \"$root\"");
		add_quoted(out, step->result);
		igd_text_add(out, "\n", 1);
	}
	for (i = 0; step->outputs && step->outputs[i]; i++) {
		if (!step->outputs[i][strcspn(step->outputs[i], "*?[\\")])
			continue;
		igd_text_printf(out, "for path in ");
		add_pattern(out, step->outputs[i]);
		igd_text_printf(out, "; do fresh \"$path\"; done\n");
	}
}

/*
 * bootctl(1) writes to the firmware's variables, which are on no disk. systemd-boot takes the request away as it reads it, and passes
 * over an entry that is gone (systemd 257 src/boot/boot.c config_load_defaults(), config_select_default_entry()).
 */
static const char forget_once[] =
	"say 'If the next start is not of this disk, the request stays in the firmware; it does no harm, since the entry is gone. To "
	"clear it: chattr -i and rm /sys/firmware/efi/efivars/LoaderEntryOneShot-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f'\n";

static void add_opposite(struct igd_text *out, const struct igd_step *step)
{
	IGD_AUTOTEXT struct igd_text words = { 0 };
	size_t i;

	for (i = 0; step->opposite && step->opposite[i]; i++) {
		igd_text_add(&words, " ", 1);
		add_quoted(&words, step->opposite[i]);
	}
	if (!words.size)
		return;
	igd_text_printf(out, "say 'only the running system can do this, by `igd-doctor undo`:'");
	add_quoted(out, words.text);
	igd_text_add(out, "\n", 1);
	if (strcmp(step->opposite[0], "bootctl") == 0)
		igd_text_add(out, forget_once, sizeof(forget_once) - 1);
}

char *igd_restore_script(const struct igd_work *work)
{
	struct igd_text out = { 0 };
	size_t i;

	igd_text_add(&out, head, sizeof(head) - 1);
	add_known(&out, work);
	for (i = 0; i < work->saved_count; i++) {
		if (!work->saved[i].is_folder)
			add_saved(&out, work, &work->saved[i]);
	}
	for (i = 0; i < work->plan->step_count; i++) {
		if (work->plan->steps[i].kind != IGD_STEP_COMMAND)
			continue;
		add_patterns(&out, &work->plan->steps[i]);
		add_opposite(&out, &work->plan->steps[i]);
	}
	/* the innermost first */
	for (i = work->saved_count; i-- > 0;) {
		if (!work->saved[i].is_folder)
			continue;
		igd_text_printf(&out, "rmdir \"$root\"");
		add_quoted(&out, work->saved[i].path);
		igd_text_printf(&out, " 2>/dev/null\n");
	}
	igd_text_add(&out, tail, sizeof(tail) - 1);
	return out.text;
}
