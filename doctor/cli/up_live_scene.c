// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_live_scene - what of the VM and the host a run goes by, out of the facts of the last examination
 */
#include <stdlib.h>
#include <string.h>

#include "cli/up_live.h"
#include "facts/firmware/rom.h"
#include "facts/guest/name.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "facts/host/way_in.h"
#include "facts/recipe/recipe_words.h"
#include "facts/vm/view.h"

#define CONNECTION IGD_LIBVIRT_DIR "/connection"
#define NETWORKS IGD_LIBVIRT_DIR "/networks"

static char *shown(const char *text)
{
	return text ? igd_printable(text, strlen(text), 600) : NULL;
}

/* Whether the text has this line. */
static bool has_line(const char *text, const char *line)
{
	size_t length = strlen(line);

	for (; text && *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (strncmp(text, line, length) == 0 && strchr("\n", text[length]))
			return true;
	return false;
}

static void read_uri(struct igd_up_live *live)
{
	const char *text = igd_host_text(live->session.host, CONNECTION);

	free(live->uri);
	live->uri = NULL;
	for (; text && *text && !live->uri; text += strcspn(text, "\n"), text += *text == '\n')
		if (igd_starts_with(text, "uri "))
			live->uri = igd_strndup(text + 4, strcspn(text + 4, "\n"));
}

static void read_network(struct igd_host *host, const struct igd_vm *vm, struct igd_up_scene *ret)
{
	const char *text = igd_host_text(host, NETWORKS);
	size_t i;

	for (i = 0; text && i < vm->nic_count && !ret->network; i++) {
		const struct igd_vm_nic *nic = &vm->nics[i];

		if (nic->kind != IGD_VM_NET_NETWORK || !nic->source)
			continue;
		if (has_line(text, igd_host_print(host, "inactive %s",
					   igd_guest_encode(host, nic->source))))
			ret->network = igd_strdup(nic->source);
	}
}

/* `--recipe NAME` is held against the recipe that this VM is brought to (facts/recipe/recipe.h). */
static void read_recipe(struct igd_host *host, const char *wanted, const struct igd_vm *vm,
	struct igd_up_scene *ret)
{
	const struct igd_recipe_comparison *comparison = igd_recipe_get(host);
	enum igd_recipe wish = strcmp(wanted, "legacy") == 0 ? IGD_RECIPE_LEGACY : IGD_RECIPE_UPT;
	const char *differs;

	ret->unlike_remedy = igd_printf(
		"What is wished is for you to edit: `virsh edit %s`; `igd-doctor explain vm.recipe` has the two "
		"ways. Or make a new VM: `igd-doctor up --create NAME --recipe %s`.",
		vm->name, wanted);
	if (!comparison) {
		ret->unlike = igd_printf(
			"this iGPU is not in the table of known Intel graphics, so whether the VM follows `%s` "
			"cannot be told",
			wanted);
		return;
	}
	if (comparison->advised == wish)
		return;
	differs = igd_recipe_list(host, &comparison->fits[wish], false);
	ret->unlike =
		igd_printf("the VM is nearer to `%s`, and `up` does not turn one recipe into the "
			   "other; for `%s`: %s",
			igd_recipe_name(comparison->advised), wanted,
			*differs ? differs : "this host cannot have it");
}

/* Whether the file that the definition names has the content of the one that is given. */
static bool lacks_rom(struct igd_up_live *live, const struct igd_vm_hostdev *hostdev)
{
	struct igd_host *host = live->session.host;
	const struct igd_bytes *given, *own;

	if (!live->options.rom)
		return false;
	if (!hostdev || !hostdev->rom || *hostdev->rom != '/')
		return true;
	given = igd_host_bytes(host, live->options.rom, IGD_ROM_MAX_BYTES);
	own = igd_host_bytes(host, hostdev->rom, IGD_ROM_MAX_BYTES);
	return !given || !own || given->size != own->size ||
	       memcmp(given->data, own->data, own->size) != 0;
}

static void read_functions(struct igd_host *host, const struct igd_vm *vm, struct igd_up_scene *ret)
{
	size_t i;

	ret->functions = igd_zalloc((vm->hostdev_count + 1) * sizeof(*ret->functions));
	for (i = 0; i < vm->hostdev_count; i++) {
		struct igd_up_function *function = &ret->functions[ret->function_count];
		const char *address = vm->hostdevs[i].host;

		if (!address || strlen(address) >= sizeof(function->address))
			continue;
		memcpy(function->address, address, strlen(address));
		function->driver = shown(igd_pci_driver(host, address));
		ret->function_count++;
	}
}

/* As fixes/apply/guard.c has it: a driver that keeps the iGPU for a VM shows no picture. */
static void read_guard(struct igd_host *host, const char *driver, struct igd_up_scene *ret)
{
	if (driver && (strcmp(driver, "vfio-pci") == 0 || strcmp(driver, "pci-stub") == 0))
		return;
	if (!igd_way_in_display(host) && !igd_way_in_login(host) && !igd_way_in_serial(host))
		ret->guard = igd_strdup(
			"the iGPU's screen will go black, and no other display in use, no SSH server and no "
			"serial console was found on this machine");
}

static void read_vm(struct igd_up_live *live, const struct igd_vm *vm, struct igd_up_scene *ret)
{
	struct igd_host *host = live->session.host;
	const struct igd_vm_hostdev *hostdev = igd_vm_igpu(host);
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *driver = igpu ? igd_pci_driver(host, igpu->address) : NULL;

	ret->vm = igd_strdup(vm->name);
	ret->is_running = vm->is_running == IGD_VM_YES;
	ret->is_managed = hostdev && hostdev->is_managed == IGD_VM_YES;
	ret->is_kept_by_vfio = driver && igd_ends_with(driver, "vfio-pci");
	ret->has_agent = vm->has_agent == IGD_VM_YES;
	ret->lacks_rom = lacks_rom(live, hostdev);
	if (vm->firmware.debug_log && *vm->firmware.debug_log == '/')
		ret->firmware_log = igd_strdup(vm->firmware.debug_log);
	if (live->options.recipe)
		read_recipe(host, live->options.recipe, vm, ret);
	read_network(host, vm, ret);
	read_functions(host, vm, ret);
	read_guard(host, driver, ret);
}

static void explain_none(
	struct igd_up_live *live, const struct igd_vm_view *view, struct igd_up_scene *ret)
{
	const struct igd_finding *found = igd_exam_find(&live->session.exam, "vm.found");

	ret->why_none = shown(view->why);
	ret->remedy =
		found && found->remedy
			? igd_strdup(found->remedy)
			: igd_strdup(
				  "Name it: `igd-doctor up --vm NAME`. `igd-doctor up --create NAME "
				  "--disk FILE` makes a new one.");
}

void igd_up_live_look(struct igd_up_live *live, struct igd_up_scene *ret)
{
	const struct igd_vm_view *view = igd_vm_view(live->session.host);

	*ret = (struct igd_up_scene){ .where = shown(view->where) };
	if (view->state != IGD_VM_FOUND) {
		explain_none(live, view, ret);
		return;
	}
	if (view->vm->origin != IGD_VM_LIBVIRT || !view->is_of_this_host) {
		ret->why_none = igd_printf(
			"%s is not libvirt's, and `up` drives libvirt's VMs only", view->vm->name);
		ret->remedy = igd_strdup(
			"`igd-doctor check` examines it all the same; start it the way it is started otherwise, and "
			"then let `igd-doctor --ask-guest` look.");
		return;
	}
	read_uri(live);
	read_vm(live, view->vm, ret);
}
