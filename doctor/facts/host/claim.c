// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * claim - which driver will take the iGPU at boot
 *
 * vfio-pci has no alias that udev would load it by, so something has to ask for it: a softdep, a list of
 * modules, the command line. A softdep is read only when its own module is loaded: one of a blacklisted
 * driver loads nothing (kmod libkmod-module.c kmod_module_probe_insert_module(), which looks at the blacklist
 * first). Among built-in drivers those of drivers/gpu come before vfio (Linux drivers/Makefile, link order).
 */
#include "facts/host/claim.h"

#include <string.h>

#include "facts/host/autoload.h"
#include "facts/host/igpu.h"
#include "facts/host/modprobe.h"
#include "facts/host/pci.h"

#define VFIO "vfio_pci"
#define MAX_SOFTDEPS 64 /* a bound on work, for hostile recordings */

struct scene {
	struct igd_host *host;
	const struct igd_igpu *igpu;
	const struct igd_modprobe *config;
	const struct igd_modules *modules;
	struct igd_claims *claims;
};

static bool ids_name(const char *ids, const struct igd_igpu *igpu)
{
	struct igd_vfio_id id;
	int r;

	while ((r = igd_vfio_id_next(&ids, &id)) != 0) {
		if (r > 0 && id.vendor == igpu->vendor && id.device == igpu->device)
			return true;
	}
	return false;
}

static void take_ids(const struct scene *scene, struct igd_claim *claim)
{
	struct igd_modprobe_option ids = igd_modprobe_option(scene->config, VFIO, "ids");
	bool is_named = ids.value && ids_name(ids.value, scene->igpu);

	if (!ids.value)
		return;
	claim->value = ids.value;
	claim->origin = ids.origin;
	claim->kind = is_named ? IGD_CLAIM_IDS : IGD_CLAIM_OTHER_IDS;
	if (is_named && claim->vfio == IGD_MODULE_BUILTIN && !ids.is_cmdline)
		claim->kind = IGD_CLAIM_IGNORED;
	if (!is_named && ids.lost_value && ids_name(ids.lost_value, scene->igpu)) {
		claim->kind = IGD_CLAIM_REPLACED;
		claim->value = ids.lost_value;
		claim->origin = ids.lost_origin;
		claim->by = ids.origin;
	}
}

/* driverctl(8): a file per device, which its udev rule obeys before modules are loaded by alias. */
static bool take_override(const struct scene *scene, struct igd_claim *claim)
{
	const char *path =
		igd_host_print(scene->host, "/etc/driverctl.d/pci-%s", scene->igpu->address);
	const char *driver = igd_host_line(scene->host, path);

	if (!driver || strcmp(driver, "vfio-pci") != 0)
		return false;
	claim->kind = IGD_CLAIM_OVERRIDE;
	claim->origin = path;
	claim->loader = "driverctl";
	claim->is_loaded_first = true;
	return true;
}

/* "install i915 /bin/false": modprobe runs a command that does nothing in place of loading it. */
static const struct igd_modprobe_statement *dead_install(
	const struct igd_modprobe *config, const char *module)
{
	static const char *const commands[] = { "/bin/false", "/bin/true", "/usr/bin/false",
		"/usr/bin/true", "false", "true", ":" };
	const struct igd_modprobe_statement *install =
		igd_modprobe_find(config, IGD_MODPROBE_INSTALL, module);
	const char *command = install ? install->text + strspn(install->text, " \t") : "";
	size_t i, length = strcspn(command, " \t");

	if (command[length + strspn(command + length, " \t")])
		return NULL;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (length == strlen(commands[i]) && strncmp(command, commands[i], length) == 0)
			return install;
	}
	return NULL;
}

/* What keeps a module from being loaded at all; NULL for nothing. */
static const char *unloadable(const struct scene *scene, const char *module)
{
	const struct igd_modprobe_statement *statement =
		igd_modprobe_blacklisted(scene->config, module);

	if (igd_cmdline_has(scene->host, "module_blacklist", module))
		return igd_host_print(
			scene->host, "module_blacklist=%s in %s", module, IGD_PROC_CMDLINE);
	if (statement)
		return igd_host_print(scene->host, "blacklist %s in %s", module, statement->origin);
	statement = dead_install(scene->config, module);
	if (statement)
		return igd_host_print(scene->host, "install %s %s in %s", module,
			statement->text + strspn(statement->text, " \t"), statement->origin);
	return NULL;
}

/* The softdep by which loading a rival, or something it needs, loads vfio-pci before it. */
static const struct igd_modprobe_statement *softdep_of(
	const struct scene *scene, const struct igd_module *rival)
{
	const struct igd_modprobe_statement *statement =
		igd_modprobe_loads_before(scene->config, rival->name, VFIO);
	const char *at = rival->depends;
	char name[65];
	size_t length;

	for (; at && *at && !statement; at += length + (at[length] == ' ')) {
		length = strcspn(at, " ");
		if (length >= sizeof(name))
			continue;
		memcpy(name, at, length);
		name[length] = '\0';
		statement = igd_modprobe_loads_before(scene->config, name, VFIO);
	}
	return statement;
}

static const char *softdep_text(
	const struct scene *scene, const struct igd_modprobe_statement *statement)
{
	return igd_host_print(
		scene->host, "softdep %s in %s", statement->module, statement->origin);
}

static bool can_load(const struct igd_module *module)
{
	return module && module->state == IGD_MODULE_FILE && module->is_match;
}

static void find_softdep_loader(
	const struct scene *scene, const char *name, struct igd_claim *claim)
{
	const struct igd_module *rival = igd_modules_find(scene->modules, name);
	const struct igd_modprobe_statement *statement;
	const char *by;

	statement = can_load(rival) ? softdep_of(scene, rival) : NULL;
	if (!statement)
		return;
	by = unloadable(scene, name);
	if (!by)
		claim->loader = softdep_text(scene, statement);
	else
		claim->void_loader = igd_host_print(scene->host, "%s is never used, because of %s",
			softdep_text(scene, statement), by);
}

/* A softdep of something else that this host does load: "softdep snd_hda_intel pre: vfio-pci". */
static bool is_other_loader(
	const struct scene *scene, const struct igd_modprobe_statement *statement)
{
	const char *name = statement->module;

	if (name[strcspn(name, "*?[/")] ||
		igd_modprobe_loads_before(scene->config, name, VFIO) != statement)
		return false;
	return igd_host_has(scene->host,
		       igd_host_print(scene->host, "/sys/module/%s/initstate", name)) &&
	       !unloadable(scene, name);
}

static void find_other_loader(const struct scene *scene, struct igd_claim *claim)
{
	const struct igd_modprobe_statement *statement;
	size_t i, left = MAX_SOFTDEPS;

	for (i = 0; i < scene->config->count && left && !claim->loader; i++) {
		statement = &scene->config->statements[i];
		if (statement->kind != IGD_MODPROBE_SOFTDEP || !strstr(statement->text, "vfio"))
			continue;
		left--;
		if (is_other_loader(scene, statement))
			claim->loader = softdep_text(scene, statement);
	}
}

static void find_loader(const struct scene *scene, struct igd_claim *claim)
{
	const struct igd_autoload_entry *entry;

	if (claim->vfio == IGD_MODULE_BUILTIN) {
		claim->loader = "the kernel, which has it built in";
		claim->is_loaded_first = true;
		return;
	}
	entry = igd_autoload_find(igd_autoload_get(scene->host), VFIO);
	if (entry) {
		claim->loader = entry->argument ? igd_host_print(scene->host, "`%s` in %s",
							  entry->argument, entry->origin)
						: entry->origin;
		claim->is_loaded_first = entry->when != IGD_AUTOLOAD_BOOT;
		return;
	}
	find_softdep_loader(scene, "i915", claim);
	if (!claim->loader)
		find_softdep_loader(scene, "xe", claim);
	if (!claim->loader)
		find_other_loader(scene, claim);
}

static void read_claim(const struct scene *scene)
{
	struct igd_claim *claim = &scene->claims->vfio;
	const struct igd_module *module = igd_modules_find(scene->modules, VFIO);
	const struct igd_modprobe_statement *install;

	claim->vfio = module ? module->state : IGD_MODULE_UNKNOWN;
	take_ids(scene, claim);
	if (claim->kind != IGD_CLAIM_IDS && take_override(scene, claim))
		return;
	install = igd_modprobe_find(scene->config, IGD_MODPROBE_INSTALL, VFIO);
	if (install && claim->vfio == IGD_MODULE_FILE) {
		claim->kind = IGD_CLAIM_COMMAND;
		claim->value = install->text;
		claim->origin = install->origin;
	}
	find_loader(scene, claim);
}

/* Whether no driver for display hardware is to start: i915_check_nomodeset(), xe_check_nomodeset(). */
static const char *nomodeset(const struct scene *scene, const char *name)
{
	struct igd_modprobe_option modeset = igd_modprobe_option(scene->config, name, "modeset");

	if (modeset.value && strcmp(name, "i915") == 0)
		return strcmp(modeset.value, "0") != 0
			       ? NULL
			       : igd_host_print(scene->host, "modeset=0 in %s", modeset.origin);
	return igd_cmdline_get(scene->host, "nomodeset") ? "nomodeset in " IGD_PROC_CMDLINE : NULL;
}

/* What keeps a driver that is there from taking the iGPU, loaded or not. */
static const char *refuses(const struct scene *scene, const char *name, bool is_builtin)
{
	struct igd_modprobe_option force = igd_modprobe_option(scene->config, name, "force_probe");
	const char *init = igd_host_print(scene->host, "%s_init", name);

	if (force.value && (force.is_cmdline || !is_builtin) &&
		igd_force_probe_blocks(force.value, scene->igpu->device))
		return igd_host_print(
			scene->host, "%s.force_probe=%s in %s", name, force.value, force.origin);
	if (is_builtin && igd_cmdline_has(scene->host, "initcall_blacklist", init))
		return igd_host_print(
			scene->host, "initcall_blacklist=%s in %s", init, IGD_PROC_CMDLINE);
	return nomodeset(scene, name);
}

/*
 * Linux 7.1 drivers/gpu/drm/xe/xe_pci.c: Tiger Lake to Arrow Lake have require_force_probe. Of the kernel's
 * own xe only; one that was built beside it (DKMS, S21) may do otherwise.
 */
static bool is_shy(const struct scene *scene, const struct igd_module *rival)
{
	const struct igd_igpu_model *model = scene->igpu->model;
	bool is_older = model && (model->generation == 12 ||
					 igd_starts_with(model->platform, "Meteor Lake") ||
					 igd_starts_with(model->platform, "Arrow Lake"));

	if (strcmp(rival->name, "xe") != 0 || !is_older)
		return false;
	if (rival->state == IGD_MODULE_FILE && !igd_starts_with(rival->path, "kernel/"))
		return false;
	return !igd_modprobe_option(scene->config, "xe", "force_probe").value;
}

/* What has vfio-pci take the iGPU before this rival is loaded. */
static const char *preceded(const struct scene *scene, const struct igd_module *rival)
{
	const struct igd_claim *claim = &scene->claims->vfio;
	const struct igd_modprobe_statement *statement = softdep_of(scene, rival);

	if (rival->state == IGD_MODULE_BUILTIN ||
		(claim->kind != IGD_CLAIM_IDS && claim->kind != IGD_CLAIM_OVERRIDE))
		return NULL;
	if (claim->is_loaded_first)
		return igd_host_print(scene->host, "vfio-pci is loaded first by %s", claim->loader);
	return statement ? softdep_text(scene, statement) : NULL;
}

static void read_rival(const struct scene *scene, const char *name, struct igd_rival *ret)
{
	const struct igd_module *module = igd_modules_find(scene->modules, name);

	*ret = (struct igd_rival){ .name = name, .state = IGD_RIVAL_NONE };
	if (!module || !module->is_match || module->state == IGD_MODULE_ABSENT)
		return;
	ret->is_builtin = module->state == IGD_MODULE_BUILTIN;
	ret->by = refuses(scene, name, ret->is_builtin);
	if (!ret->by && !ret->is_builtin)
		ret->by = unloadable(scene, name);
	ret->state = IGD_RIVAL_BLOCKED;
	if (ret->by)
		return;
	ret->by = preceded(scene, module);
	ret->state = IGD_RIVAL_SECOND;
	if (ret->by)
		return;
	ret->state = is_shy(scene, module) ? IGD_RIVAL_SHY : IGD_RIVAL_FREE;
}

static void read_claims(struct igd_host *host, void *ret)
{
	struct scene scene = { .host = host, .claims = ret };

	scene.claims->rivals[0].name = "i915";
	scene.claims->rivals[1].name = "xe";
	scene.igpu = igd_igpu_get(host);
	if (!scene.igpu)
		return;
	scene.modules = igd_modules_get(host);
	scene.config = igd_modprobe_get(host);
	read_claim(&scene);
	read_rival(&scene, "i915", &scene.claims->rivals[0]);
	read_rival(&scene, "xe", &scene.claims->rivals[1]);
}

static const struct igd_fact claims_fact = { "claims", sizeof(struct igd_claims), read_claims,
	NULL };

const struct igd_claims *igd_claims_get(struct igd_host *host)
{
	return igd_host_fact(host, &claims_fact);
}

/* Proxmox PVE/QemuServer/PCI.pm and libvirt (managed='yes') bind the device when the VM starts. */
const char *igd_claim_lapse(struct igd_host *host, const char *rival)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *driver = igpu ? igd_pci_driver(host, igpu->address) : NULL;

	if (!driver || strcmp(driver, "vfio-pci") != 0)
		return "";
	return igd_host_print(host,
		"; vfio-pci has it now, but at the next boot %s has it until something binds it "
		"again (Proxmox does when the VM starts)",
		rival);
}
