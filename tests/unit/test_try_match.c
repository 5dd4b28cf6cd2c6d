// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_try_match - up --try-roms as a verb: which VM it takes on, what it asks of each run, and what it leaves behind
 *
 * The host is a recording and a run is made up; everything else is the program's own.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/up_try.h"
#include "core/host_private.h"
#include "fixes/oprom/pack.h"
#include "specimens/kinds.h"
#include "tests/unit/unit.h"

#define IGPU                                                                                       \
	"f /sys/bus/pci/devices/0000:00:02.0/vendor 0x8086\\n\n"                                   \
	"f /sys/bus/pci/devices/0000:00:02.0/device 0x4680\\n\n"                                   \
	"f /sys/bus/pci/devices/0000:00:02.0/class 0x030000\\n\n"
#define CONNECTION "f /.igd-doctor/libvirt/connection\n|uri qemu:///system\n|libvirt 11.3.0\n"
#define AGENT                                                                                      \
	"|    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/>"          \
	"</channel>\n"
#define HOSTDEV                                                                                    \
	"|    <hostdev mode='subsystem' type='pci' managed='yes'>\n|      <source>"                \
	"<address domain='0x0000' bus='0x00' slot='0x02' function='0x0'/></source>\n"              \
	"|    </hostdev>\n"
#define DOMAIN(state, file, devices)                                                               \
	"f /.igd-doctor/libvirt/domains\n|" state " win11\n"                                       \
	"f /.igd-doctor/libvirt/domain/win11/" file "\n"                                           \
	"|<domain type='kvm'>\n|  <name>win11</name>\n|  <memory unit='GiB'>8</memory>\n"          \
	"|  <vcpu>4</vcpu>\n|  <os firmware='efi'><type machine='q35'>hvm</type></os>\n"           \
	"|  <devices>\n" devices "|  </devices>\n|</domain>\n"

/* What the stand-ins below go by, and what they were asked. One at a time: there is one program. */
static struct {
	const char *nodes;
	bool says_yes, is_asked;
	int status; /* of the last complaint */
	char *complaint;
	size_t runs, works_at; /* the run that works, from 1; 0: none */
	char *roms;	       /* "c.rom trial, c.rom keep, " */
	bool has_seen_own;
	char *own;
	struct igd_options of_run;
} scene;

static void scene_done(void)
{
	free(scene.complaint);
	free(scene.roms);
	free(scene.own);
	memset(&scene, 0, sizeof(scene));
}

int igd_session_open(struct igd_session *session, const struct igd_options *options, bool list_only)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", scene.nodes);
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	assert_false(list_only);
	assert_true(options->is_quiet);
	session->host = igd_host_new(source);
	return IGD_EXIT_OK;
}

void igd_session_done(struct igd_session *session)
{
	igd_host_free(session->host);
}

struct igd_report_style igd_options_style(const struct igd_options *options)
{
	(void)options;
	return (struct igd_report_style){ .version = "0.0.0", .width = 80 };
}

int igd_complain(enum igd_exit status, const char *format, ...)
{
	va_list args;

	free(scene.complaint);
	va_start(args, format);
	scene.complaint = igd_vprintf(format, args);
	va_end(args);
	return scene.status = (int)status;
}

bool igd_can_ask(void)
{
	return true;
}

bool igd_ask(const char *format, ...)
{
	(void)format;
	scene.is_asked = true;
	return scene.says_yes;
}

void igd_signals_hold(sigset_t *ret_before)
{
	sigprocmask(SIG_BLOCK, NULL, ret_before);
}

bool igd_signals_are_pending(void)
{
	return false;
}

const char *igd_up_stage_name(enum igd_up_stage stage)
{
	return stage == IGD_UP_DRIVER ? "driver" : "prepare";
}

const char *igd_up_state_name(enum igd_up_state state)
{
	return state == IGD_UP_BEGUN ? "begun" : "ok";
}

void igd_up_result_done(struct igd_up_result *result)
{
	free(result->what);
	*result = (struct igd_up_result){ 0 };
}

/* igd-doctor's own is a file that QEMU's user may read, as long as it takes. */
static void look_at_own(const char *path)
{
	struct stat status;

	if (!igd_starts_with(path, "/run/"))
		return;
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0644);
	scene.has_seen_own = true;
	free(scene.own);
	scene.own = igd_strdup(path);
}

int igd_up_run(const struct igd_up_request *request, struct igd_up_result *ret)
{
	char *before = scene.roms;
	size_t i;

	assert_int_equal(*request->rom, '/');
	assert_string_equal(request->vm, "win11");
	assert_int_equal(request->last, request->is_trial ? IGD_UP_DRIVER : IGD_UP_PREPARE);
	look_at_own(request->rom);
	scene.of_run = *request->options;
	scene.runs++;
	scene.roms = igd_printf("%s%s %s, ", before ? before : "", igd_basename(request->rom),
		request->is_trial ? "trial" : "keep");
	free(before);
	*ret = (struct igd_up_result){ .stage = request->last };
	for (i = 0; i <= (size_t)request->last; i++)
		ret->states[i] = IGD_UP_OK;
	ret->has_code = request->is_trial;
	ret->problem_code = scene.works_at && scene.runs >= scene.works_at ? 0 : 43;
	ret->is_done = !request->is_trial || ret->problem_code == 0;
	if (!ret->is_done)
		ret->states[ret->stage] = IGD_UP_FAILED;
	request->tick(request->context, request, ret);
	request->tell(request->context, request, ret, ret->states[ret->stage]);
	return ret->is_done ? IGD_EXIT_OK : IGD_EXIT_BLOCKED;
}

static char folder[] = "/tmp/igd-match.XXXXXX";

static int make_folder(void **state)
{
	static const char *const names[] = { "a.rom", "b.rom" };
	size_t i;

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	for (i = 0; i < 2; i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", folder, names[i]);
		const struct specimen_options options = { .version = names[i] };
		struct specimen rom = { 0 };
		FILE *file = fopen(path, "we");

		specimen_add_kind(&rom, "assignment", &options);
		if (!file || fwrite(rom.bytes, 1, rom.size, file) != rom.size || fclose(file) != 0)
			return -1;
		specimen_done(&rom);
	}
	return 0;
}

static int remove_folder(void **state)
{
	IGD_AUTOFREE char *a = igd_printf("%s/a.rom", folder);
	IGD_AUTOFREE char *b = igd_printf("%s/b.rom", folder);

	(void)state;
	return unlink(a) | unlink(b) | rmdir(folder);
}

static int run_verb(const char *nodes, bool is_agreed)
{
	const struct igd_options options = {
		.try_roms = folder, .format = "text", .is_agreed = is_agreed, .wait_ms = 1000
	};

	scene.nodes = nodes;
	return igd_up_try_roms(&options);
}

static void need_root(void)
{
	if (geteuid() != 0)
		skip();
}

#define FIT IGPU CONNECTION DOMAIN("off", "inactive.xml", AGENT HOSTDEV)

static void refuses(void **state)
{
	static const struct {
		const char *nodes, *complaint;
		int status;
	} rows[] = {
		{ IGPU CONNECTION "f /.igd-doctor/libvirt/domains\n", "no VM is defined",
			IGD_EXIT_DATA },
		{ IGPU CONNECTION DOMAIN("off", "inactive.xml", AGENT), "iGPU", IGD_EXIT_DATA },
		{ IGPU CONNECTION DOMAIN("off", "inactive.xml", HOSTDEV),
			"no channel for the QEMU guest agent", IGD_EXIT_UNKNOWN },
		{ IGPU CONNECTION DOMAIN("running", "live.xml", AGENT HOSTDEV),
			"shut it down first", IGD_EXIT_BLOCKED },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(run_verb(rows[i].nodes, true), rows[i].status);
		if (!strstr(scene.complaint, rows[i].complaint))
			fail_msg("%zu: %s", i, scene.complaint);
		assert_int_equal(scene.runs, 0);
		scene_done();
	}
}

static void refuses_a_folder(void **state)
{
	const struct igd_options options = {
		.try_roms = "/nowhere/at/all", .format = "text", .is_agreed = true
	};

	(void)state;
	scene.nodes = FIT;
	assert_int_equal(igd_up_try_roms(&options), IGD_EXIT_DATA);
	assert_true(igd_starts_with(scene.complaint, "/nowhere/at/all: "));
	scene_done();
}

static void keeps_the_one_that_works(void **state)
{
	(void)state;
	need_root();
	scene.works_at = 2;
	assert_int_equal(run_verb(FIT, true), IGD_EXIT_OK);
	assert_string_equal(scene.roms, "a.rom trial, b.rom trial, b.rom keep, ");
	assert_false(scene.is_asked);
	assert_true(scene.of_run.is_agreed && scene.of_run.is_quiet);
	assert_null(scene.of_run.try_roms);
	assert_int_equal(scene.of_run.wait_ms, 1000);
	scene_done();
}

/* The last among equals, and its file is gone afterwards. */
static void tries_its_own(void **state)
{
	(void)state;
	need_root();
	if (igd_oprom_embedded_driver.absent)
		skip();
	assert_int_equal(run_verb(FIT, true), IGD_EXIT_BLOCKED);
	assert_string_equal(scene.roms, "a.rom trial, b.rom trial, igd-doctor-4680.rom trial, ");
	assert_true(scene.has_seen_own);
	assert_int_equal(access(scene.own, F_OK), -1);
	assert_int_equal(errno, ENOENT);
	scene_done();
}

static void asks_once(void **state)
{
	(void)state;
	need_root();
	assert_int_equal(run_verb(FIT, false), IGD_EXIT_DEGRADED);
	assert_true(scene.is_asked);
	assert_int_equal(scene.runs, 0);
	scene_done();
	scene.says_yes = true;
	scene.works_at = 1;
	assert_int_equal(run_verb(FIT, false), IGD_EXIT_OK);
	assert_string_equal(scene.roms, "a.rom trial, a.rom keep, ");
	scene_done();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses),
		cmocka_unit_test(refuses_a_folder),
		cmocka_unit_test(keeps_the_one_that_works),
		cmocka_unit_test(tries_its_own),
		cmocka_unit_test(asks_once),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
