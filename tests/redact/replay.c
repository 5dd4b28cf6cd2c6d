// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - a redacted recording is examined as the original is: the same verdicts, and the same words up to pseudonyms
 *
 * usage: check-redact-replay PLUGINS HOSTS VMS
 *
 * Every machine of HOSTS is redacted and examined by every check, once as it is, and one of them once more with each VM
 * of VMS, as libvirt tells of it and as the file that was given. What a check said of the original, redacted, must be
 * what it says of the redacted recording. Nothing private may be left.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact.h"
#include "core/finding.h"
#include "core/host_private.h"
#include "core/plugin.h"

#define MAX_PLUGINS 32
#define VM_HOST "artix-12700k-openrc-grub.tree" /* that of tests/cli/vm */

struct trial {
	const struct igd_plugin *plugins[MAX_PLUGINS];
	size_t plugin_count;
	const char *vm; /* of the recording that is tried */
	unsigned faults, hosts, findings;
};

static bool slurp(const char *path, struct igd_text *ret)
{
	FILE *file = fopen(path, "re");
	char piece[4096];
	size_t got;

	while (file && (got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(ret, piece, got);
	if (file)
		fclose(file);
	return file && ret->size;
}

static void fault(struct trial *trial, const char *name, const char *text)
{
	printf("%s: %s\n", name, text);
	trial->faults++;
}

static void add_file(struct igd_tree *tree, const char *path, const char *text)
{
	struct igd_node node = { .path = igd_strdup(path),
		.type = IGD_NODE_FILE,
		.bytes = igd_strdup(text),
		.size = strlen(text) };

	if (igd_tree_add(tree, &node) != 0)
		exit(2);
}

static bool is_free(const struct igd_tree *tree, const char *path)
{
	size_t i;

	for (i = 0; i < tree->count; i++) {
		if (strcmp(tree->nodes[i].path, path) == 0)
			return false;
	}
	return true;
}

/* The VM of a file, as libvirt would tell of it. */
static void add_libvirt(struct igd_tree *tree, const char *name, const char *xml)
{
	IGD_AUTOFREE char *list = igd_printf("off %s\n", name);
	IGD_AUTOFREE char *path = igd_printf(IGD_LIBVIRT_DIR "/domain/%s/inactive.xml", name);

	add_file(tree, IGD_LIBVIRT_DIR "/connection",
		"uri qemu:///system\nlibvirt 11.3.0\nqemu 10.0.8\nemulator /usr/bin/qemu-system-x86_64\n");
	add_file(tree, IGD_LIBVIRT_DIR "/domains", list);
	add_file(tree, path, xml);
}

static bool load_tree(struct trial *trial, const char *path, struct igd_tree *ret)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_error error = { 0 };

	if (slurp(path, &text) && igd_tree_parse(ret, text.text, text.size, path, &error) == 0)
		return true;
	fault(trial, path, error.message);
	return false;
}

static void check_survivor(
	struct trial *trial, const struct igd_redactor *redactor, const struct igd_node *node)
{
	struct igd_survivor survivor = { 0 };

	if (!igd_redactor_survivor(redactor, node->path, strlen(node->path), &survivor) &&
		(!node->bytes ||
			!igd_redactor_survivor(redactor, node->bytes, node->size, &survivor)))
		return;
	printf("%s: %s at %zu, %s\n", node->path, igd_private_name(survivor.kind), survivor.offset,
		survivor.spelling);
	trial->faults++;
}

static void redact(struct trial *trial, struct igd_redactor *redactor, const struct igd_tree *tree,
	struct igd_tree *ret)
{
	struct igd_node node;
	size_t i;

	ret->is_recording = tree->is_recording;
	for (i = 0; i < tree->count; i++)
		igd_redactor_learn(redactor, &tree->nodes[i]);
	igd_redactor_settle(redactor);
	for (i = 0; i < tree->count; i++) {
		if (igd_redactor_refuses(&tree->nodes[i]))
			continue;
		igd_redactor_replace(redactor, &tree->nodes[i], &node);
		check_survivor(trial, redactor, &node);
		if (igd_tree_add(ret, &node) != 0)
			fault(trial, tree->nodes[i].path, "the redacted node is not taken");
	}
}

/* A finding as one text. */
static char *words_of(const struct igd_finding *finding)
{
	struct igd_text text = { 0 };
	size_t i;

	igd_text_printf(&text, "%s %s\n%s\n%s\n%s\n", finding->id,
		igd_verdict_name(finding->verdict), finding->where ? finding->where : "",
		finding->what ? finding->what : "", finding->remedy ? finding->remedy : "");
	for (i = 0; i < finding->evidence_count; i++)
		igd_text_printf(&text, "%s: %s\n", finding->evidence[i].source,
			finding->evidence[i].excerpt);
	return text.text;
}

static char *examine(
	const struct igd_plugin *plugin, const struct igd_check *check, struct igd_host *host)
{
	struct igd_finding finding = { 0 };
	char *words;

	igd_finding_init(&finding, check, plugin->name);
	igd_check_examine(check, host, plugin->expand, &finding);
	words = words_of(&finding);
	igd_finding_done(&finding);
	return words;
}

/* What was said of the original, without what must not be said. */
static char *redacted(struct igd_redactor *redactor, const char *words)
{
	IGD_AUTOFREE char *path = igd_strdup("/finding");
	IGD_AUTOFREE char *copy = igd_strdup(words);
	struct igd_node node = {
		.path = path, .type = IGD_NODE_FILE, .bytes = copy, .size = strlen(words)
	};
	struct igd_node made;

	igd_redactor_replace(redactor, &node, &made);
	free(made.path);
	return made.bytes;
}

/*
 * A VM's name that is a common word is replaced only where it is defined; a finding's sentence is no definition. So both
 * get it here.
 */
static char *with_vm(char *words, const char *vm, const char *pseudonym)
{
	struct igd_text text = { 0 };
	const char *at = words, *next;

	if (!vm)
		return words;
	while ((next = strstr(at, vm))) {
		igd_text_add(&text, at, (size_t)(next - at));
		igd_text_add(&text, pseudonym, strlen(pseudonym));
		at = next + strlen(vm);
	}
	igd_text_add(&text, at, strlen(at));
	free(words);
	return text.text;
}

static void compare(struct trial *trial, const char *name, struct igd_redactor *redactor,
	struct igd_host *original, struct igd_host *replayed)
{
	IGD_AUTOFREE char *definition = igd_printf("guest=%s", trial->vm ? trial->vm : "");
	IGD_AUTOFREE char *defined = redacted(redactor, definition);
	const char *pseudonym = defined + strlen("guest=");
	const struct igd_check *const *check;
	size_t i;

	for (i = 0; i < trial->plugin_count; i++) {
		for (check = trial->plugins[i]->checks; *check; check++) {
			IGD_AUTOFREE char *said = examine(trial->plugins[i], *check, original);
			IGD_AUTOFREE char *wanted =
				with_vm(redacted(redactor, said), trial->vm, pseudonym);
			IGD_AUTOFREE char *says = with_vm(
				examine(trial->plugins[i], *check, replayed), trial->vm, pseudonym);

			trial->findings++;
			if (strcmp(wanted, says) == 0)
				continue;
			printf("%s:\n--- wanted\n%s--- is\n%s", name, wanted, says);
			trial->faults++;
		}
	}
}

/* Takes the tree over. */
static struct igd_host *host_of(struct trial *trial, struct igd_tree *tree, const char *name)
{
	struct igd_error error = { 0 };

	if (igd_tree_sort(tree, name, &error) == 0)
		return igd_host_new(igd_source_of_tree(tree));
	fault(trial, name, error.message);
	igd_tree_done(tree);
	return NULL;
}

/* Takes the tree over. */
static void try_tree(struct trial *trial, struct igd_tree *tree, const char *name)
{
	struct igd_redactor *redactor = igd_redactor_new();
	struct igd_host *original, *replayed;
	struct igd_tree made = { 0 };

	redact(trial, redactor, tree, &made);
	original = host_of(trial, tree, name);
	replayed = host_of(trial, &made, name);
	if (original && replayed)
		compare(trial, name, redactor, original, replayed);
	igd_host_free(original);
	igd_host_free(replayed);
	igd_redactor_free(redactor);
	trial->hosts++;
}

static void try_host(struct trial *trial, const char *directory, const char *name)
{
	IGD_AUTOFREE char *path = igd_printf("%s/%s", directory, name);
	struct igd_tree tree = { 0 };

	if (igd_ends_with(name, ".tree") && load_tree(trial, path, &tree))
		try_tree(trial, &tree, name);
	else
		igd_tree_done(&tree);
}

struct scene {
	const char *hosts, *vms;
};

static void try_vm_file(
	struct trial *trial, const struct scene *scene, const char *name, const char *file)
{
	IGD_AUTOFREE char *host = igd_printf("%s/" VM_HOST, scene->hosts);
	IGD_AUTOFREE char *path = igd_printf("%s/%s/%s", scene->vms, name, file);
	IGD_AUTOFREE char *given = igd_printf("/home"
					      "/kim/%s/%s\n",
		name, file);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_tree tree = { 0 };

	if (!slurp(path, &text) || !load_tree(trial, host, &tree)) {
		fault(trial, path, "cannot be read");
		igd_tree_done(&tree);
		return;
	}
	if (is_free(&tree, IGD_GIVEN "vm"))
		add_file(&tree, IGD_GIVEN "vm", given);
	add_file(&tree, IGD_VM_FILE, text.text);
	try_tree(trial, &tree, path);
}

static void try_vm_libvirt(struct trial *trial, const struct scene *scene, const char *name)
{
	IGD_AUTOFREE char *host = igd_printf("%s/" VM_HOST, scene->hosts);
	IGD_AUTOFREE char *path = igd_printf("%s/%s/domain.xml", scene->vms, name);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_tree tree = { 0 };

	if (!slurp(path, &text) || !load_tree(trial, host, &tree)) {
		fault(trial, path, "cannot be read");
		igd_tree_done(&tree);
		return;
	}
	add_libvirt(&tree, name, text.text);
	try_tree(trial, &tree, name);
}

static void for_each(const char *directory,
	void (*visit)(struct trial *trial, const void *context, const char *name),
	struct trial *trial, const void *context)
{
	struct dirent **names = NULL;
	int i, count = scandir(directory, &names, NULL, alphasort);

	if (count <= 2)
		fault(trial, directory, "nothing is in it");
	for (i = 0; i < count; i++) {
		if (names[i]->d_name[0] != '.')
			visit(trial, context, names[i]->d_name);
		free(names[i]);
	}
	free(names);
}

static void visit_plugin(struct trial *trial, const void *context, const char *name)
{
	IGD_AUTOFREE char *path = igd_printf("%s/%s", (const char *)context, name);
	void *object = igd_ends_with(name, ".so") ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
	const struct igd_plugin *plugin = object ? dlsym(object, "igd_plugin") : NULL;

	if (plugin && trial->plugin_count < MAX_PLUGINS)
		trial->plugins[trial->plugin_count++] = plugin;
}

static void visit_host(struct trial *trial, const void *context, const char *name)
{
	const struct scene *scene = context;

	try_host(trial, scene->hosts, name);
}

static void visit_vm(struct trial *trial, const void *context, const char *name)
{
	static const char *const files[] = { "domain.xml", "proxmox.conf", "qemu.sh" };
	size_t i;

	if (strcmp(name, "README.md") == 0)
		return;
	trial->vm = name;
	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		try_vm_file(trial, context, name, files[i]);
	try_vm_libvirt(trial, context, name);
	trial->vm = NULL;
}

int main(int argc, char **argv)
{
	struct trial trial = { .faults = 0 };
	struct scene scene;

	if (argc != 4) {
		fprintf(stderr, "usage: check-redact-replay PLUGINS HOSTS VMS\n");
		return 2;
	}
	scene = (struct scene){ argv[2], argv[3] };
	for_each(argv[1], visit_plugin, &trial, argv[1]);
	for_each(scene.hosts, visit_host, &trial, &scene);
	for_each(scene.vms, visit_vm, &trial, &scene);
	printf("%u recordings, %u findings, %u faults\n", trial.hosts, trial.findings,
		trial.faults);
	return trial.faults || !trial.plugin_count || !trial.findings;
}
