// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_wire_fix - changes come through as they were, or none of them does
 */
#include <stdlib.h>
#include <string.h>

#include "core/wire.h"
#include "tests/unit/unit.h"

#define MAX_CHANGES 256u
#define MAX_TEXT ((size_t)256 << 10)

/* What a plugin sends: changes as they stand in memory, however bad. False: nothing came through. */
static bool comes_through(const struct igd_changes *changes, struct igd_proposal *ret)
{
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;

	*ret = (struct igd_proposal){ 0 };
	igd_wire_changes(&out, changes, NULL);
	in = (struct igd_wire){ out.text, out.text + out.size, false };
	igd_wire_get_changes(&in, ret);
	if (in.failed && (ret->changes.count || ret->failed))
		fail_msg("half of a refused message came through");
	return !in.failed;
}

static bool is_taken(const struct igd_change *change)
{
	IGD_CLEANUP(igd_proposal_done) struct igd_proposal got = { 0 };
	/* the message is only read from */
	const struct igd_changes changes = { (struct igd_change *)(uintptr_t)change, 1 };

	return comes_through(&changes, &got) && got.changes.count == 1;
}

static char *text(const char *bytes)
{
	return (char *)(uintptr_t)bytes;
}

static void all_kinds_come_through(void **state)
{
	static const char *const words[] = { "ls", "-l", NULL };
	IGD_CLEANUP(igd_changes_done) struct igd_changes sent = { 0 };
	IGD_CLEANUP(igd_proposal_done) struct igd_proposal got = { 0 };
	const struct igd_change line = { .line = 3, .place = text("a\xff"), .value = text("b") };
	size_t i;

	(void)state;
	igd_change_argument(&sent, "a=1", "a=\"2 3\"", "because");
	igd_change_file(&sent, "/etc/x", "two\nlines\n", IGD_EFFECT_BOOT, NULL);
	igd_change_line(&sent, "/etc/y", &line, NULL);
	igd_change_initramfs(&sent, "vfio vfio_pci", NULL);
	igd_change_driver(&sent, "0000:00:02.0", NULL, NULL);
	igd_change_framebuffer(&sent, "/sys/class/vtconsole/vtcon1", NULL);
	igd_change_install(&sent, "/a", "/b", 0644, "root:root");
	igd_change_domain(&sent, "vm", IGD_DOMAIN_REMOVE, "/domain/a", NULL);
	igd_change_service(&sent, "libvirtd", NULL);
	igd_change_command(&sent, words, words, NULL);
	igd_change_manual(&sent, "Do it.", "so\n");
	igd_change_decline(&sent, "no %s", "way");
	assert_true(comes_through(&sent, &got));
	assert_null(got.failed);
	assert_int_equal(got.changes.count, IGD_CHANGE_KIND_COUNT);
	for (i = 0; i < sent.count; i++) {
		const struct igd_change *one = &sent.items[i], *other = &got.changes.items[i];

		assert_int_equal(other->kind, i);
		assert_int_equal(other->effect, one->effect);
		assert_int_equal(other->line, one->line);
		assert_int_equal(other->mode, one->mode);
		assert_true(!one->subject == !other->subject);
		assert_true(!one->value == !other->value);
		if (one->subject)
			assert_string_equal(other->subject, one->subject);
		if (one->value)
			assert_string_equal(other->value, one->value);
	}
}

static void paths_lead_nowhere_else(void **state)
{
	static const char *const bad[] = { NULL, "", "etc/x", "/etc/../shadow", "/etc/..", "/etc/",
		"/", "/etc/a\nb", "/etc/a\x1b[2J", "/etc/\xff\xfe", "/etc/a\x7f" };
	struct igd_change change = { .kind = IGD_CHANGE_FILE, .value = text("x") };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		change.subject = text(bad[i]);
		change.kind = IGD_CHANGE_FILE;
		assert_false(is_taken(&change));
		change.kind = IGD_CHANGE_INSTALL;
		assert_false(is_taken(&change));
		change.kind = IGD_CHANGE_LINE;
		assert_false(is_taken(&change));
		change.kind = IGD_CHANGE_FRAMEBUFFER;
		assert_false(is_taken(&change));
	}
	change = (struct igd_change){ .kind = IGD_CHANGE_FRAMEBUFFER, .subject = text("/etc/x") };
	assert_false(is_taken(&change));
	change = (struct igd_change){
		.kind = IGD_CHANGE_FILE, .subject = text("/etc/x..y/...z"), .value = text("")
	};
	assert_true(is_taken(&change));
}

struct bad_change {
	const char *name;
	struct igd_change change;
};

#define BAD(name, ...)                                                                             \
	{                                                                                          \
		name,                                                                              \
		{                                                                                  \
			__VA_ARGS__                                                                \
		}                                                                                  \
	}

static void what_is_missing_is_missed(void **state)
{
	const struct bad_change bad[] = {
		BAD("no argument", .kind = IGD_CHANGE_ARGUMENT),
		BAD("an empty one", .kind = IGD_CHANGE_ARGUMENT, .value = text("")),
		BAD("two lines", .kind = IGD_CHANGE_ARGUMENT, .value = text("a\nb")),
		BAD("a blank first", .kind = IGD_CHANGE_ARGUMENT, .value = text(" a")),
		BAD("a file of nothing", .kind = IGD_CHANGE_FILE, .subject = text("/a")),
		BAD("a strange mode", .kind = IGD_CHANGE_FILE, .subject = text("/a"),
			.value = text(""), .mode = 010000),
		BAD("no new line", .kind = IGD_CHANGE_LINE, .subject = text("/a")),
		BAD("a line without number", .kind = IGD_CHANGE_LINE, .subject = text("/a"),
			.place = text("b")),
		BAD("a number without line", .kind = IGD_CHANGE_LINE, .subject = text("/a"),
			.value = text("b"), .line = 1),
		BAD("two lines for one", .kind = IGD_CHANGE_LINE, .subject = text("/a"),
			.value = text("b\nc")),
		BAD("no driver's device", .kind = IGD_CHANGE_DRIVER, .value = text("vfio-pci")),
		BAD("an option for a driver", .kind = IGD_CHANGE_DRIVER, .subject = text("a"),
			.value = text("-x")),
		BAD("two words", .kind = IGD_CHANGE_DRIVER, .subject = text("a b")),
		BAD("no domain", .kind = IGD_CHANGE_DOMAIN, .place = text("/a"),
			.value = text("b")),
		BAD("no place", .kind = IGD_CHANGE_DOMAIN, .subject = text("a"),
			.value = text("b")),
		BAD("a relative place", .kind = IGD_CHANGE_DOMAIN, .subject = text("a"),
			.place = text("b"), .value = text("c")),
		BAD("no value", .kind = IGD_CHANGE_DOMAIN, .subject = text("a"),
			.place = text("/b")),
		BAD("an option for a service", .kind = IGD_CHANGE_SERVICE,
			.subject = text("--all")),
		BAD("a path for a program", .kind = IGD_CHANGE_COMMAND, .value = text("/bin/sh")),
		BAD("an option for a program", .kind = IGD_CHANGE_COMMAND, .value = text("-c")),
		BAD("no program", .kind = IGD_CHANGE_COMMAND, .value = text("")),
		BAD("no sentence", .kind = IGD_CHANGE_MANUAL),
		BAD("no reason", .kind = IGD_CHANGE_DECLINE),
		BAD("an escape in why", .kind = IGD_CHANGE_DECLINE, .value = text("a"),
			.why = text("\x1b[31m")),
		BAD("no UTF-8", .kind = IGD_CHANGE_MANUAL, .value = text("a\xc3")),
		BAD("an owner of two lines", .kind = IGD_CHANGE_FILE, .subject = text("/a"),
			.value = text(""), .owner = text("a\nb")),
		BAD("a kind that is none", .kind = (enum igd_change_kind)IGD_CHANGE_KIND_COUNT,
			.value = text("a")),
		BAD("an effect that is none", .kind = IGD_CHANGE_MANUAL,
			.effect = (enum igd_effect)IGD_EFFECT_COUNT, .value = text("a")),
		BAD("an edit that is none", .kind = IGD_CHANGE_MANUAL,
			.edit = (enum igd_domain_edit)IGD_DOMAIN_EDIT_COUNT, .value = text("a")),
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (is_taken(&bad[i].change))
			fail_msg("%s was taken", bad[i].name);
	}
}

static void texts_and_lists_are_bounded(void **state)
{
	IGD_AUTOFREE char *large = igd_zalloc(MAX_TEXT + 2);
	struct igd_change change = {
		.kind = IGD_CHANGE_FILE, .subject = text("/a"), .value = large
	};
	IGD_CLEANUP(igd_changes_done) struct igd_changes many = { 0 };
	size_t i;

	(void)state;
	memset(large, 'x', MAX_TEXT);
	assert_true(is_taken(&change));
	large[MAX_TEXT] = 'x';
	assert_false(is_taken(&change));
	for (i = 0; i <= MAX_CHANGES; i++) {
		IGD_CLEANUP(igd_proposal_done) struct igd_proposal got = { 0 };
		bool is_good = comes_through(&many, &got);

		assert_int_equal(is_good, true);
		igd_change_manual(&many, "Do it.", NULL);
	}
	assert_int_equal(many.count, MAX_CHANGES + 1);
	{
		IGD_CLEANUP(igd_proposal_done) struct igd_proposal got = { 0 };

		assert_false(comes_through(&many, &got));
	}
}

/* Every cut, and every number that is larger than what follows it. */
static void what_is_torn_is_refused(void **state)
{
	IGD_CLEANUP(igd_changes_done) struct igd_changes sent = { 0 };
	IGD_AUTOTEXT struct igd_text out = { 0 };
	size_t size;

	(void)state;
	igd_change_argument(&sent, "a=1", "b", "because");
	igd_change_file(&sent, "/etc/x", "text\n", IGD_EFFECT_NOW, NULL);
	igd_wire_changes(&out, &sent, "it failed");
	for (size = 0; size <= out.size + 1; size++) {
		IGD_CLEANUP(igd_proposal_done) struct igd_proposal got = { 0 };
		IGD_AUTOFREE char *copy = igd_zalloc(size + 1);
		struct igd_wire in = { copy, copy + size, false };

		memcpy(copy, out.text, size < out.size ? size : out.size);
		igd_wire_get_changes(&in, &got);
		assert_int_equal(in.failed, size != out.size);
		assert_int_equal(got.changes.count, size == out.size ? 2 : 0);
	}
	for (size = 0; size + 4 <= out.size; size++) {
		IGD_CLEANUP(igd_proposal_done) struct igd_proposal got = { 0 };
		IGD_AUTOFREE char *copy = igd_regrow(NULL, out.size, 1);
		struct igd_wire in = { copy, copy + out.size, false };

		memcpy(copy, out.text, out.size);
		memset(copy + size, 0x7f, 4);
		igd_wire_get_changes(&in, &got);
		assert_true(!in.failed || !got.changes.count);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_kinds_come_through),
		cmocka_unit_test(paths_lead_nowhere_else),
		cmocka_unit_test(what_is_missing_is_missed),
		cmocka_unit_test(texts_and_lists_are_bounded),
		cmocka_unit_test(what_is_torn_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
