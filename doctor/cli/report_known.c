// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_known - what only the running machine tells of itself, for the redactor
 *
 * None of it is evidence, so it is read here and not through a host: what was never recorded cannot leak. Where a file
 * is missing or refused there is one thing less to know; what the evidence itself defines is found all the same.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <glob.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cli/report.h"

/* Persons, as distributions number them (login.defs UID_MIN, UID_MAX); 65534 is nobody. */
#define FIRST_PERSON 1000u
#define LAST_PERSON 60000u

static const struct {
	const char *pattern; /* glob(3) */
	enum igd_private kind;
} files[] = {
	{ "/sys/class/dmi/id/product_serial", IGD_PRIVATE_SERIAL },
	{ "/sys/class/dmi/id/board_serial", IGD_PRIVATE_SERIAL },
	{ "/sys/class/dmi/id/chassis_serial", IGD_PRIVATE_SERIAL },
	{ "/sys/class/dmi/id/*_asset_tag", IGD_PRIVATE_SERIAL },
	{ "/sys/class/dmi/id/product_uuid", IGD_PRIVATE_UUID },
	{ "/etc/machine-id", IGD_PRIVATE_MACHINE_ID },
	{ "/var/lib/dbus/machine-id", IGD_PRIVATE_MACHINE_ID },
	{ "/proc/sys/kernel/random/boot_id", IGD_PRIVATE_UUID },
	{ "/etc/hostname", IGD_PRIVATE_HOST },
	{ "/sys/class/net/*/address", IGD_PRIVATE_MAC },
	{ "/sys/class/nvme/*/serial", IGD_PRIVATE_SERIAL },
	{ "/sys/block/*/device/serial", IGD_PRIVATE_SERIAL },
	{ "/sys/bus/usb/devices/*/serial", IGD_PRIVATE_SERIAL },
};

/* The first line of a small file. */
static void know_file(struct igd_redactor *redactor, enum igd_private kind, const char *path)
{
	char line[512];
	IGD_AUTOCLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	ssize_t size = fd < 0 ? -1 : igd_read(fd, line, sizeof(line) - 1);
	size_t length;

	if (size <= 0)
		return;
	line[size] = '\0';
	length = strcspn(line, "\n");
	while (length && line[length - 1] == ' ')
		length--;
	line[length] = '\0';
	igd_redactor_know(redactor, kind, line);
}

static void know_files(struct igd_redactor *redactor)
{
	glob_t found;
	size_t i, k;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (glob(files[i].pattern, GLOB_NOSORT, NULL, &found) == 0) {
			for (k = 0; k < found.gl_pathc; k++)
				know_file(redactor, files[i].kind, found.gl_pathv[k]);
		}
		globfree(&found);
	}
}

/* "tower.example.org" is known as a whole, as the machine's name and as the network's. */
static void know_host(struct igd_redactor *redactor)
{
	struct utsname names;
	char *dot;

	if (uname(&names) < 0)
		return;
	igd_redactor_know(redactor, IGD_PRIVATE_HOST, names.nodename);
	dot = strchr(names.nodename, '.');
	if (dot) {
		igd_redactor_know(redactor, IGD_PRIVATE_DOMAIN_NAME, dot + 1);
		*dot = '\0';
		igd_redactor_know(redactor, IGD_PRIVATE_HOST, names.nodename);
	}
	if (strcmp(names.domainname, "(none)") != 0)
		igd_redactor_know(redactor, IGD_PRIVATE_DOMAIN_NAME, names.domainname);
}

static void know_person(struct igd_redactor *redactor, const struct passwd *person)
{
	IGD_AUTOFREE char *name = igd_strndup(person->pw_gecos, strcspn(person->pw_gecos, ",\n"));

	igd_redactor_know(redactor, IGD_PRIVATE_USER, person->pw_name);
	igd_redactor_know(redactor, IGD_PRIVATE_USER, name);
	if (person->pw_dir[0] == '/' && person->pw_dir[1])
		igd_redactor_know(redactor, IGD_PRIVATE_PATH, person->pw_dir);
}

/* The file and not getpwent(), which asks a directory server for everybody it knows. */
static void know_persons(struct igd_redactor *redactor)
{
	static const char *const variables[] = { "SUDO_USER", "DOAS_USER", "LOGNAME", "USER" };
	FILE *file = fopen("/etc/passwd", "re");
	const struct passwd *person;
	const char *name;
	size_t i;

	while (file && (person = fgetpwent(file))) {
		if (person->pw_uid >= FIRST_PERSON && person->pw_uid <= LAST_PERSON)
			know_person(redactor, person);
	}
	if (file)
		fclose(file);
	for (i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		name = getenv(variables[i]);
		person = name && strcmp(name, "root") != 0 ? getpwnam(name) : NULL;
		if (person)
			know_person(redactor, person);
	}
	person = getuid() ? getpwuid(getuid()) : NULL;
	if (person)
		know_person(redactor, person);
}

static void know_address(struct igd_redactor *redactor, const struct sockaddr *address)
{
	socklen_t size = address->sa_family == AF_INET ? sizeof(struct sockaddr_in)
						       : sizeof(struct sockaddr_in6);
	char text[NI_MAXHOST];

	if (getnameinfo(address, size, text, sizeof(text), NULL, 0, NI_NUMERICHOST) != 0)
		return;
	text[strcspn(text, "%")] = '\0'; /* the interface of a link-local address */
	igd_redactor_know(redactor,
		address->sa_family == AF_INET ? IGD_PRIVATE_IPV4 : IGD_PRIVATE_IPV6, text);
}

static void know_interface(struct igd_redactor *redactor, const struct ifaddrs *interface)
{
	const struct sockaddr *address = interface->ifa_addr;

	if (!address || (interface->ifa_flags & IFF_LOOPBACK))
		return;
	if (address->sa_family == AF_INET || address->sa_family == AF_INET6)
		know_address(redactor, address);
}

static void know_interfaces(struct igd_redactor *redactor)
{
	struct ifaddrs *all, *interface;

	if (getifaddrs(&all) < 0)
		return;
	for (interface = all; interface; interface = interface->ifa_next)
		know_interface(redactor, interface);
	freeifaddrs(all);
}

/* "search" and "domain" lines; a resolver asks in them, so they are the network's name. */
static void know_search_domains(struct igd_redactor *redactor)
{
	FILE *file = fopen("/etc/resolv.conf", "re");
	char line[1024], *word, *state;

	while (file && fgets(line, sizeof(line), file)) {
		word = strtok_r(line, " \t\n", &state);
		if (!word || (strcmp(word, "search") != 0 && strcmp(word, "domain") != 0))
			continue;
		while ((word = strtok_r(NULL, " \t\n", &state)))
			igd_redactor_know(redactor, IGD_PRIVATE_DOMAIN_NAME, word);
	}
	if (file)
		fclose(file);
}

/* "S3Z8NB0K123456", "0x5002538e4012abcd"; not "drive-scsi0", which is a name. */
static bool is_serial(const char *text)
{
	size_t digits = 0, length;

	for (length = 0; isalnum((unsigned char)text[length]); length++)
		digits += isdigit((unsigned char)text[length]) != 0;
	return !text[length] && length >= 6 && digits >= 2;
}

/*
 * The serial number is what stands last: "ata-Samsung_SSD_860_S3Z8NB0K123456X-part2", "wwn-0x5002538e4012abcd",
 * "nvme-eui.0025385b71b12345", "nvme-Samsung_SSD_970_EVO_S466NX0K123456_1" (with the namespace behind it).
 */
static void know_disk(struct igd_redactor *redactor, char *name)
{
	char *part = strstr(name, "-part"), *last;

	if (part)
		*part = '\0';
	last = strrchr(name, '_');
	if (last && strspn(last + 1, "0123456789") == strlen(last + 1) && strlen(last + 1) < 4)
		*last = '\0';
	for (last = name + strlen(name); last > name && !strchr("_-.", last[-1]);)
		last--;
	if (is_serial(last))
		igd_redactor_know(redactor, IGD_PRIVATE_SERIAL, last);
}

/* ext4's and GPT's are UUIDs; FAT's ("7C4A-11F0") and NTFS's are shorter, and told as serial numbers. */
static void know_file_system(struct igd_redactor *redactor, char *name)
{
	igd_redactor_know(
		redactor, strlen(name) == 36 ? IGD_PRIVATE_UUID : IGD_PRIVATE_SERIAL, name);
}

static void know_names(struct igd_redactor *redactor, const char *folder,
	void (*know)(struct igd_redactor *redactor, char *name))
{
	DIR *directory = opendir(folder);
	struct dirent *entry;

	while (directory && (entry = readdir(directory))) {
		if (*entry->d_name != '.')
			know(redactor, entry->d_name);
	}
	if (directory)
		closedir(directory);
}

void igd_report_know(struct igd_redactor *redactor)
{
	know_host(redactor);
	know_persons(redactor);
	know_interfaces(redactor);
	know_search_domains(redactor);
	know_files(redactor);
	know_names(redactor, "/dev/disk/by-uuid", know_file_system);
	know_names(redactor, "/dev/disk/by-partuuid", know_file_system);
	know_names(redactor, "/dev/disk/by-id", know_disk);
}
