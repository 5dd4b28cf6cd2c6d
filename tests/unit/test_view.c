// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_view - what those who ask for the VM under examination are told, and what sticks to them; QEMU processes
 *
 * Which VM is meant is tested by the fixtures of vm.found.
 *
 * not under valgrind: it would examine the shell instead
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/given.h"
#include "core/host_private.h"
#include "facts/vm/view.h"
#include "tests/unit/unit.h"

#define PCI "/sys/bus/pci/devices/0000:00:02.0/"
#define IGPU "f " PCI "vendor 0x8086\\n\nf " PCI "device 0x4680\\n\nf " PCI "class 0x030000\\n\n"
#define HEAD IGD_TREE_MAGIC "\n" IGPU

static struct igd_host *recorded(const char *text)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

/* What sticks to a check that does nothing but ask for the VM; "" for nothing. The caller frees it. */
static char *stuck_by(struct igd_host *host, bool wants_vm)
{
	const struct igd_stuck *stuck;
	struct igd_trace trace;
	char *text;

	igd_host_begin(host);
	if (wants_vm)
		igd_vm_get(host);
	else
		igd_vm_view(host);
	trace = igd_host_end(host);
	stuck = igd_trace_first(&trace);
	text = stuck ? igd_printf("%s %s", stuck->path, igd_errno_name(stuck->error))
		     : igd_strdup("");
	igd_trace_done(&trace);
	return text;
}

static void test_what_sticks(void **state)
{
	static const struct {
		const char *tree, *stuck;
		enum igd_vm_state state;
	} cases[] = {
		{ HEAD, "", IGD_VM_NONE },
		{ HEAD "a " IGD_LIBVIRT_DIR "/connection\n", "", IGD_VM_NONE },
		{ HEAD "e " IGD_LIBVIRT_DIR "/connection EACCES\n", "libvirt EACCES",
			IGD_VM_UNREADABLE },
		{ HEAD "e " IGD_LIBVIRT_DIR "/connection ETIMEDOUT\n", "libvirt ETIMEDOUT",
			IGD_VM_UNREADABLE },
		{ HEAD "e " IGD_LIBVIRT_DIR "/connection ECONNREFUSED\n", "", IGD_VM_UNREADABLE },
		{ HEAD "e " IGD_LIBVIRT_DIR "/connection ENOPKG\n", "", IGD_VM_UNREADABLE },
		{ HEAD "e /etc/pve/qemu-server EACCES\n", "/etc/pve/qemu-server EACCES",
			IGD_VM_UNREADABLE },
		{ HEAD "f " IGD_GIVEN "vm /root/x\\n\nf " IGD_VM_FILE " junk\n", "",
			IGD_VM_MALFORMED },
		{ HEAD "f " IGD_GIVEN "vm /root/x\\n\ne " IGD_VM_FILE " EACCES\n",
			IGD_VM_FILE " EACCES", IGD_VM_UNREADABLE },
		{ HEAD "f " IGD_GIVEN "vm x\\n\na " IGD_LIBVIRT_DIR "/connection\n", "",
			IGD_VM_NOT_FOUND },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_host *host = recorded(cases[i].tree);
		const struct igd_vm_view *view = igd_vm_view(host);
		IGD_AUTOFREE char *stuck = stuck_by(host, true);

		assert_int_equal(view->state, cases[i].state);
		assert_string_equal(stuck, cases[i].stuck);
		assert_null(igd_vm_get(host));
		assert_non_null(igd_vm_why_none(host));
		assert_true(*igd_vm_why_none(host) && *view->where);
		assert_null(igd_vm_igpu(host));
		igd_host_free(host);
	}
}

/* The view itself makes nobody UNKNOWN: a check that has no use for a VM may look. */
static void test_view_does_not_stick(void **state)
{
	struct igd_host *host = recorded(HEAD "e " IGD_LIBVIRT_DIR "/connection EACCES\n");
	IGD_AUTOFREE char *stuck = stuck_by(host, false);

	(void)state;
	assert_string_equal(stuck, "");
	assert_int_equal(igd_vm_view(host)->error, EACCES);
	igd_host_free(host);
}

#define XML                                                                                        \
	"|<domain type='kvm'><name>win11</name>\n"                                                 \
	"|<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>\n"                        \
	"|<hostdev mode='subsystem' type='pci'><source>\n"                                         \
	"|<address domain='0' bus='0' slot='2' function='0'/></source></hostdev>\n"                \
	"|</devices></domain>\n"
#define DOMAIN(place, state)                                                                       \
	"f " IGD_LIBVIRT_DIR "/connection uri\\x20" place "\\n\n"                                  \
	"f " IGD_LIBVIRT_DIR "/domains " state "\\x20win11\\n\n"                                   \
	"f " IGD_LIBVIRT_DIR "/domain/win11/inactive.xml\n" XML

static void test_found(void **state)
{
	struct igd_host *host = recorded(HEAD DOMAIN("qemu:///system", "off"));
	const struct igd_vm_view *view = igd_vm_view(host);
	struct igd_trace trace;

	(void)state;
	assert_int_equal(view->state, IGD_VM_FOUND);
	assert_true(view->is_of_this_host && !view->is_named);
	assert_int_equal(view->candidate_count, 1);
	assert_true(view->candidates[0].has_igpu && !view->candidates[0].is_running);
	assert_string_equal(view->candidates[0].where, "libvirt qemu:///system");
	igd_host_begin(host);
	assert_ptr_equal(igd_vm_get(host), view->vm);
	trace = igd_host_end(host);
	assert_string_equal(trace.citations[trace.citation_count - 1].source, view->vm->where);
	assert_string_equal(trace.citations[trace.citation_count - 1].excerpt, "the VM win11");
	igd_trace_done(&trace);
	assert_string_equal(view->vm->where, "virsh dumpxml --inactive win11");
	assert_int_equal(view->vm->is_running, IGD_VM_NO);
	assert_string_equal(igd_vm_igpu(host)->host, "0000:00:02.0");
	igd_host_free(host);
}

/* What another machine's libvirt runs its VMs with is not here. */
static void test_of_this_host(void **state)
{
	static const struct {
		const char *tree;
		bool is_of_this_host;
	} cases[] = {
		{ HEAD DOMAIN("qemu:///session", "off"), true },
		{ HEAD DOMAIN("qemu+unix:///system", "off"), true },
		{ HEAD DOMAIN("qemu+ssh://root@elsewhere/system", "off"), false },
		{ HEAD "f " IGD_GIVEN "vm /root/x\\n\nf " IGD_VM_FILE "\n" XML, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_host *host = recorded(cases[i].tree);

		assert_int_equal(igd_vm_view(host)->state, IGD_VM_FOUND);
		assert_int_equal(igd_vm_view(host)->is_of_this_host, cases[i].is_of_this_host);
		igd_host_free(host);
	}
}

static char *make_file(const char *text, size_t size)
{
	char *path = igd_strdup("/tmp/igd-test-view.XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)size), 0);
	assert_int_equal(pwrite(fd, text, strlen(text), 0), (ssize_t)strlen(text));
	close(fd);
	return path;
}

/* A file of this machine beside a recording that has a VM of its own; it is recorded with it. */
static void test_file(void **state)
{
	static const char xml[] = "<domain type='kvm'><name>mine</name></domain>";
	struct igd_host *host =
		recorded(HEAD "f " IGD_GIVEN "vm /root/x\\n\nf " IGD_VM_FILE "\n" XML);
	IGD_AUTOFREE char *path = make_file(xml, strlen(xml));
	IGD_AUTOFREE char *text = NULL;
	struct igd_error error;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	assert_int_equal(igd_source_give(igd_host_source(host), "vm", path, &error), 0);
	assert_string_equal(igd_vm_get(host)->name, "mine");
	assert_string_equal(igd_vm_get(host)->where, path);
	assert_int_equal(igd_host_record(host, file), 0);
	fclose(file);
	igd_host_free(host);
	unlink(path);
	host = recorded(text);
	assert_string_equal(igd_vm_get(host)->name, "mine");
	igd_host_free(host);
}

/* A name beside a recording: the file that the recording had is not the one that is meant. */
static void test_name(void **state)
{
	struct igd_host *host = recorded(HEAD "f " IGD_GIVEN "vm /root/x\\n\nf " IGD_VM_FILE
					      " junk\n" DOMAIN("qemu:///system", "off"));
	struct igd_error error;

	(void)state;
	assert_int_equal(igd_source_give(igd_host_source(host), "vm", "win11", &error), 0);
	assert_string_equal(igd_host_given(host, "vm"), "win11");
	assert_int_equal(igd_host_open(host, IGD_GIVEN "vm"), -ENOTSUP);
	assert_null(igd_host_text(host, IGD_VM_FILE));
	assert_string_equal(igd_vm_get(host)->name, "win11");
	assert_true(igd_vm_view(host)->is_named);
	igd_host_free(host);
}

static void test_bad_files(void **state)
{
	struct igd_host *host = igd_host_new(igd_source_live());
	IGD_AUTOFREE char *path = make_file("<domain>", IGD_VM_MAX_TEXT + 1);
	struct igd_error error;

	(void)state;
	assert_int_equal(
		igd_source_give(igd_host_source(host), "vm", "/nowhere/x", &error), -ENOENT);
	assert_int_equal(igd_source_give(igd_host_source(host), "vm", "./", &error), -EINVAL);
	assert_int_equal(igd_source_give(igd_host_source(host), "vm", "a\nb", &error), -EINVAL);
	assert_int_equal(igd_source_give(igd_host_source(host), "vm", path, &error), 0);
	assert_int_equal(igd_vm_view(host)->state, IGD_VM_UNREADABLE);
	assert_int_equal(igd_vm_view(host)->error, EFBIG);
	igd_host_free(host);
	unlink(path);
}

static void copy_shell(const char *path)
{
	IGD_AUTOCLOSE int from = open("/bin/sh", O_RDONLY | O_CLOEXEC);
	IGD_AUTOCLOSE int to = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
	struct stat status;

	assert_true(from >= 0 && to >= 0);
	assert_int_equal(fstat(from, &status), 0);
	assert_int_equal(sendfile(to, from, NULL, (size_t)status.st_size), status.st_size);
}

/* A process whose program is called so, until its input ends; returns that input. */
static int run_as(const char *path, pid_t *ret_pid)
{
	int ends[2], ready[2];
	char byte;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	*ret_pid = fork();
	if (*ret_pid == 0) {
		dup2(ends[0], STDIN_FILENO);
		dup2(ready[1], STDOUT_FILENO);
		execl(path, path, "-c", "echo x; read line", "-name", "a vm", "-device",
			"vfio-pci,host=0000:00:02.0", (char *)NULL);
		_exit(EXIT_FAILURE);
	}
	close(ends[0]);
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return ends[1];
}

/* By the program's path as root and its user see it, by its name as others do. */
static void test_processes(void **state)
{
	char root[] = "/tmp/igd-test-view.XXXXXX";
	IGD_AUTOFREE char *qemu = NULL, *other = NULL, *line = NULL, *theirs = NULL;
	struct igd_host *host = igd_host_new(igd_source_live());
	pid_t pid, other_pid;
	const char *list;
	int input, other_input;

	(void)state;
	assert_non_null(mkdtemp(root));
	qemu = igd_printf("%s/qemu-system-x86_64", root);
	other = igd_printf("%s/kvmtool", root);
	copy_shell(qemu);
	copy_shell(other);
	input = run_as(qemu, &pid);
	other_input = run_as(other, &other_pid);
	line = igd_printf("%d %s\n", pid, qemu);
	theirs = igd_printf("%d ", other_pid);
	list = igd_host_text(host, IGD_PROCESSES_QEMU);
	assert_non_null(list);
	assert_non_null(strstr(list, line));
	assert_null(strstr(list, theirs));
	assert_null(igd_host_text(host, IGD_PROCESSES_DIR "/other"));
	igd_host_free(host);
	close(input);
	close(other_input);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(waitpid(other_pid, NULL, 0), other_pid);
	unlink(qemu);
	unlink(other);
	rmdir(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_sticks),
		cmocka_unit_test(test_view_does_not_stick),
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_of_this_host),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_bad_files),
		cmocka_unit_test(test_processes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
