// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_domain_edit - edits of a domain's XML, one by one, and what is refused
 */
#include <errno.h>
#include <string.h>

#include "fixes/apply/domain_edit.h"
#include "tests/unit/unit.h"

#define QEMU_NS " xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'"
#define HEAD "<domain type='kvm'>\n  <name>a</name>\n"
#define TAIL "</domain>\n"

struct edit_case {
	const char *xml;
	enum igd_domain_edit edit;
	const char *place, *value;
	const char *wanted; /* NULL: it is refused */
	int error;
};

static int make(const struct edit_case *it, struct igd_text *ret, struct igd_error *error)
{
	struct igd_change change = { .kind = IGD_CHANGE_DOMAIN, .edit = it->edit };
	const struct igd_change *edits[] = { &change, &change };
	IGD_AUTOFREE char *place = igd_strdup(it->place);
	IGD_AUTOFREE char *value = it->value ? igd_strdup(it->value) : NULL;

	change.place = place;
	change.value = value;
	/* Twice: what is so already stays. */
	return igd_domain_edit(
		&(struct igd_bytes){ it->xml, strlen(it->xml) }, edits, 2, ret, error);
}

static const struct edit_case cases[] = {
	{ HEAD TAIL, IGD_DOMAIN_SET, "/domain/@type", "qemu",
		"<domain type='qemu'>\n  <name>a</name>\n</domain>\n", 0 },
	{ HEAD TAIL, IGD_DOMAIN_SET, "/domain/devices/memballoon/@model", "none",
		HEAD "  <devices>\n    <memballoon model='none'/>\n  </devices>\n" TAIL, 0 },
	/* all that the place names */
	{ HEAD "  <a x='1'/>\n  <a x='2'/>\n" TAIL, IGD_DOMAIN_SET, "/domain/a/@x", "3",
		HEAD "  <a x='3'/>\n  <a x='3'/>\n" TAIL, 0 },
	{ HEAD "  <a x='1'/>\n  <a x='2'/>\n" TAIL, IGD_DOMAIN_SET, "/domain/a[2]/b/@y", "&<'",
		HEAD "  <a x='1'/>\n  <a x='2'>\n    <b y='&amp;&lt;&apos;'/>\n  </a>\n" TAIL, 0 },
	{ HEAD TAIL, IGD_DOMAIN_SET,
		"/domain/qemu:override/qemu:device[@alias='h']/qemu:frontend/qemu:property[@name='p']/@value",
		"1",
		"<domain type='kvm'" QEMU_NS ">\n  <name>a</name>\n  <qemu:override>\n"
		"    <qemu:device alias='h'>\n      <qemu:frontend>\n"
		"        <qemu:property name='p' value='1'/>\n      </qemu:frontend>\n"
		"    </qemu:device>\n  </qemu:override>\n" TAIL,
		0 },
	{ HEAD TAIL, IGD_DOMAIN_TEXT, "/domain/memtune/hard_limit[@unit='KiB']", "7",
		HEAD "  <memtune>\n    <hard_limit unit='KiB'>7</hard_limit>\n  </memtune>\n" TAIL,
		0 },
	{ HEAD TAIL, IGD_DOMAIN_TEXT, "/domain/name", "b & c",
		"<domain type='kvm'>\n  <name>b &amp; c</name>\n</domain>\n", 0 },
	{ HEAD TAIL, IGD_DOMAIN_ADD, "/domain", "<os><type>hvm</type></os><clock/>",
		HEAD "  <os>\n    <type>hvm</type>\n  </os>\n  <clock/>\n" TAIL, 0 },
	/* the same elements stand there already, though not written alike; one of them alone is another thing */
	{ HEAD "  <a>\n <b/>\n</a>\n\n  <c/>\n" TAIL, IGD_DOMAIN_ADD, "/domain", "<a><b/></a><c/>",
		HEAD "  <a>\n <b/>\n</a>\n\n  <c/>\n" TAIL, 0 },
	{ HEAD "  <a v='-global'/>\n  <a v='x'/>\n" TAIL, IGD_DOMAIN_ADD, "/domain",
		"<a v='-global'/><a v='y'/>",
		HEAD "  <a v='-global'/>\n  <a v='x'/>\n  <a v='-global'/>\n  <a v='y'/>\n" TAIL,
		0 },
	{ HEAD "  <x/>\n  <y z='1'/>\n" TAIL, IGD_DOMAIN_REMOVE, "/domain/x | /domain/y/@z", NULL,
		HEAD "  <y/>\n" TAIL, 0 },
	/* one in the other */
	{ HEAD "  <x><x a='1'><x/></x></x>\n" TAIL, IGD_DOMAIN_REMOVE, "//x | //x/@a", NULL,
		HEAD TAIL, 0 },
	{ HEAD TAIL, IGD_DOMAIN_REMOVE, "/domain/nothing", NULL, HEAD TAIL, 0 },
	/* QEMU's elements do not stay empty */
	{ "<domain" QEMU_NS
	  ">\n  <qemu:commandline>\n    <qemu:arg value='-x'/>\n  </qemu:commandline>\n" TAIL,
		IGD_DOMAIN_REMOVE, "/domain/qemu:commandline/qemu:arg", NULL,
		"<domain" QEMU_NS ">\n" TAIL, 0 },
	/* comments, CDATA, metadata in its own quotes, and what another prefix means */
	{ "<domain" QEMU_NS "><!-- 'a' --><metadata><x:y xmlns:x=\"u\" z=\"'\"/></metadata>"
	  "<t><![CDATA[<&]]></t></domain>\n",
		IGD_DOMAIN_SET, "/domain/n/@m", "1",
		"<domain" QEMU_NS
		"><!-- 'a' --><metadata><x:y z=\"&apos;\" xmlns:x=\"u\"/></metadata>"
		"<t>&lt;&amp;</t>\n  <n m='1'/>\n</domain>\n",
		0 },
	{ "<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'/>", IGD_DOMAIN_ADD,
		"/domain/qemu:commandline", "<q:arg value='1'/>",
		"<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>\n  <q:commandline>\n"
		"    <q:arg value='1'/>\n  </q:commandline>\n</domain>\n",
		0 },
	/* refused */
	{ "<domain>", IGD_DOMAIN_SET, "/domain/@a", "1", NULL, EBADMSG },
	{ "<network/>", IGD_DOMAIN_SET, "/network/@a", "1", NULL, EBADMSG },
	{ "<!DOCTYPE domain [<!ENTITY a 'b'>]><domain>&a;</domain>", IGD_DOMAIN_SET, "/domain/@a",
		"1", NULL, EBADMSG },
	{ HEAD TAIL, IGD_DOMAIN_SET, "/domain/a[3]/@b", "1", NULL, EINVAL },
	{ HEAD "<a/><a/>" TAIL, IGD_DOMAIN_SET, "/domain/a/b/@c", "1", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_SET, "/domain/x", "1", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_SET, "//x/@y", "1", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_SET, "/other/x/@y", "1", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_SET, "/domain/a:b/@y", "1", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_SET, "/domain[", "1", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_SET, "", "1", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_TEXT, "/domain/@type", "1", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_TEXT, "1 + 1", "1", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_ADD, "/domain", "no element", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_ADD, "/domain", "<open>", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_ADD, "/domain", "<!--x-->", NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_REMOVE, "/domain", NULL, NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_REMOVE, "/", NULL, NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_REMOVE, "/domain/name/text()", NULL, NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_REMOVE, "/domain/namespace::*", NULL, NULL, EINVAL },
	{ HEAD TAIL, IGD_DOMAIN_ADD, "/domain", NULL, NULL, EINVAL },
};

static void test_edits(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		IGD_AUTOTEXT struct igd_text text = { 0 };
		struct igd_error error = { 0 };
		int r = make(&cases[i], &text, &error);

		if (r != -cases[i].error)
			fail_msg("%s: %s: %d, %s\n%s", cases[i].xml, cases[i].place, r,
				error.message, text.text ? text.text : "");
		if (r == 0)
			assert_string_equal(text.text, cases[i].wanted);
		else
			assert_true(*error.message && !text.size);
	}
}

/* What libvirt wrote is written again as libvirt wrote it. */
static void test_same(void **state)
{
	static const char xml[] =
		"<domain type='kvm' id='3'" QEMU_NS
		">\n  <name>a &amp; &quot;b&quot;</name>\n  <metadata>\n"
		"    <libosinfo:libosinfo xmlns:libosinfo=\"http://libosinfo.org/xmlns/libvirt/domain/1.0\">\n"
		"      <libosinfo:os id=\"http://microsoft.com/win/11\"/>\n    </libosinfo:libosinfo>\n"
		"  </metadata>\n  <qemu:commandline>\n"
		"    <qemu:arg value='{&quot;driver&quot;:&apos;x&apos;}'/>\n  </qemu:commandline>\n"
		"</domain>\n";
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_error error = { 0 };

	(void)state;
	assert_int_equal(
		igd_domain_edit(&(struct igd_bytes){ xml, strlen(xml) }, NULL, 0, &text, &error),
		0);
	assert_string_equal(text.text, xml);
}

static void nest(struct igd_text *ret, unsigned depth)
{
	unsigned i;

	for (i = 0; i < depth; i++)
		igd_text_printf(ret, "<a>");
	for (i = 0; i < depth; i++)
		igd_text_printf(ret, "</a>");
}

/* Too deep, in the domain and by an edit; too large; too many. */
static void test_bounds(void **state)
{
	IGD_AUTOTEXT struct igd_text xml = { 0 }, piece = { 0 }, text = { 0 };
	const struct igd_change *edits[IGD_DOMAIN_MAX_EDITS + 1] = { NULL };
	struct igd_change change = { .kind = IGD_CHANGE_DOMAIN, .edit = IGD_DOMAIN_ADD };
	struct igd_error error = { 0 };
	char place[] = "/domain";

	(void)state;
	igd_text_printf(&xml, "<domain>");
	nest(&xml, 65);
	igd_text_printf(&xml, "</domain>");
	assert_int_equal(
		igd_domain_edit(&(struct igd_bytes){ xml.text, xml.size }, NULL, 0, &text, &error),
		-E2BIG);
	nest(&piece, 65);
	change.place = place;
	change.value = piece.text;
	edits[0] = &change;
	assert_int_equal(
		igd_domain_edit(&(struct igd_bytes){ "<domain/>", 9 }, edits, 1, &text, &error),
		-E2BIG);
	assert_int_equal(igd_domain_edit(&(struct igd_bytes){ "<domain/>", 9 }, edits,
				 IGD_DOMAIN_MAX_EDITS + 1, &text, &error),
		-E2BIG);
	assert_int_equal(igd_domain_edit(&(struct igd_bytes){ "<domain/>", (1 << 20) + 1 }, NULL, 0,
				 &text, &error),
		-E2BIG);
	assert_int_equal(text.size, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edits),
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
