// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_libvirt_ask - in a child: libvirt's client library, by its public functions, read-only
 *
 * It is found when it is needed (libvirt.so.0 since 0.1; what is newer than 0.9.13 may be missing), so that the program
 * runs where it is not installed. Nothing is asked of a person: there are no callbacks for a password, no terminal, no display.
 */
#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "core/host.h"
#include "core/query.h"
#include "core/source_live_libvirt_private.h"

static bool load(struct igd_libvirt_library *library, const char *name)
{
	static const struct igd_library_symbol symbols[] = {
		{ "virSetErrorFunc", offsetof(struct igd_libvirt_library, set_error_func) },
		{ "virGetLastError", offsetof(struct igd_libvirt_library, get_last_error) },
		{ "virConnectOpenReadOnly", offsetof(struct igd_libvirt_library, open_read_only) },
		{ "virConnectGetURI", offsetof(struct igd_libvirt_library, get_uri) },
		{ "virConnectGetLibVersion",
			offsetof(struct igd_libvirt_library, get_lib_version) },
		{ "virConnectGetVersion", offsetof(struct igd_libvirt_library, get_version) },
		{ "virConnectGetCapabilities",
			offsetof(struct igd_libvirt_library, get_capabilities) },
		{ "virConnectListAllDomains",
			offsetof(struct igd_libvirt_library, list_all_domains) },
		{ "virDomainGetName", offsetof(struct igd_libvirt_library, get_name) },
		{ "virDomainIsActive", offsetof(struct igd_libvirt_library, is_active) },
		{ "virDomainGetXMLDesc", offsetof(struct igd_libvirt_library, get_xml) },
	};

	return igd_library_load(name, symbols, sizeof(symbols) / sizeof(*symbols), library);
}

void igd_libvirt_say(const struct igd_libvirt_teller *teller, const char *name,
	enum igd_node_type type, int error, const char *text)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_LIBVIRT_DIR "/%s", name);
	struct igd_node node = { .path = path, .type = type, .error = error };

	node.bytes = (char *)(uintptr_t)text;
	node.size = text ? strlen(text) : 0;
	igd_tree_write_node(teller->out, &node);
}

static void say_failure(const struct igd_libvirt_teller *teller)
{
	const virError *error = teller->library.get_last_error();
	int number = igd_libvirt_errno(error);
	IGD_AUTOFREE char *text = igd_printf("%.*s\n", (int)IGD_LIBVIRT_MAX_WORDS,
		error && error->message ? error->message : "no reason was told");

	igd_libvirt_say(teller, "connection", number == ENOENT ? IGD_NODE_ABSENT : IGD_NODE_ERROR,
		number, NULL);
	igd_libvirt_say(teller, "error", IGD_NODE_FILE, 0, text);
}

/* 11003000 is 11.3.0 (libvirt.h: 1,000,000 * major + 1,000 * minor + release). */
static void add_version(struct igd_text *text, const char *name, int result, unsigned long version)
{
	if (result == 0 && version)
		igd_text_printf(text, "%s %lu.%lu.%lu\n", name, version / 1000000,
			version / 1000 % 1000, version % 1000);
}

/*
 * The emulator of a new VM, out of <guest><arch name='x86_64'><emulator>. (The domain capabilities are shorter, but since
 * CVE-2019-10167 nobody may ask for them who may only read.)
 */
static void add_emulator(const struct igd_libvirt_teller *teller, struct igd_text *text)
{
	static const char open[] = "<emulator>";
	IGD_AUTOFREE char *xml = teller->library.get_capabilities(teller->connection);
	const char *arch = xml ? strstr(xml, "<arch name='x86_64'>") : NULL;
	const char *path = arch ? strstr(arch, open) : NULL;
	size_t length;

	path = path ? path + sizeof(open) - 1 : "";
	length = strcspn(path, "<&\n");
	if (*path == '/' && path[length] == '<')
		igd_text_printf(text, "emulator %.*s\n", (int)length, path);
}

static void say_connection(const struct igd_libvirt_teller *teller, int domains)
{
	const struct igd_libvirt_library *library = &teller->library;
	IGD_AUTOTEXT struct igd_text text = { 0 };
	IGD_AUTOFREE char *uri = library->get_uri(teller->connection);
	unsigned long version = 0;
	int result;

	if (uri && !strchr(uri, '\n'))
		igd_text_printf(&text, "uri %s\n", uri);
	result = library->get_lib_version(teller->connection, &version);
	add_version(&text, "libvirt", result, version);
	version = 0;
	result = library->get_version(teller->connection, &version);
	add_version(&text, "qemu", result, version);
	add_emulator(teller, &text);
	if (domains > IGD_LIBVIRT_MAX_DOMAINS)
		igd_text_printf(&text, "left-out %d\n", domains - IGD_LIBVIRT_MAX_DOMAINS);
	igd_text_add(&text, "", 0);
	igd_libvirt_say(teller, "connection", IGD_NODE_FILE, 0, text.text);
}

void igd_libvirt_say_xml(struct igd_libvirt_teller *teller, const char *path, const char *xml)
{
	size_t size = xml ? strlen(xml) : 0;

	if (!xml) {
		igd_libvirt_say(teller, path, IGD_NODE_ABSENT, 0, NULL); /* it is gone */
		return;
	}
	teller->told += size;
	if (size > IGD_LIBVIRT_MAX_XML || teller->told > teller->max_all)
		igd_libvirt_say(teller, path, IGD_NODE_ERROR, EFBIG, NULL);
	else
		igd_libvirt_say(teller, path, IGD_NODE_FILE, 0, xml);
}

/* Neither needs more than to be allowed to read; passwords of displays would need VIR_DOMAIN_XML_SECURE. */
static void say_domain_xml(
	struct igd_libvirt_teller *teller, virDomainPtr domain, const char *place, unsigned flags)
{
	bool is_inactive = flags & VIR_DOMAIN_XML_INACTIVE;
	IGD_AUTOFREE char *path =
		igd_printf("%s/%s", place, is_inactive ? "inactive.xml" : "live.xml");
	IGD_AUTOFREE char *xml = teller->library.get_xml(domain, flags);

	igd_libvirt_say_xml(teller, path, xml);
}

static void say_domain(
	struct igd_libvirt_teller *teller, virDomainPtr domain, struct igd_text *list)
{
	const char *name = teller->library.get_name(domain);
	IGD_AUTOFREE char *place = name && *name ? igd_path_encode("domain", name) : NULL;
	bool is_running = teller->library.is_active(domain) == 1;

	if (!place || strlen(place) > IGD_TREE_MAX_PATH / 2)
		return;
	igd_text_printf(list, "%s %s\n", is_running ? "running" : "off", igd_basename(place));
	say_domain_xml(teller, domain, place, VIR_DOMAIN_XML_INACTIVE);
	if (!is_running)
		return;
	say_domain_xml(teller, domain, place, 0);
	igd_libvirt_plan_addresses(teller, place);
}

static void say_domains(struct igd_libvirt_teller *teller, const virDomainPtr *domains, int count)
{
	IGD_AUTOTEXT struct igd_text list = { 0 };
	int i;

	igd_text_add(&list, "", 0);
	for (i = 0; i < count && i < IGD_LIBVIRT_MAX_DOMAINS; i++)
		say_domain(teller, domains[i], &list);
	igd_libvirt_say(teller, "domains", IGD_NODE_FILE, 0, list.text);
}

/*
 * What was told so far stays, and the next is waited for so long: addresses and networks another daemon may have to tell,
 * which hangs or is only being started, and for the versions this one may have to run QEMU. It ends this process.
 */
static void begin_extra(struct igd_libvirt_teller *teller)
{
	static const struct itimerval patience = { .it_value = {
							   0, IGD_LIBVIRT_EXTRAS_MS * 1000L } };

	fflush(teller->out);
	setitimer(ITIMER_REAL, &patience, NULL);
}

static void say_plan(struct igd_libvirt_teller *teller)
{
	if (teller->library.get_network_xml)
		igd_text_printf(&teller->plan, "networks\n");
	igd_text_add(&teller->plan, "", 0);
	igd_libvirt_say(teller, IGD_LIBVIRT_PLAN, IGD_NODE_FILE, 0, teller->plan.text);
}

static void ask(struct igd_libvirt_teller *teller, const char *uri)
{
	virDomainPtr *domains = NULL;
	int count = -1;

	teller->library.set_error_func(NULL, igd_libvirt_ignore);
	teller->connection = teller->library.open_read_only(uri);
	if (teller->connection)
		count = teller->library.list_all_domains(teller->connection, &domains, 0);
	if (count < 0) {
		say_failure(teller);
		return;
	}
	say_domains(teller, domains, count);
	say_plan(teller);
	begin_extra(teller);
	igd_libvirt_say_addresses(teller, domains, count);
	begin_extra(teller);
	igd_libvirt_say_networks(teller);
	begin_extra(teller);
	say_connection(teller, count);
}

int igd_libvirt_tell(void *context, int out)
{
	const struct igd_libvirt_order *order = context;
	struct igd_libvirt_teller teller = { .out = fdopen(out, "w"), .max_all = order->max_all };

	if (!teller.out)
		return EXIT_FAILURE;
	igd_child_keep_only(out, false);
	igd_libvirt_clean_environment();
	fputs(IGD_TREE_MAGIC "\n", teller.out);
	if (load(&teller.library, order->library)) {
		igd_libvirt_load_networks(&teller.library, order->library);
		ask(&teller, order->uri);
	} else {
		igd_libvirt_say(&teller, "connection", IGD_NODE_ERROR, ENOPKG, NULL);
	}
	return fflush(teller.out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
