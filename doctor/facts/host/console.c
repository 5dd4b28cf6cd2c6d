// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * console - framebuffer devices, virtual consoles and DRM cards
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/cmdline.h"
#include "facts/host/framebuffer.h"

#define GRAPHICS "/sys/class/graphics"
#define VTCONSOLE "/sys/class/vtconsole"
#define DRM "/sys/class/drm"

/* "fb12" with prefix "fb": 12. False for another name. */
static bool numbered(const char *name, const char *prefix, unsigned *ret)
{
	uint64_t number;

	if (!igd_starts_with(name, prefix) || !isdigit((unsigned char)name[strlen(prefix)]) ||
		igd_parse_u64(name + strlen(prefix), 10, &number) < 0 || number > 255)
		return false;
	*ret = (unsigned)number;
	return true;
}

static bool is_pci_address(const char *text, size_t length)
{
	static const char pattern[] = "xxxx:xx:xx.x";
	size_t i;

	if (length != sizeof(pattern) - 1)
		return false;
	for (i = 0; i < length; i++) {
		if (pattern[i] == 'x' ? !isxdigit((unsigned char)text[i]) : text[i] != pattern[i])
			return false;
	}
	return true;
}

const char *igd_link_pci(struct igd_host *host, const char *target)
{
	const char *found = NULL;
	size_t length;

	for (; target && *target; target += length, target += *target == '/') {
		length = strcspn(target, "/");
		if (is_pci_address(target, length))
			found = target;
	}
	return found ? igd_host_print(host, "%.12s", found) : NULL;
}

static void read_fbs(struct igd_host *host, void *ret)
{
	const char *const *name = igd_host_list(host, GRAPHICS);
	struct igd_fbs *fbs = ret;
	const char *target, *label;
	struct igd_fb fb;

	for (; name && *name; name++) {
		if (!numbered(*name, "fb", &fb.number))
			continue;
		target = igd_host_link(host, igd_host_print(host, GRAPHICS "/%s", *name));
		label = igd_host_line(host, igd_host_print(host, GRAPHICS "/%s/name", *name));
		fb.name = label ? label : "";
		fb.device = igd_link_pci(host, target);
		fb.is_boot = target && strstr(target, "-framebuffer.");
		fbs->fbs = igd_regrow(fbs->fbs, fbs->count + 1, sizeof(fb));
		fbs->fbs[fbs->count++] = fb;
	}
}

static int by_number(const void *left, const void *right)
{
	return (int)((const struct igd_fb *)left)->number -
	       (int)((const struct igd_fb *)right)->number;
}

static void read_sorted_fbs(struct igd_host *host, void *ret)
{
	struct igd_fbs *fbs = ret;

	read_fbs(host, ret);
	if (fbs->count)
		qsort(fbs->fbs, fbs->count, sizeof(*fbs->fbs), by_number);
}

static void fbs_done(void *fact)
{
	free(((struct igd_fbs *)fact)->fbs);
}

static const struct igd_fact fbs_fact = { "framebuffers", sizeof(struct igd_fbs), read_sorted_fbs,
	fbs_done };

const struct igd_fbs *igd_fbs(struct igd_host *host)
{
	return igd_host_fact(host, &fbs_fact);
}

const struct igd_fb *igd_fb_console(struct igd_host *host)
{
	const struct igd_fbs *fbs = igd_fbs(host);
	const char *map = fbs->count > 1 ? igd_cmdline_get(host, "fbcon") : NULL;
	size_t i;

	for (i = 0; map && igd_starts_with(map, "map:") && i < fbs->count; i++) {
		if (map[4] == (char)('0' + fbs->fbs[i].number))
			return &fbs->fbs[i];
	}
	return fbs->count ? &fbs->fbs[0] : NULL;
}

bool igd_fb_is_on(struct igd_host *host, const struct igd_fb *fb, const char *address)
{
	struct igd_boot_range range;

	return fb->device ? strcmp(fb->device, address) == 0
			  : fb->is_boot && igd_boot_range(host, address, &range);
}

/* vtcon0 is there on every kernel with virtual terminals; only the bound ones' names matter. */
static void read_vtcons(struct igd_host *host, void *ret)
{
	const char *const *name = igd_host_list(host, VTCONSOLE);
	struct igd_vtcons *vtcons = ret;
	struct igd_vtcon vtcon;
	const char *bind;

	for (; name && *name; name++) {
		if (!numbered(*name, "vtcon", &vtcon.number))
			continue;
		bind = igd_host_line(host, igd_host_print(host, VTCONSOLE "/%s/bind", *name));
		vtcon.is_bound = bind && strcmp(bind, "1") == 0;
		vtcon.name = igd_host_line(host, igd_host_print(host, VTCONSOLE "/%s/name", *name));
		if (!vtcon.name)
			continue;
		vtcons->vtcons = igd_regrow(vtcons->vtcons, vtcons->count + 1, sizeof(vtcon));
		vtcons->vtcons[vtcons->count++] = vtcon;
	}
}

static void vtcons_done(void *fact)
{
	free(((struct igd_vtcons *)fact)->vtcons);
}

static const struct igd_fact vtcons_fact = { "vtconsoles", sizeof(struct igd_vtcons), read_vtcons,
	vtcons_done };

const struct igd_vtcons *igd_vtcons(struct igd_host *host)
{
	return igd_host_fact(host, &vtcons_fact);
}

const struct igd_vtcon *igd_vtcon_bound(struct igd_host *host, const char *word)
{
	const struct igd_vtcons *vtcons = igd_vtcons(host);
	size_t i;

	for (i = 0; i < vtcons->count; i++) {
		if (vtcons->vtcons[i].is_bound && strstr(vtcons->vtcons[i].name, word))
			return &vtcons->vtcons[i];
	}
	return NULL;
}

/* "card0-HDMI-A-1" is an output of card0; status says "connected", "disconnected" or "unknown". */
static void count_connectors(
	struct igd_host *host, const char *const *names, struct igd_drm_card *card)
{
	size_t length = strlen(card->name);
	const char *status;

	for (; *names; names++) {
		if (!igd_starts_with(*names, card->name) || (*names)[length] != '-')
			continue;
		status = igd_host_line(host, igd_host_print(host, DRM "/%s/status", *names));
		card->connectors++;
		card->connected += status && strcmp(status, "connected") == 0 ? 1 : 0;
	}
}

static void read_cards(struct igd_host *host, void *ret)
{
	const char *const *names = igd_host_list(host, DRM), *const * name;
	struct igd_drm_cards *cards = ret;
	struct igd_drm_card card;
	unsigned number;

	for (name = names; name && *name; name++) {
		if (!numbered(*name, "card", &number))
			continue;
		card = (struct igd_drm_card){ .name = *name };
		card.device = igd_link_pci(
			host, igd_host_link(host, igd_host_print(host, DRM "/%s", *name)));
		count_connectors(host, names, &card);
		cards->cards = igd_regrow(cards->cards, cards->count + 1, sizeof(card));
		cards->cards[cards->count++] = card;
	}
}

static void cards_done(void *fact)
{
	free(((struct igd_drm_cards *)fact)->cards);
}

static const struct igd_fact cards_fact = { "drm-cards", sizeof(struct igd_drm_cards), read_cards,
	cards_done };

const struct igd_drm_cards *igd_drm_cards(struct igd_host *host)
{
	return igd_host_fact(host, &cards_fact);
}
