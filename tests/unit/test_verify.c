// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_verify - an initramfs that a builder has made is looked at before anybody boots with it
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
#include "fixes/apply/verify.h"
#include "tests/unit/unit.h"

#define IMAGE "/boot/initrd.img-1"
#define MODULES "usr/lib/modules/1/kernel/drivers/"
#define CONFIGURED "/etc/modprobe.d/vfio.conf"
#define OPTIONS "options vfio-pci ids=8086:4680\n"

/* A host in a folder, with one image. */
struct scene {
	char root[32];
	struct igd_text image;
};

static char *below(const struct scene *scene, const char *path)
{
	return igd_printf("%s%s", scene->root, path);
}

static void write_file(const struct scene *scene, const char *path, const char *bytes, size_t size)
{
	IGD_AUTOFREE char *whole = below(scene, path);
	FILE *file = fopen(whole, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

static void pad(struct igd_text *image)
{
	while (image->size % 4)
		igd_text_add(image, "", 1);
}

/* Linux Documentation/driver-api/early-userspace/buffer-format.rst: a "newc" member */
static void add_member(struct scene *scene, const char *name, unsigned mode, const char *content)
{
	struct igd_text *image = &scene->image;

	igd_text_printf(image, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x", 1u,
		mode, 0u, 0u, 1u, 0u, (unsigned)strlen(content), 0u, 0u, 0u, 0u,
		(unsigned)strlen(name) + 1, 0u);
	igd_text_add(image, name, strlen(name) + 1);
	pad(image);
	igd_text_add(image, content, strlen(content));
	pad(image);
}

static void begin(struct scene *scene)
{
	static const char *const folders[] = { "/proc", "/boot", "/etc", "/etc/modprobe.d" };
	size_t i;

	*scene = (struct scene){ .root = "/tmp/igd-test-verify.XXXXXX" };
	assert_non_null(mkdtemp(scene->root));
	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		IGD_AUTOFREE char *path = below(scene, folders[i]);

		assert_int_equal(mkdir(path, 0700), 0);
	}
	write_file(scene, CONFIGURED, OPTIONS, strlen(OPTIONS));
	add_member(scene, MODULES "vfio/pci/vfio-pci.ko", 0100644, "module");
	add_member(scene, "etc/modprobe.d/vfio.conf", 0100644, OPTIONS);
}

static void keep(struct scene *scene)
{
	add_member(scene, "TRAILER!!!", 0, "");
	write_file(scene, IMAGE, scene->image.text, scene->image.size);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

static void end(struct scene *scene)
{
	assert_int_equal(nftw(scene->root, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	free(scene->image.text);
}

/* verify NULL: "initramfs" */
static void look(const struct scene *scene, const char *verify, const char *want, const char *file,
	struct igd_error *reterr)
{
	IGD_AUTOFREE char *names = igd_strdup(verify ? verify : "initramfs");
	IGD_AUTOFREE char *lines = want ? igd_strdup(want) : NULL;
	const struct igd_step step = { .verify = names, .verify_value = lines };
	struct igd_source *source = igd_source_recorded(scene->root, reterr);
	struct igd_host *host;
	int r;

	if (!source)
		fail_msg("%s", reterr->message);
	*reterr = (struct igd_error){ 0 };
	host = igd_host_new(source);
	r = igd_verify(host, &step, file, reterr);
	assert_int_equal(-r, reterr->code);
	igd_host_free(host);
}

static void is_good(const struct scene *scene, const char *want)
{
	struct igd_error error = { 0 };

	look(scene, NULL, want, IMAGE, &error);
	if (error.code)
		fail_msg("%s", error.message);
}

static void is_bad(const struct scene *scene, const char *want, int code, const char *said)
{
	struct igd_error error = { 0 };

	look(scene, NULL, want, IMAGE, &error);
	if (error.code != code || !strstr(error.message, said))
		fail_msg("%s: %d %s", want ? want : "nothing", error.code, error.message);
}

static void holds_what_is_wanted(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	keep(&scene);
	is_good(&scene, NULL);
	is_good(&scene, "@" IMAGE "\n=!\n=*\n=vfio_pci\n=vfio-pci\n%" CONFIGURED "\n");
	is_bad(&scene, "@" IMAGE "\n=vfio_pci\n=i915\n", ENODATA, IMAGE ": it does not hold i915");
	/* what stands under another image is asked of that one */
	is_good(&scene, "@/boot/initrd.img-2\n=i915\n");
	is_good(&scene, "=i915\n");
	/* not part of the image, and not on the host either: nothing to hold */
	is_good(&scene, "@" IMAGE "\n%/etc/modprobe.d/absent.conf\n");
	write_file(&scene, "/etc/modprobe.d/new.conf", "blacklist xe\n", 13);
	is_bad(&scene, "@" IMAGE "\n%/etc/modprobe.d/new.conf\n", ENODATA,
		"it does not hold /etc/modprobe.d/new.conf as it is");
	write_file(&scene, CONFIGURED, "options\n", 8);
	is_bad(&scene, "@" IMAGE "\n%" CONFIGURED "\n", ENODATA, CONFIGURED " as it is");
	end(&scene);
}

static void has_no_modules(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	scene.image.size = 0;
	add_member(&scene, "bin/sh", 0100755, "#!");
	keep(&scene);
	is_good(&scene, "@" IMAGE "\n=!\n");
	is_bad(&scene, "@" IMAGE "\n=*\n", ENODATA, "it holds no kernel module at all");
	end(&scene);
}

static void is_broken(void **state)
{
	struct igd_error error = { 0 };
	struct scene scene;

	(void)state;
	begin(&scene);
	keep(&scene);
	write_file(&scene, IMAGE, scene.image.text, scene.image.size / 2);
	is_bad(&scene, "@" IMAGE "\n=!\n", EBADMSG, IMAGE ": ");
	is_bad(&scene, "@" IMAGE "\n=!\n", EBADMSG, "in the middle");
	write_file(&scene, IMAGE, "", 0);
	is_bad(&scene, NULL, EBADMSG, "it is empty");
	look(&scene, NULL, NULL, "/boot/initrd.img-9", &error);
	assert_int_equal(error.code, ENOENT);
	end(&scene);
}

static void others(void **state)
{
	struct igd_error error = { 0 };
	struct scene scene;

	(void)state;
	begin(&scene);
	keep(&scene);
	/* a kernel is no image, whatever is asked of it */
	look(&scene, NULL, "@/boot/vmlinuz-1\n=i915\n", "/boot/vmlinuz-1", &error);
	assert_int_equal(error.code, 0);
	/* each name is asked, and the first that says no is it */
	look(&scene, " grub  initramfs ", "@" IMAGE "\n=i915\n", IMAGE, &error);
	assert_int_equal(error.code, ENODATA);
	look(&scene, "nobody", NULL, IMAGE, &error);
	assert_int_equal(error.code, ENOSYS);
	look(&scene, "", NULL, IMAGE, &error);
	assert_int_equal(error.code, 0);
	end(&scene);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_what_is_wanted),
		cmocka_unit_test(has_no_modules),
		cmocka_unit_test(is_broken),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
