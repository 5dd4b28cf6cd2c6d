// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan - the plan that makes a VM: the ROM, the disk, the definition
 *
 * Undo takes all of it back: `virsh undefine`, then the files; but a disk that somebody has written to stays, and with it the UEFI
 * variables and the TPM, without which a Windows that encrypts its disk asks for a recovery key. Of a VM that runs nothing is taken.
 */
#include <stdlib.h>
#include <string.h>

#include "core/proposal.h"
#include "fixes/apply/making.h"
#include "fixes/create/create_private.h"

#define FOLDER "/var/lib/igd-doctor/domains/"
#define OWN_COPIES "/etc/libvirt/qemu/"
#define SYSTEM "qemu:///system"
#define TPM_FOLDER "/var/lib/libvirt/swtpm/"
#define ROM_MODE 0644u
#define DEFINITION_MODE 0600u

/* The ROM's copy, as any fix has it copied; and whose plan it is. */
static void begin(const struct igd_create *create, const char *program, struct igd_plan *ret)
{
	const struct igd_resolve_options options = { .may_try = false, .program = program };
	struct igd_proposal proposal = { .id = igd_strdup("up.create"),
		.title = igd_printf("Make the VM %s for this host", create->name) };

	if (create->rom)
		igd_change_install(
			&proposal.changes, create->rom_from, create->rom, ROM_MODE, NULL);
	igd_resolve(create->host, &proposal, 1, &options, ret);
	ret->fixes[0].is_settled = false;
	igd_proposal_done(&proposal);
}

static char *literal_glob(const char *path)
{
	struct igd_text text = { 0 };

	for (; *path; path++) {
		if (strchr("*?[]\\", *path))
			igd_text_add(&text, "\\", 1);
		igd_text_add(&text, path, 1);
	}
	return text.text;
}

/* output: the one file that it writes and that undo puts back. */
static struct igd_step *add_command(
	struct igd_plan *plan, const char *const *words, const char *output)
{
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_COMMAND);
	IGD_AUTOFREE char *pattern = literal_glob(output);

	step->words = igd_words_copy(words);
	step->effect = IGD_EFFECT_VM;
	igd_step_output(step, pattern);
	return step;
}

static const char *empty_of(const struct igd_create *create)
{
	return igd_host_print(create->host, FOLDER "%s.empty", create->name);
}

/*
 * The disk is a copy of an empty one that is kept: so undo can tell whether anything has been written to it since, at once and whatever
 * it has grown to. It is only made where nothing stands (-C), and only removed if it was made (the mark).
 */
static void add_disk(const struct igd_create *create, struct igd_plan *plan)
{
	static const char put[] =
		"umask 077; rm -f -- \"$3\"; set -C; cat -- \"$1\" >\"$2\" && echo made >\"$3\"",
			  take_back[] =
				  "[ ! -e \"$3\" ] || ! cmp -s -- \"$1\" \"$2\" || rm -f -- \"$2\"";
	const char *empty = empty_of(create);
	const char *mark = igd_host_print(create->host, FOLDER "%s.made", create->name);
	const char *const make[] = { "qemu-img", "create", "-q", "-f", create->disk_format, "--",
		empty, create->disk_size, NULL };
	const char *const words[] = { "sh", "-c", put, "sh", empty, create->disk, mark, NULL };
	const char *const opposite[] = { "sh", "-c", take_back, "sh", empty, create->disk, mark,
		NULL };
	struct igd_step *step;

	if (!create->is_disk_new)
		return;
	step = add_command(plan, make, empty);
	step->title = igd_printf("Make an empty disk of %s", create->disk_size);
	step = add_command(plan, words, mark);
	step->title =
		igd_printf("Copy it to %s (undo removes that only as long as nothing has been "
			   "written to it)",
			create->disk);
	step->opposite = igd_words_copy(opposite);
}

static char *joined(const char *const *sentences, size_t count)
{
	struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < count; i++)
		igd_text_printf(&text, "%s%s", i ? " " : "", sentences[i]);
	return text.text;
}

static void add_definition(const struct igd_create *create, struct igd_plan *plan, bool has_notes)
{
	const char *path = igd_host_print(create->host, FOLDER "%s.xml", create->name);
	const struct igd_bytes *before = igd_host_bytes(create->host, path, IGD_VM_MAX_TEXT);
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_FILE);
	IGD_AUTOTEXT struct igd_text xml = { 0 };

	igd_host_forgive(create->host, path);
	igd_create_write(create, &xml);
	step->title = igd_printf("Write down how the VM %s is to be", create->name);
	if (has_notes)
		step->why = joined(create->notes, create->note_count);
	step->effect = IGD_EFFECT_VM;
	step->path = igd_strdup(path);
	igd_file_state_set(&step->before, before ? IGD_FILE_REGULAR : IGD_FILE_ABSENT,
		before ? before->data : NULL, before ? before->size : 0);
	igd_file_state_set(&step->after, IGD_FILE_REGULAR, xml.text, xml.size);
	step->mode = before ? 0 : DEFINITION_MODE;
}

/* What undo says that it keeps; the caller frees it. libvirt 11.3 src/qemu/qemu_conf.c has the folders. */
static char *kept_of(const struct igd_create *create)
{
	struct igd_text text = { 0 };

	igd_text_printf(&text, "the disk %s", create->disk);
	if (create->is_uefi)
		igd_text_printf(&text, "; the VM's UEFI variables, in /var/lib/libvirt/qemu/nvram");
	if (create->has_tpm)
		igd_text_printf(&text, "; its TPM, in " TPM_FOLDER "%s", create->uuid);
	return text.text;
}

/*
 * libvirt's schema looks first (`--validate`). Its opposite refuses as long as the VM runs: what is written before it, the disk above
 * all, is in use then. It goes by the UUID: where libvirt refuses to define the VM, because there is another of that name, that
 * one is left alone. A VM with UEFI variables is not undefined without saying what becomes of them; the TPM's state stays of
 * itself (persistent_state in write_devices.c), so that it is removed here.
 */
static void add_define(const struct igd_create *create, struct igd_plan *plan)
{
	static const char take_back[] =
		"v() { virsh --connect " SYSTEM " \"$@\"; }\n"
		"all=$(v list --all --uuid) || exit 1\n"
		"case $all in *\"$1\"*) ;; *) exit 0 ;; esac\n"
		"state=$(v domstate \"$1\") || exit 1\n"
		"if [ \"$state\" != 'shut off' ]; then\n"
		"\techo \"the VM $2 is not shut off, but: $state. Shut it down, then undo\" >&2\n"
		"\texit 1\n"
		"fi\n"
		"if cmp -s -- \"$3\" \"$4\"; then\n"
		"\tv undefine --nvram \"$1\" && rm -rf -- \"" TPM_FOLDER "$1\"\n"
		"else\n"
		"\tv undefine --keep-nvram \"$1\" && printf 'kept: %s\\n' \"$5\"\n"
		"fi";
	IGD_AUTOFREE char *path = igd_printf(FOLDER "%s.xml", create->name);
	IGD_AUTOFREE char *own = igd_printf(OWN_COPIES "%s.xml", create->name);
	IGD_AUTOFREE char *kept = kept_of(create);
	const char *empty = create->is_disk_new ? empty_of(create) : "";
	const char *const words[] = { "virsh", "--connect", SYSTEM, "define", "--validate", path,
		NULL };
	const char *const opposite[] = { "sh", "-c", take_back, "sh", create->uuid, create->name,
		empty, create->disk, kept, NULL };
	struct igd_step *step = add_command(plan, words, own);

	step->title = igd_printf("Have libvirt define the VM %s", create->name);
	step->opposite = igd_words_copy(opposite);
	step->is_gate = true;
}

static void add_chores(const struct igd_create *create, struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < create->chore_count; i++)
		igd_plan_add(plan, IGD_STEP_MANUAL)->title = igd_strdup(create->chores[i]);
}

void igd_create_plan(
	const struct igd_create *create, const char *program, bool has_notes, struct igd_plan *ret)
{
	begin(create, program, ret);
	add_definition(create, ret, has_notes);
	add_disk(create, ret);
	add_define(create, ret);
	add_chores(create, ret);
}
