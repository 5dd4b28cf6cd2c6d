// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_verify_loader - what a boot loader's generator wrote is looked at before anybody boots with it
 *
 * not under valgrind: it does not know openat2 (3.19)
 */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/host_private.h"
#include "core/source.h"
#include "fixes/apply/verify_loader.h"
#include "tests/unit/unit.h"

#define CFG "f /boot/grub/grub.cfg\n|set x=1\n|menuentry 'Debian' $menuentry_id_option 'a' {\n"
#define KERNEL "n /boot/vmlinuz-1 f\nn /boot/initrd.img-1 f\n"
#define ENTRY "f /boot/loader/entries/t-1.conf\n|title T\n"
#define RELEASE "f /proc/sys/kernel/osrelease 1\\n\n"

struct verify_case {
	const char *name, *tree, *want;
	int error;
	const char *message; /* a part of it */
};

static const struct verify_case grub[] = {
	{ "good",
		KERNEL CFG
		"|\tlinux\t/boot/vmlinuz-1 root=a ro quiet a=on\n|\tinitrd\t/boot/initrd.img-1\n",
		"+a=on\n-b\n", 0, NULL },
	{ "of a /boot of its own", KERNEL CFG "|\tlinux /vmlinuz-1 a\n|\tinitrd /initrd.img-1\n",
		"+a\n", 0, NULL },
	{ "of a ZFS dataset",
		KERNEL CFG "|\tlinux /BOOT/u@/vmlinuz-1 a\n|\tinitrd \"/BOOT/u@/initrd.img-1\" \n",
		"+a\n", ENOENT, "initrd.img-1\" is not there" },
	{ "with a device", KERNEL CFG "|\tlinux (hd0,gpt2)/vmlinuz-1 a\n", "+a\n", 0, NULL },
	{ "of older builds", KERNEL CFG "|\tlinuxefi /vmlinuz-1 a\n|\tinitrdefi /initrd.img-1\n",
		"+a\n", 0, NULL },
	{ "another system's entry first",
		KERNEL CFG "|\tlinux /boot/vmlinuz-9 b\n|}\n|\tlinux /boot/vmlinuz-1 a\n",
		"+a\n-b\n", 0, NULL },
	{ "a recovery entry behind it",
		KERNEL CFG "|\tlinux /vmlinuz-1 ro a\n|\tlinux /vmlinuz-1 ro single\n", "+a\n", 0,
		NULL },
	{ "nothing wanted", KERNEL CFG "|\tlinux /vmlinuz-1\n", NULL, 0, NULL },
	{ "an argument is missing", KERNEL CFG "|\tlinux /vmlinuz-1 ro\n", "+a=on\n", ENODATA,
		"`a=on` is not on" },
	{ "an argument is behind --", KERNEL CFG "|\tlinux /vmlinuz-1 ro -- a=on\n", "+a=on\n",
		ENODATA, "`a=on` is not on" },
	{ "an argument is still there", KERNEL CFG "|\tlinux /vmlinuz-1 ro b\n", "-b\n", ENODATA,
		"`b` is still on" },
	{ "a broken line", KERNEL CFG "|\tlinux /vmlinuz-1 ro\n|ff a\n", "+a\n", ENODATA,
		"`a` is not on" },
	{ "no initrd",
		"n /boot/vmlinuz-1 f\n" CFG "|\tlinux /vmlinuz-1 a\n|\tinitrd /initrd.img-1\n",
		"+a\n", ENOENT, "grub.cfg:4: /initrd.img-1 is not there" },
	{ "one of two initrds",
		KERNEL CFG "|\tlinux /vmlinuz-1 a\n|\tinitrd /intel-ucode.img /initrd.img-1\n",
		"+a\n", ENOENT, "/intel-ucode.img" },
	{ "no kernel", CFG "|\tlinux /vmlinuz-1 a\n", "+a\n", ENOENT, "no entry whose kernel" },
	{ "empty", "f /boot/grub/grub.cfg\n", NULL, ENOENT, "no entry" },
	{ "absent", "", NULL, ENOENT, "no entry" },
};

static const struct verify_case entries[] = {
	{ "good",
		RELEASE KERNEL ENTRY
		"|linux /vmlinuz-1\n|initrd /initrd.img-1\n|options b\n|options a\n",
		"+a\n+b\n", 0, NULL },
	{ "a variable", RELEASE KERNEL ENTRY "|linux /vmlinuz-1\n|initrd $tuned\n|options a\n",
		"+a\n", 0, NULL },
	{ "of a kernel that is gone", RELEASE ENTRY "|linux /vmlinuz-1\n|options a\n", "+a\n",
		ENOENT, "/vmlinuz-1 is not there" },
	{ "no initrd", RELEASE "n /boot/vmlinuz-1 f\n" ENTRY "|linux /vmlinuz-1\n|initrd /i\n",
		NULL, ENOENT, "/i is not there" },
	{ "without the argument", RELEASE KERNEL ENTRY "|linux /vmlinuz-1\n|options b\n", "+a\n",
		ENODATA, "`a` is not on" },
	{ "of another kernel", "f /proc/sys/kernel/osrelease 7\\n\n" ENTRY "|linux /gone\n", "+a\n",
		0, NULL },
};

static struct igd_host *open_host(const char *tree)
{
	struct igd_error error = { 0 };
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", tree);
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

static void look(const struct verify_case *one,
	int (*verify)(struct igd_host *host, const struct igd_step *step, const char *file,
		struct igd_error *reterr),
	const char *file)
{
	IGD_AUTOFREE char *want = one->want ? igd_strdup(one->want) : NULL;
	const struct igd_step step = { .verify_value = want };
	struct igd_host *host = open_host(one->tree);
	struct igd_error error = { 0 };
	int r = verify(host, &step, file, &error);

	if (r != -one->error)
		fail_msg("%s: %d %s", one->name, r, error.message);
	if (r && !strstr(error.message, one->message))
		fail_msg("%s: %s", one->name, error.message);
	igd_host_free(host);
}

static void grub_cfg(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(grub) / sizeof(*grub); i++)
		look(&grub[i], igd_verify_grub, "/boot/grub/grub.cfg");
}

static void loader_entries(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(entries) / sizeof(*entries); i++)
		look(&entries[i], igd_verify_entries, "/boot/loader/entries/t-1.conf");
}

static void others(void **state)
{
	const struct igd_step step = { .verify_value = NULL };
	struct igd_host *host = open_host("");

	(void)state;
	assert_int_equal(igd_verify_grub(host, &step, "/boot/initrd.img", NULL), 0);
	assert_int_equal(igd_verify_entries(host, &step, "/boot/t/1/linux", NULL), 0);
	assert_int_equal(igd_verify_uki(host, &step, "/boot/EFI/Linux/x.efi", NULL), 0);
	assert_int_equal(igd_verify_uki(host, &step, "/boot/initrd.img", NULL), 0);
	igd_host_free(host);
}

static void add_le32(struct igd_text *text, size_t value)
{
	unsigned i;

	for (i = 0; i < 32; i += 8) {
		const char byte = (char)(value >> i & 0xff);

		igd_text_add(text, &byte, 1);
	}
}

static void add_zeros(struct igd_text *text, size_t count)
{
	while (count--)
		igd_text_add(text, "", 1);
}

static void add_section(struct igd_text *image, const char *name, size_t size, size_t offset)
{
	IGD_AUTOFREE char *field = igd_zalloc(9);

	memcpy(field, name, strlen(name));
	igd_text_add(image, field, 8);
	add_le32(image, size);
	add_le32(image, 0x1000);
	add_le32(image, size);
	add_le32(image, offset);
	add_zeros(image, 16);
}

/* A PE file with a kernel and, if name says so, a command line (PE/COFF specification). */
static void write_uki(const char *path, const char *name, const char *line)
{
	IGD_AUTOTEXT struct igd_text image = { 0 };
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	igd_text_add(&image, "MZ", 2);
	add_zeros(&image, 0x3a);
	add_le32(&image, 0x40);
	igd_text_add(&image, "PE\0\0\x64\x86\x02\0", 8);
	add_zeros(&image, 12);
	igd_text_add(&image, "\x10\0\0\0", 4);
	add_zeros(&image, 16);
	add_section(&image, ".linux", 16, 512);
	add_section(&image, name, strlen(line), 528);
	add_zeros(&image, 512 - image.size);
	add_zeros(&image, 16);
	igd_text_add(&image, line, strlen(line));
	assert_int_equal(fwrite(image.text, 1, image.size, file), image.size);
	fclose(file);
}

static int look_at_uki(const char *root, const char *output, char *want, struct igd_error *error)
{
	char *outputs[] = { igd_strdup(output), NULL };
	const struct igd_step step = { .outputs = outputs, .verify_value = want };
	struct igd_source *source = igd_source_recorded(root, error);
	struct igd_host *host;
	int r;

	if (!source)
		fail_msg("%s", error->message);
	host = igd_host_new(source);
	r = igd_verify_uki(host, &step, "/boot/EFI/Linux/linux.efi", error);
	igd_host_free(host);
	free(outputs[0]);
	return r;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

static void make_folder(const char *root, const char *name)
{
	IGD_AUTOFREE char *path = igd_printf("%s%s", root, name);

	assert_int_equal(mkdir(path, 0700), 0);
}

static void uki(void **state)
{
	char root[] = "/tmp/igd-test-uki.XXXXXX", wanted[] = "+a\n-b\n";
	IGD_AUTOFREE char *path = NULL;
	struct igd_error error = { 0 };

	(void)state;
	assert_non_null(mkdtemp(root));
	make_folder(root, "/proc");
	make_folder(root, "/boot");
	make_folder(root, "/boot/EFI");
	make_folder(root, "/boot/EFI/Linux");
	path = igd_printf("%s/boot/EFI/Linux/linux.efi", root);
	write_uki(path, ".cmdline", "root=x a");
	assert_int_equal(look_at_uki(root, "/boot/EFI/Linux/linux.efi", wanted, &error), 0);
	write_uki(path, ".cmdline", "root=x a b");
	assert_int_equal(look_at_uki(root, "/boot/EFI/Linux/linux.efi", wanted, &error), -ENODATA);
	assert_int_equal(look_at_uki(root, "/boot/EFI/Linux/*.efi", wanted, &error), 0);
	write_uki(path, ".osrel", "root=x a");
	assert_int_equal(look_at_uki(root, "/boot/EFI/Linux/linux.efi", wanted, &error), -EBADMSG);
	assert_int_equal(truncate(path, 300), 0);
	assert_int_equal(look_at_uki(root, "/boot/EFI/Linux/linux.efi", wanted, &error), -EBADMSG);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(look_at_uki(root, "/boot/EFI/Linux/linux.efi", wanted, &error), -ENOENT);
	assert_int_equal(nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(grub_cfg),
		cmocka_unit_test(loader_entries),
		cmocka_unit_test(others),
		cmocka_unit_test(uki),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
