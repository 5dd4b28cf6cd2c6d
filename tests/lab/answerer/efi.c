// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * efi - the way in from UEFI, and time by its services
 *
 * They are not left (ExitBootServices()), so that there is a timer to rest by. UEFI Specification 2.10: section 4 (the
 * tables), 7.1 (events). Built with -mabi=ms, the calling convention of section 2.3.4.2.
 */
#include "machine.h"

#define EVT_TIMER 0x80000000U
#define TIMER_PERIODIC 1
#define HUNDRED_NS_IN_TICK (10000000U / TICKS_IN_SECOND)

/* Table headers are 24 bytes; of the boot services the functions that are used, by their place. */
struct boot_services {
	uint8_t header[24];
	void *before[7];
	uint64_t (*create_event)(
		uint32_t kind, uintptr_t level, void *notify, void *context, void **ret);
	uint64_t (*set_timer)(void *event, int kind, uint64_t hundred_ns);
	uint64_t (*wait_for_event)(uintptr_t count, void **events, uintptr_t *ret_index);
	void *between[19];
	uint64_t (*set_watchdog_timer)(
		uintptr_t seconds, uint64_t code, uintptr_t size, void *data);
};

struct system_table {
	uint8_t header[24];
	void *vendor;
	uint32_t revision;
	void *console[6]; /* three handles, three protocols */
	void *runtime;
	struct boot_services *boot;
};

uint64_t efi_main(void *image, struct system_table *system);

static struct boot_services *services;
static void *timer;
static uint32_t count;

void machine_init(void)
{
	/* else UEFI starts the machine anew after five minutes (section 7.5) */
	services->set_watchdog_timer(0, 0, 0, NULL);
	services->create_event(EVT_TIMER, 0, NULL, NULL, &timer);
	services->set_timer(timer, TIMER_PERIODIC, HUNDRED_NS_IN_TICK);
}

void rest(void)
{
	uintptr_t index;

	services->wait_for_event(1, &timer, &index);
	count++;
}

uint32_t ticks(void)
{
	return count;
}

uint64_t efi_main(void *image, struct system_table *system)
{
	(void)image;
	services = system->boot;
	answerer_main();
	return 0;
}
