// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * query - a program that is asked a question: named, read-only commands, and no others
 *
 * This is the only file that starts a program. What is checked is what is executed: the binary is opened once,
 * and started by that descriptor. It gets two variables, the three descriptors and its own, no terminal, and no signal
 * ignored or blocked; it cannot gain privileges, leads a session of its own, and dies with this program.
 */
#include "core/query.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/child.h"

#define MAX_ARGUMENTS 4
#define PLACE IGD_RECORD_QUERY "/"

/* All that can ever be run. Neither opens a device, a display or a disk (QEMU softmmu/vl.c, qdev-monitor.c). */
static const struct {
	const char *name;
	const char *arguments[MAX_ARGUMENTS];
} queries[] = {
	{ "qemu-version", { "--version" } },
	{ "qemu-vfio-pci", { "-device", "vfio-pci,help" } },
};

/* By the letters themselves: what isalnum() takes for one depends on the locale. */
static bool is_plain(int letter)
{
	return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
	       (letter >= 'a' && letter <= 'z') || (letter && strchr("._+-", letter));
}

char *igd_path_encode(const char *place, const char *path)
{
	struct igd_text name = { 0 };
	const unsigned char *at;

	igd_text_printf(&name, "%s/", place);
	for (at = (const unsigned char *)path; *at; at++)
		igd_text_printf(&name, is_plain(*at) ? "%c" : "%%%02X", *at);
	return name.text;
}

static int hex(char digit)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = digit ? strchr(digits, digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* The letter behind a '%'; 0 for none, or for one that igd_path_encode() leaves as it is. */
static int escaped(const char *digits)
{
	int high = hex(digits[0]), low = high < 0 ? -1 : hex(digits[1]);
	int letter = low < 0 ? 0 : high * 16 + low;

	return is_plain(letter) ? 0 : letter;
}

/* Only what igd_path_encode() writes: a path has one name, so that nothing is asked twice by another. */
char *igd_path_decode(const char *name)
{
	IGD_AUTOTEXT struct igd_text path = { 0 };
	int letter;

	for (; *name; name++) {
		letter = is_plain((unsigned char)*name) ? (unsigned char)*name : 0;
		if (*name == '%') {
			letter = escaped(name + 1);
			name += letter ? 2 : 0;
		}
		if (!letter)
			return NULL;
		igd_text_add(&path, &(char){ (char)letter }, 1);
	}
	return path.size && *path.text == '/' ? IGD_TAKE_PTR(path.text) : NULL;
}

char *igd_query_path(const char *name, const char *binary)
{
	IGD_AUTOFREE char *place = igd_printf(PLACE "%s", name);

	return igd_path_encode(place, binary);
}

char *igd_query_binary(const char *path)
{
	const char *slash = igd_starts_with(path, PLACE) ? strchr(path + strlen(PLACE), '/') : NULL;

	return slash ? igd_path_decode(slash + 1) : NULL;
}

/* The arguments of the query whose name these bytes are; NULL for none. */
static const char *const *find(const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		if (strlen(queries[i].name) == length &&
			strncmp(queries[i].name, name, length) == 0)
			return queries[i].arguments;
	}
	return NULL;
}

char *igd_query_command(const char *name, const char *binary)
{
	const char *const *arguments = find(name, strlen(name));
	struct igd_text command = { 0 };
	int i;

	igd_text_add(&command, binary, strlen(binary));
	for (i = 0; arguments && i < MAX_ARGUMENTS && arguments[i]; i++)
		igd_text_printf(&command, " %s", arguments[i]);
	return command.text;
}

static bool is_ours_alone(const struct stat *status)
{
	return (status->st_uid == 0 || status->st_uid == geteuid()) &&
	       !(status->st_mode & (S_IWGRP | S_IWOTH));
}

/* The directory that the opened file lies in, links resolved. */
static bool directory_of(int fd, struct stat *ret)
{
	IGD_AUTOFREE char *self = igd_printf("/proc/self/fd/%d", fd);
	char path[IGD_TREE_MAX_PATH];
	ssize_t size = readlink(self, path, sizeof(path) - 1);

	if (size <= 0 || *path != '/')
		return false;
	path[size] = '\0';
	strrchr(path, '/')[1] = '\0';
	return stat(path, ret) == 0;
}

static int refuse(struct igd_error *reterr, const char *binary, int error, const char *why)
{
	return igd_error_set(reterr, error, "%s: %s", binary, why);
}

/* A descriptor to execute, or a negative errno. It is none of the standard ones. */
static int open_trusted(const char *binary, struct igd_error *reterr)
{
	IGD_AUTOCLOSE int first = open(binary, O_PATH | O_CLOEXEC);
	IGD_AUTOCLOSE int fd = first < 0 ? first : fcntl(first, F_DUPFD_CLOEXEC, 3);
	struct stat status, directory;

	if (fd < 0 || fstat(fd, &status) < 0)
		return refuse(reterr, binary, errno, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return refuse(reterr, binary, EINVAL, "not a program");
	if (!(status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)))
		return refuse(reterr, binary, EACCES, "cannot be executed");
	if (status.st_mode & (S_ISUID | S_ISGID))
		return refuse(reterr, binary, EPERM, "not started: it is setuid or setgid");
	if (!is_ours_alone(&status))
		return refuse(reterr, binary, EPERM,
			"not started: others than root and you own it or may write to it");
	if (!directory_of(fd, &directory) || !is_ours_alone(&directory))
		return refuse(reterr, binary, EPERM,
			"not started: others than root and you own or may write to its directory");
	return igd_take_fd(&fd);
}

int igd_query_trust(const char *binary, struct igd_error *reterr)
{
	IGD_AUTOCLOSE int fd = open_trusted(binary, reterr);

	return fd < 0 ? fd : 0;
}

struct command {
	int program;
	const char *argv[MAX_ARGUMENTS + 2];
};

static int become(void *context, int out)
{
	const struct command *command = context;
	char path[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin", locale[] = "LC_ALL=C";
	char *environment[] = { path, locale, NULL };

	igd_child_keep_only(out, true);
	/* A script's interpreter opens the script by this descriptor. */
	if (dup2(out, STDOUT_FILENO) < 0 || fcntl(command->program, F_SETFD, 0) < 0)
		return EXIT_FAILURE;
	fexecve(command->program, (char *const *)(uintptr_t)command->argv, environment);
	return EXIT_FAILURE;
}

static int run(struct command *command, struct igd_text *ret)
{
	struct igd_child child;
	int error = igd_child_start(&child, become, command, IGD_QUERY_TIMEOUT_MS);

	return error ? error : igd_child_hear(&child, IGD_QUERY_MAX_BYTES, ret);
}

/* Where distributions put QEMU, and administrators their own; NixOS has the last two. Only root writes there. */
static const char *const system_places[] = { "/usr/bin", "/bin", "/usr/libexec", "/usr/local/bin",
	"/run/current-system/sw/bin", "/run/libvirt/nix-emulators" };

/* What QEMU for x86 is called there: Debian and Arch, Red Hat, Ubuntu until 22.04. */
static const char *const system_names[] = { "qemu-system-x86_64", "qemu-system-i386", "qemu-kvm",
	"kvm", "kvm-spice", "qemu-system-x86_64-spice" };

static bool is_among(const char *text, size_t length, const char *const *list, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (strlen(list[i]) == length && strncmp(text, list[i], length) == 0)
			return true;
	}
	return false;
}

bool igd_query_is_of_system(const char *path)
{
	IGD_AUTOFREE char *binary = igd_query_binary(path);
	const char *name = binary ? igd_basename(binary) : "";

	return *name &&
	       is_among(binary, (size_t)(name - binary) - 1, system_places,
		       sizeof(system_places) / sizeof(*system_places)) &&
	       is_among(name, strlen(name), system_names,
		       sizeof(system_names) / sizeof(*system_names));
}

void igd_query_answer(const struct igd_question *question, struct igd_answer *ret)
{
	IGD_AUTOFREE char *binary = igd_query_binary(question->path);
	const char *name = binary ? question->path + strlen(PLACE) : "";
	const char *const *arguments = find(name, strcspn(name, "/"));
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct command command = { .argv = { binary } };
	int i;

	if (!arguments || question->ask != IGD_ASK_READ) {
		ret->error = ENODATA;
		return;
	}
	for (i = 0; i < MAX_ARGUMENTS && arguments[i]; i++)
		command.argv[i + 1] = arguments[i];
	command.program = open_trusted(binary, NULL);
	ret->error = command.program < 0 ? -command.program : run(&command, &text);
	igd_close_at(&command.program);
	if (!ret->error && text.size > question->limit)
		ret->error = EFBIG;
	ret->size = text.size;
	ret->bytes = IGD_TAKE_PTR(text.text);
}
