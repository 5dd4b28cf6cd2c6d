// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * windows - what Windows in the VM under examination tells of its displays and of Sunshine
 *
 * The answer to one PowerShell query (core/source_live_guest_script.c) that reads and changes nothing: a JSON object of
 * version 1 with the lists below. None of it was ever seen from a true Windows: names of classes, properties and values
 * are those of Microsoft's documentation (Win32_VideoController, Win32_PnPEntity, WmiMonitorID,
 * WmiMonitorConnectionParams, Win32_Service, Get-NetTCPConnection, Get-NetFirewallRule). It is the guest's, and taken
 * for hostile: at most IGD_JSON_MAX_ITEMS of each, texts printable and cut, "" where they are not told. A list whose query
 * failed is null; in recordings of the first months it is empty.
 */
#ifndef IGD_FACTS_GUEST_WINDOWS_H
#define IGD_FACTS_GUEST_WINDOWS_H

#include "facts/guest/agent.h"

#define IGD_WINDOWS_ID 200

/* A display adapter that has a driver, "gpu": Win32_VideoController. */
struct igd_windows_adapter {
	char name[IGD_AGENT_TEXT]; /* "Intel(R) UHD Graphics 770" */
	char id[IGD_WINDOWS_ID];   /* "PCI\VEN_8086&DEV_4680&SUBSYS_...\3&..." */
	bool has_code;
	uint32_t code;		/* ConfigManagerErrorCode; 0: it works */
	char status[16];	/* the NTSTATUS of a problem, "0xC000000D" */
	char version[32];	/* "32.0.101.7076" */
	char date[16];		/* "2025-09-08" */
	char inf[64];		/* "oem12.inf" */
	uint32_t width, height; /* of the picture that it shows; 0: none */
};

/* A display, a monitor or a device of Intel's with a problem, "pnp": Win32_PnPEntity. */
struct igd_windows_device {
	char name[IGD_AGENT_TEXT];
	char class[32]; /* "Display", "Monitor" */
	char id[IGD_WINDOWS_ID];
	char hardware_id[IGD_WINDOWS_ID]; /* the first; "Root\MttVDD" */
	char service[64];		  /* the driver's, "igfxn", "BasicDisplay" */
	bool has_code;
	uint32_t code;
};

/* "mon": WmiMonitorID, and "out": WmiMonitorConnectionParams, of the same instance. */
struct igd_windows_monitor {
	char instance[IGD_WINDOWS_ID]; /* "DISPLAY\DELA0EC\4&...&UID8388688_0" */
	char name[IGD_AGENT_TEXT];
	char adapter[IGD_WINDOWS_ID]; /* the id of what it hangs from */
	bool is_active;
	bool has_output;
	uint32_t output; /* VideoOutputTechnology: 5 HDMI, 10 DisplayPort, 16 and 17 indirect */
};

/* Of Sunshine's names, "svc": Win32_Service. */
struct igd_windows_service {
	char name[64];	/* "SunshineService", "ApolloService" */
	char state[32]; /* "Running", "Stopped" */
	char mode[32];	/* "Auto", "Manual", "Disabled" */
	char path[IGD_WINDOWS_ID];
};

/* Of the name "sunshine", "proc". */
struct igd_windows_process {
	uint32_t pid, session;
	char path[IGD_WINDOWS_ID];
};

/* What those processes listen at, "tcp" and "udp". */
struct igd_windows_port {
	char address[46]; /* "0.0.0.0", "::" */
	uint16_t port;
	bool is_udp;
};

/* "net": Get-NetConnectionProfile */
struct igd_windows_network {
	char interface[IGD_AGENT_TEXT];
	char category[32]; /* "Public", "Private", "DomainAuthenticated" */
};

/* "fwp": Get-NetFirewallProfile */
struct igd_windows_profile {
	char name[32]; /* "Domain", "Private", "Public" */
	bool is_on;
	bool blocks; /* what no rule allows to come in, which is the default */
};

/* For what comes in, by the name of Sunshine or Apollo, or for the program, "fwr": Get-NetFirewallRule */
struct igd_windows_rule {
	char name[IGD_AGENT_TEXT];
	bool is_on, allows;
	char profiles[64]; /* "Any", "Private, Public" */
	char protocol[16]; /* "TCP", "UDP", "Any" */
	char program[IGD_WINDOWS_ID];
};

/* The lists, as far as it matters whether one is empty or was not told. */
enum igd_windows_list {
	IGD_WINDOWS_ADAPTERS,
	IGD_WINDOWS_DEVICES,
	IGD_WINDOWS_SERVICES,
	IGD_WINDOWS_PROCESSES,
	IGD_WINDOWS_PORTS, /* TCP's */
	IGD_WINDOWS_RULES
};

struct igd_windows {
	struct igd_windows_adapter *adapters;
	struct igd_windows_device *devices;
	struct igd_windows_monitor *monitors;
	struct igd_windows_service *services;
	struct igd_windows_process *processes;
	struct igd_windows_port *ports; /* TCP's before UDP's */
	struct igd_windows_network *networks;
	struct igd_windows_profile *profiles;
	struct igd_windows_rule *rules;
	size_t adapter_count, device_count, monitor_count, service_count, process_count, port_count,
		network_count, profile_count, rule_count;
	enum igd_vm_answer has_user;	   /* somebody is logged on at the console */
	enum igd_vm_answer has_hypervisor; /* Windows sees that it runs in a VM */
	bool has_vbs;
	uint32_t vbs;	 /* VirtualizationBasedSecurityStatus: 0 off, 1 enabled, 2 running */
	unsigned failed; /* igd_windows_is_told(): 1 << LIST for each that is not */
};

/* Whether a list that is empty says that there is nothing: its query, as far as can be seen, did not fail. */
IGD_EXPORT bool igd_windows_is_told(const struct igd_windows *windows, enum igd_windows_list list);

/* What it told; NULL with an errno of IGD_GUEST_DIR, as in agent.h (EBADMSG also for a malformed answer). */
IGD_EXPORT const struct igd_windows *igd_windows_get(struct igd_host *host, int *ret_error);

/*
 * The same for a check of Windows, with a citation of the system. Where it is not known, NULL, and *ret_verdict is what
 * to return: NA where there is no VM that runs, the guest is not Windows, or it is not libvirt's, else UNKNOWN.
 */
IGD_EXPORT const struct igd_windows *igd_windows_examine(
	struct igd_host *host, struct igd_finding *ret, enum igd_verdict *ret_verdict);

/* Concludes UNKNOWN because Windows did not tell something: what, as a sentence, with a remedy. */
IGD_EXPORT enum igd_verdict igd_windows_untold(struct igd_finding *ret, const char *what);

/* Whether an id of a PCI device ("PCI\VEN_8086&DEV_4680&...") is of this vendor and device, in any case. */
IGD_EXPORT bool igd_windows_is_pci(const char *id, uint16_t vendor, uint16_t device);

/*
 * The iGPU's device id as the VM sees it: that of the host, or the one that x-pci-device-id puts in its place; 0 if the
 * VM has not been given it.
 */
IGD_EXPORT uint16_t igd_windows_igpu_id(struct igd_host *host);

/* It, as Windows has it in either of its lists. */
struct igd_windows_igpu {
	const struct igd_windows_adapter *adapter; /* NULL: Windows has no driver for it */
	const struct igd_windows_device *device;   /* NULL: not among the devices */
	const char *name;			   /* never NULL */
	bool is_there;				   /* in one of them */
	bool has_code;
	uint32_t code;
	/* Windows shows a picture on it with a driver of its own, which knows no GPU. */
	bool is_basic;
};
IGD_EXPORT struct igd_windows_igpu igd_windows_igpu(
	const struct igd_windows *windows, uint16_t device);

/* The query's answer; false for one that is none, and then nothing is in *ret. */
IGD_EXPORT bool igd_windows_parse(const char *json, size_t size, struct igd_windows *ret);
IGD_EXPORT void igd_windows_done(struct igd_windows *windows);

#endif
