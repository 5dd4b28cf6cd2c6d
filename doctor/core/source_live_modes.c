// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_modes - who may reach a file of the running system: owner and mode of it and of all directories
 * above it
 *
 * One line each: "TYPE MODE UID GID SIZE LABEL PATH\n", for the path as it is written and, where that leads
 * through links, once more for where it leads to. TYPE is d for a directory, f for a file, c for a device, o for
 * anything else; MODE is octal, with a + behind it where an access control list says more; LABEL is the SELinux label or "-".
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "core/query.h"

static char type_of(mode_t mode)
{
	if (S_ISDIR(mode))
		return 'd';
	if (S_ISREG(mode))
		return 'f';
	return S_ISCHR(mode) || S_ISBLK(mode) ? 'c' : 'o';
}

static int add_one(const char *path, struct igd_text *list)
{
	char label[256];
	struct stat status;
	ssize_t size;

	if (stat(path, &status) < 0)
		return errno;
	size = getxattr(path, "security.selinux", label, sizeof(label) - 1);
	label[size > 0 ? size : 0] = '\0';
	if (!*label || strpbrk(label, " \n\t"))
		strcpy(label, "-");
	size = getxattr(path, "system.posix_acl_access", NULL, 0);
	igd_text_printf(list, "%c %04o%s %u %u %llu %s %s\n", type_of(status.st_mode),
		status.st_mode & 07777, size > 0 ? "+" : "", status.st_uid, status.st_gid,
		(unsigned long long)status.st_size, label, path);
	return 0;
}

static int add_all(const char *path, struct igd_text *list)
{
	IGD_AUTOFREE char *copy = igd_strdup(path);
	int error = add_one("/", list);
	char *slash;

	for (slash = strchr(copy + 1, '/'); slash && !error; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		error = add_one(copy, list);
		*slash = '/';
	}
	return error ? error : add_one(path, list);
}

void igd_source_live_modes(const struct igd_question *question, struct igd_answer *ret)
{
	IGD_AUTOFREE char *path = igd_path_decode(question->path + strlen(IGD_RECORD_MODES "/"));
	IGD_AUTOFREE char *real = path ? realpath(path, NULL) : NULL;
	struct igd_text list = { 0 };

	igd_text_add(&list, "", 0);
	ret->error = !path || question->ask != IGD_ASK_READ ? ENODATA : add_all(path, &list);
	/* A link can lead to a name that would be read as lines of its own. */
	if (!ret->error && (strchr(path, '\n') || (real && strchr(real, '\n'))))
		ret->error = EBADMSG;
	if (!ret->error && real && strcmp(real, path) != 0)
		ret->error = add_all(real, &list);
	ret->bytes = list.text;
	ret->size = list.size;
}
