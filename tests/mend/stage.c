// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stage - a small root folder with a boot loader and an initramfs builder that are shell scripts, and a plan for it
 */
#include "mend/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define GRUB "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n"
#define GRUB_AFTER "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet intel_iommu=on\"\n"
/* 2001-09-09 01:46:40 UTC, and something, so that a time that is not put back is seen */
#define OLD_TIME 1000000000
#define OLD_NANOSECONDS 123456789
#define ENTRY "menuentry trial {}\n"

static void must(bool is_so, const char *what)
{
	if (is_so)
		return;
	fprintf(stderr, "stage: %s: %s\n", what, strerror(errno));
	abort();
}

static char *below(const struct stage *stage, const char *path)
{
	return igd_printf("%s%s", stage->place, path);
}

static void make_old(const char *path)
{
	const struct timespec times[2] = { { OLD_TIME, OLD_NANOSECONDS },
		{ OLD_TIME, OLD_NANOSECONDS } };

	must(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) == 0, path);
}

static void make_folders(const char *path)
{
	const char *slash;

	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		IGD_AUTOFREE char *folder = igd_strndup(path, (size_t)(slash - path));

		must(mkdir(folder, 0755) == 0 || errno == EEXIST, folder);
	}
}

void stage_write(const struct stage *stage, const char *path, const char *text, unsigned mode)
{
	IGD_AUTOFREE char *whole = below(stage, path);
	FILE *file;

	make_folders(whole);
	file = fopen(whole, "w");
	must(file && fputs(text, file) >= 0 && fclose(file) == 0, whole);
	must(chmod(whole, mode) == 0, whole);
	make_old(whole);
}

char *stage_read(const struct stage *stage, const char *path)
{
	struct igd_file_state state = { 0 };

	must(igd_act_read(&stage->act, path, (size_t)1 << 24, &state) == 0, path);
	return state.content;
}

void stage_boot(const struct stage *stage, const char *id)
{
	stage_write(stage, "/proc/sys/kernel/random/boot_id", id, 0644);
}

static int fault(void *context, const char *operation, const char *path)
{
	struct stage *stage = context;

	(void)operation;
	(void)path;
	if (++stage->at != stage->wanted)
		return 0;
	if (stage->error < 0)
		_exit(9);
	return stage->error;
}

struct igd_step *stage_file(
	struct igd_plan *plan, const char *path, const char *before, const char *after)
{
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_FILE);

	step->title = igd_printf("Write %s", path);
	step->path = igd_strdup(path);
	igd_file_state_set(&step->before, IGD_FILE_REGULAR, before, before ? strlen(before) : 0);
	igd_file_state_set(&step->after, IGD_FILE_REGULAR, after, after ? strlen(after) : 0);
	free(step->before.content);
	step->before.content = NULL;
	step->mode = 0644;
	return step;
}

struct igd_step *stage_command(
	struct igd_plan *plan, const char *program, const char *argument, const char *output)
{
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_COMMAND);

	step->title = igd_printf("Run %s", program);
	step->effect = IGD_EFFECT_BOOT;
	step->words = igd_zalloc(3 * sizeof(*step->words));
	step->words[0] = igd_strdup(program);
	step->words[1] = argument ? igd_strdup(argument) : NULL;
	step->outputs = igd_zalloc(2 * sizeof(*step->outputs));
	step->outputs[0] = output ? igd_strdup(output) : NULL;
	return step;
}

static void plan_trial(struct igd_plan *plan)
{
	struct igd_step *step;

	stage_file(plan, "/etc/modprobe.d/igd doctor's.conf", NULL,
		"options vfio-pci ids=8086:4680\n");
	stage_command(plan, "make-image", "/boot/trial.img", "/boot/trial*.img");
	stage_file(plan, "/etc/modprobe.d/igd doctor's.conf", "options vfio-pci ids=8086:4680\n",
		NULL);
	stage_file(plan, "/boot/grub/custom.cfg", NULL, ENTRY);
	stage_file(plan, "/etc/new/deep/service", NULL, "#!/bin/sh\n")->mode = 0755;
	step = igd_plan_add(plan, IGD_STEP_BARRIER);
	step->title = igd_strdup("Reboot");
	step->marker = igd_strdup(STAGE_MARKER);
	step->is_trial = true;
}

static void plan_proper(struct igd_plan *plan)
{
	struct igd_step *step;

	stage_file(plan, "/etc/modprobe.d/igd doctor's.conf", NULL,
		"options vfio-pci ids=8086:4680\n");
	stage_file(plan, "/etc/default/grub", GRUB, GRUB_AFTER);
	step = stage_file(plan, "/etc/link", NULL, NULL);
	igd_file_state_set(&step->before, IGD_FILE_LINK, "default/grub", 12);
	igd_file_state_set(&step->after, IGD_FILE_LINK, "modprobe.d", 10);
	step = stage_command(plan, "make-image", "/boot/initrd.img-1.new", "/boot/initrd.img-1");
	step->path = igd_strdup("/boot/initrd.img-1");
	step->result = igd_strdup("/boot/initrd.img-1.new");
	step->is_regenerator = true;
	stage_command(plan, "update-grub", NULL, "/boot/grub/grub.cfg")->is_regenerator = true;
	step = igd_plan_add(plan, IGD_STEP_SYSFS);
	step->title = igd_strdup("Bind");
	step->path = igd_strdup("/sys/attribute");
	step->path_undo = igd_strdup("/sys/attribute");
	step->value = igd_strdup("1");
	step->value_undo = igd_strdup("0");
	stage_file(plan, "/boot/grub/custom.cfg", ENTRY, NULL);
	step = stage_file(plan, "/boot/trial.img", "", NULL);
	step->before.hash[0] = '\0';
	stage_file(plan, "/etc/new/deep/service", "#!/bin/sh\n", NULL);
}

void stage_init(struct stage *stage)
{
	IGD_AUTOFREE char *link = NULL;

	const char *folder = getenv("STAGE_FOLDER");

	*stage = (struct stage){ 0 };
	if (!folder)
		folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	snprintf(stage->place, sizeof(stage->place), "%.40s/igd-stage-XXXXXX", folder);
	must(mkdtemp(stage->place) != NULL, stage->place);
	must(igd_act_open(&stage->act, stage->place, NULL) == 0, stage->place);
	stage->act.fault = fault;
	stage->act.context = stage;
	stage_write(stage, "/etc/default/grub", GRUB, 0640);
	stage_write(stage, "/etc/modprobe.d/other.conf", "blacklist nouveau\n", 0644);
	stage_write(stage, "/boot/initrd.img-1", "image\nblacklist nouveau\n", 0600);
	stage_write(stage, "/boot/grub/grub.cfg", "cfg\n" GRUB, 0600);
	stage_write(stage, "/sys/attribute", "0", 0644);
	stage_write(stage, "/usr/sbin/update-grub",
		"#!/bin/sh\n{ echo cfg; cat \"$ROOT/etc/default/grub\"; } >\"$ROOT/boot/grub/grub.cfg\"\n",
		0755);
	stage_write(stage, "/usr/sbin/make-image",
		"#!/bin/sh\n{ echo image; cat \"$ROOT\"/etc/modprobe.d/*; } >\"$ROOT$1\"\n", 0755);
	stage_boot(stage, "first");
	link = below(stage, "/etc/link");
	must(symlink("default/grub", link) == 0, link);
	make_old(link);
	stage->plan.host = igd_strdup("stage");
	plan_trial(&stage->plan);
	plan_proper(&stage->plan);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	(void)status;
	(void)kind;
	(void)walk;
	return remove(path);
}

void stage_done(struct stage *stage)
{
	igd_plan_done(&stage->plan);
	igd_act_close(&stage->act);
	must(nftw(stage->place, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0, stage->place);
}

static bool is_left_out(const char *path)
{
	return strcmp(path, "/var") == 0 || strcmp(path, "/proc") == 0 || strcmp(path, "/sys") == 0;
}

static void draw(const struct stage *stage, const char *path, const struct stat *status,
	bool is_exact, struct igd_text *ret)
{
	char hash[IGD_HASH_SIZE] = "";

	if (!S_ISDIR(status->st_mode))
		must(igd_act_hash(&stage->act, path, hash) == 0, path);
	igd_text_printf(ret, "%s %o %s", path, status->st_mode & S_IFMT, hash);
	if (is_exact)
		igd_text_printf(
			ret, " %o %u:%u", status->st_mode & 07777, status->st_uid, status->st_gid);
	if (is_exact && !S_ISDIR(status->st_mode))
		igd_text_printf(ret, " %lld.%09ld", (long long)status->st_mtim.tv_sec,
			status->st_mtim.tv_nsec);
	igd_text_add(ret, "\n", 1);
}

static int by_name(const FTSENT **one, const FTSENT **other)
{
	return strcmp((*one)->fts_name, (*other)->fts_name);
}

char *stage_picture(const struct stage *stage, bool is_exact)
{
	IGD_AUTOFREE char *place = igd_strdup(stage->place);
	char *const places[] = { place, NULL };
	FTS *walk = fts_open(places, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	struct igd_text text = { 0 };
	FTSENT *entry;

	must(walk != NULL, place);
	while ((entry = fts_read(walk))) {
		const char *path = entry->fts_path + strlen(place);

		must(entry->fts_info != FTS_ERR && entry->fts_info != FTS_DNR, path);
		if (is_left_out(path))
			fts_set(walk, entry, FTS_SKIP);
		else if (entry->fts_info != FTS_DP && *path)
			draw(stage, path, entry->fts_statp, is_exact, &text);
	}
	fts_close(walk);
	return text.text;
}

/* "PATH TYPE HASH MODE OWNER SECONDS.NANOSECONDS": the last, where a line has it */
void stage_leave_times_out(char *picture)
{
	char *to = picture, *line, *blank;
	size_t length;

	for (line = picture; *line; line += length + 1) {
		length = strcspn(line, "\n");
		memmove(to, line, length);
		to[length] = '\0';
		blank = strrchr(to, ' ');
		to = blank && strchr(blank, '.') ? blank : to + length;
		*to++ = '\n';
	}
	*to = '\0';
}

char *stage_difference(const char *wanted, const char *got)
{
	size_t at = 0, line = 0;

	while (wanted[at] && wanted[at] == got[at]) {
		if (wanted[at++] == '\n')
			line = at;
	}
	if (wanted[at] == got[at])
		return NULL;
	return igd_printf("wanted: %.*s\n   got: %.*s", (int)strcspn(wanted + line, "\n"),
		wanted + line, (int)strcspn(got + line, "\n"), got + line);
}

int stage_run(struct stage *stage, struct igd_error *reterr)
{
	enum igd_resume_outcome outcome = IGD_RESUME_NOTHING;
	int ret = igd_apply(&stage->act, &stage->plan, NULL, NULL, reterr);

	if (ret)
		return ret;
	stage_boot(stage, "second");
	return igd_resume(&stage->act, "quiet " STAGE_MARKER "\n", NULL, &outcome, reterr);
}

const char *const stage_shells[] = { "sh", "bash", "busybox", NULL };

/* busybox alone, as a rescue system has it: the folder with its applets is all that is looked through. */
static char *words_of(const struct stage *stage, const char *shell)
{
	if (strcmp(shell, "busybox") != 0)
		return igd_printf("PATH='%s/var/applets':$PATH %s", stage->place, shell);
	return igd_printf("p=$(command -v busybox) && $p --install -s '%s/var/applets'; "
			  "PATH='%s/var/applets' $p sh",
		stage->place, stage->place);
}

bool stage_has_shell(const char *shell)
{
	IGD_AUTOFREE char *command = igd_printf("command -v %s >/dev/null", shell);

	return system(command) == 0; // NOLINT(cert-env33-c): a shell is what is tested
}

int stage_restore(const struct stage *stage, const char *shell, const char *force)
{
	struct igd_paths scripts = { 0 };
	IGD_AUTOFREE char *command = NULL, *words = words_of(stage, shell);
	int status = -1;

	/* The rest of this machine's files need not be on its disk for that. */
	stage_write(stage, "/var/applets/sync", "#!/bin/sh\n", 0755);
	igd_act_glob(&stage->act, IGD_JOURNAL_DIR "/*/restore.sh", &scripts);
	if (scripts.count) {
		command = igd_printf("exec >'%s/restored' 2>&1; %s %s '%s%s'", stage->place, force,
			words, stage->place, scripts.items[scripts.count - 1]);
		status = system(command); // NOLINT(cert-env33-c): a shell is what is tested
		command[0] = '\0';
	}
	igd_paths_done(&scripts);
	return status == -1 ? -1 : WEXITSTATUS(status);
}
