// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_try - up --try-roms: the VM is started with one option ROM after the other, until the guest's driver runs
 *
 * Each round is a run of `up` up to the guest's display driver, which leaves nothing behind (igd_up_request.is_trial). The
 * ROM that works is then given to the VM by a plan like any other. Signals that end a program are held back meanwhile: a
 * run asks for them, puts everything back, and the table of what was tried so far is printed all the same.
 */
#include "cli/up_try.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/pool.h"
#include "facts/host/igpu.h"
#include "facts/recipe/qemu_vm.h"
#include "fixes/apply/own_rom.h"

/* Of a ROM's name beside the stage and the time, on a line of a terminal. */
#define NAME_SHOWN 32

/* A tournament on this machine. */
struct match {
	const struct igd_options *options;
	struct igd_options of_run; /* those of each run */
	struct igd_report_style style;
	struct igd_tries tries;
	bool is_json, is_terminal;
	char *vm;
	char *own_folder, *own_path; /* of igd-doctor's own ROM, as long as it takes; NULL */
};

static bool is_interrupted(void *context)
{
	(void)context;
	return igd_signals_are_pending();
}

static double now(void *context)
{
	(void)context;
	return (double)igd_now_ms() / 1000.0;
}

static void clear_line(const struct match *match)
{
	if (match->is_terminal)
		fputs("\r\x1b[K", stderr);
}

static void tick(
	void *context, const struct igd_up_request *request, const struct igd_up_result *result)
{
	const struct match *match = context;
	const struct igd_tries *tries = &match->tries;
	unsigned seconds = (unsigned)result->seconds[result->stage];

	(void)request;
	if (match->is_terminal && tries->tried)
		fprintf(stderr, "\r\x1b[KROM %zu of %zu, %.*s: %s, %u:%02u", tries->tried,
			tries->to_try, NAME_SHOWN, tries->items[tries->tried - 1].name,
			igd_up_stage_name(result->stage), seconds / 60, seconds % 60);
}

/* A stage has begun or ended; what happens within it is for the table. */
static void tell_stage(void *context, const struct igd_up_request *request,
	const struct igd_up_result *result, enum igd_up_state state)
{
	struct match *match = context;

	if (result->event || result->is_over)
		return;
	if (match->is_json)
		igd_tries_json_stage(&match->tries, result->stage, state, stdout);
	else
		tick(context, request, result);
}

static void tell(void *context, const struct igd_tries *tries, const struct igd_try *rom)
{
	const struct match *match = context;

	clear_line(match);
	if (match->is_json)
		igd_tries_json_one(tries, rom, stdout);
	else if (rom->outcome != IGD_TRY_WAITING && !match->options->is_quiet)
		igd_tries_print_one(tries, rom, &match->style, stdout);
}

static int run(
	struct match *match, const struct igd_try *rom, bool is_trial, struct igd_up_result *ret)
{
	const struct igd_up_request request = { .options = &match->of_run,
		.vm = match->vm,
		.rom = rom->path,
		.last = is_trial ? IGD_UP_DRIVER : IGD_UP_PREPARE,
		.is_trial = is_trial,
		.tell = tell_stage,
		.tick = tick,
		.context = match };
	int status = igd_up_run(&request, ret);

	clear_line(match);
	return status;
}

static void attempt(void *context, const struct igd_try *rom, struct igd_up_result *ret)
{
	run(context, rom, true, ret);
}

static int keep(void *context, const struct igd_try *rom, struct igd_up_result *ret)
{
	int status = run(context, rom, false, ret);

	return ret->is_done ? IGD_EXIT_OK : status;
}

/* A file of some KiB in memory, into an empty folder of our own. */
static bool put(const char *path, const struct igd_text *bytes)
{
	IGD_AUTOCLOSE int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	return fd >= 0 && fchmod(fd, 0644) == 0 &&
	       write(fd, bytes->text, bytes->size) == (ssize_t)bytes->size;
}

/* igd-doctor's own is written to where runs can read it from: they take files. */
static void add_own(struct match *match, struct igd_host *host)
{
	IGD_AUTOFREE char *folder = igd_strdup("/run/igd-doctor.XXXXXX");
	IGD_AUTOTEXT struct igd_text rom = { 0 };
	struct igd_error error = { 0 };

	if (igd_own_rom(host, &rom, &error) < 0)
		return;
	if (!mkdtemp(folder) || chmod(folder, 0755) < 0)
		return;
	match->own_folder = IGD_TAKE_PTR(folder);
	match->own_path =
		igd_printf("%s/igd-doctor-%04x.rom", match->own_folder, match->tries.target.device);
	if (put(match->own_path, &rom))
		igd_tries_add(&match->tries, match->own_path, true,
			&(struct igd_bytes){ rom.text, rom.size });
}

static void match_done(struct match *match)
{
	if (match->own_path)
		unlink(match->own_path);
	if (match->own_folder)
		rmdir(match->own_folder);
	free(match->own_path);
	free(match->own_folder);
	free(match->vm);
	igd_tries_done(&match->tries);
}

static int look_at_options(const struct igd_options *options)
{
	if (options->is_keeping)
		return igd_complain(IGD_EXIT_USAGE,
			"--try-roms stops the VM after each ROM: --keep does not go with it");
	if (geteuid() == 0 && !options->is_agreed &&
		(strcmp(options->format, "json") == 0 || !igd_can_ask()))
		return igd_complain(IGD_EXIT_USAGE, "there is nobody to ask: --yes starts at once");
	return IGD_EXIT_OK;
}

/* Without the guest's own word it would be a guess. */
static int refuse_blind(const struct igd_vm *vm)
{
	return igd_complain(IGD_EXIT_UNKNOWN,
		"the VM %s has no channel for the QEMU guest agent, so that nobody could tell with which ROM the "
		"guest's display driver runs. Add `<channel type='unix'><target type='virtio' "
		"name='org.qemu.guest_agent.0'/></channel>` to its <devices> (`virsh edit`), and install "
		"the agent in the guest (Windows: virtio-win-guest-tools). Nothing was started.",
		vm->name);
}

static int look_at_vm(struct igd_host *host)
{
	const struct igd_vm_view *view = igd_vm_view(host);
	const struct igd_vm *vm = view->vm;

	if (!vm)
		return igd_complain(IGD_EXIT_DATA, "%s", igd_vm_why_none(host));
	if (!igd_vm_igpu(host) || !igd_igpu_get(host))
		return igd_complain(IGD_EXIT_DATA, "the VM %s is not given the iGPU", vm->name);
	if (vm->origin != IGD_VM_LIBVIRT || !view->is_of_this_host)
		return igd_complain(IGD_EXIT_DATA,
			"%s: only a VM of this machine's libvirt can be started here", vm->where);
	if (vm->is_running == IGD_VM_YES)
		return igd_complain(IGD_EXIT_BLOCKED,
			"the VM %s is running: shut it down first, each ROM is tried from a start on",
			vm->name);
	return vm->has_agent == IGD_VM_NO ? refuse_blind(vm) : IGD_EXIT_OK;
}

/* What the ROMs are judged for. */
static void aim(struct igd_host *host, struct igd_try_target *ret)
{
	const struct igd_vm *vm = igd_vm_view(host)->vm;
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_qemu_vm *qemu = igd_qemu_vm(host);
	const struct igd_recipe_comparison *recipe = igd_recipe_get(host);

	ret->device = igpu->device;
	ret->use = (struct igd_rom_use){ .firmware = vm->firmware.kind,
		.chipset = vm->machine.chipset,
		.has_lpc = qemu && (igd_vm_switch(&qemu->it.hostdev->properties, "x-igd-lpc") ==
						   IGD_VM_YES ||
					   qemu->outcome.opregion == IGD_OPREGION_BY_LEGACY),
		.is_legacy = recipe && recipe->nearest == IGD_RECIPE_LEGACY,
		.generation = igpu->model ? igpu->model->generation : 0 };
}

/* Which there are, in order. */
static int prepare(struct match *match)
{
	const char *only[] = { "platform.igpu", NULL };
	IGD_CLEANUP(igd_session_done) struct igd_session session = { 0 };
	struct igd_options options = *match->options;
	struct igd_error error = { 0 };
	int status;

	options.only = (struct igd_words){ only, 1 };
	options.skip = (struct igd_words){ 0 };
	options.is_quiet = true;
	status = igd_session_open(&session, &options, false);
	if (status == IGD_EXIT_OK)
		status = look_at_vm(session.host);
	if (status != IGD_EXIT_OK)
		return status;
	match->vm = igd_strdup(igd_vm_view(session.host)->vm->name);
	aim(session.host, &match->tries.target);
	if (igd_tries_read(&match->tries, match->options->try_roms, &error) < 0)
		return igd_complain(error.code == EACCES ? IGD_EXIT_PERMISSION : IGD_EXIT_DATA,
			"%s", error.message);
	add_own(match, session.host);
	igd_tries_rank(&match->tries);
	return IGD_EXIT_OK;
}

static void print_order(const struct match *match)
{
	IGD_AUTOFREE char *vm = igd_printable(match->vm, strlen(match->vm), 200);

	if (match->is_json)
		igd_tries_json_begin(&match->tries, vm, stdout);
	else if (match->tries.to_try && !match->options->is_quiet)
		igd_tries_print_order(&match->tries, vm, &match->style, stdout);
}

static int play(struct match *match)
{
	const struct igd_try_ops ops = { .context = match,
		.now = now,
		.is_interrupted = is_interrupted,
		.attempt = attempt,
		.keep = keep,
		.tell = tell };
	sigset_t before;
	int status;

	igd_signals_hold(&before);
	status = igd_tries_run(&match->tries, &ops);
	if (match->is_json)
		igd_tries_json_end(&match->tries, stdout);
	else
		igd_tries_print(&match->tries, &match->style, stdout);
	/* What has come is answered with the exit status, now that all is put back. */
	if (status != IGD_EXIT_INTERRUPTED)
		sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}

int igd_up_try_roms(const struct igd_options *options)
{
	IGD_CLEANUP(match_done)
	struct match match = { .options = options,
		.of_run = *options,
		.style = igd_options_style(options),
		.is_json = strcmp(options->format, "json") == 0 };
	int status = look_at_options(options);

	if (status != IGD_EXIT_OK)
		return status;
	match.is_terminal = isatty(STDERR_FILENO) && !options->is_quiet && !match.is_json;
	match.of_run.is_agreed = match.of_run.is_quiet = match.of_run.is_restoring = true;
	match.of_run.try_roms = NULL;
	match.of_run.format = "text";
	status = prepare(&match);
	if (status != IGD_EXIT_OK)
		return status;
	print_order(&match);
	if (match.tries.to_try && geteuid() != 0)
		return igd_complain(IGD_EXIT_PERMISSION,
			"only root can change the VM's definition and take that back: give the same "
			"command to `sudo`; nothing was started");
	if (match.tries.to_try && !options->is_agreed && !igd_ask("Try them?")) {
		puts("Nothing was started.");
		return IGD_EXIT_DEGRADED;
	}
	return play(&match);
}
