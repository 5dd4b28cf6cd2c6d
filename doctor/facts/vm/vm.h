// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm - a virtual machine as it is defined, whoever defined it
 *
 * One model, filled from a libvirt domain, a Proxmox VE configuration or a QEMU command line. Checks see this and
 * never the text it came from, so the same machine gets the same findings however it is written down. What the
 * text leaves to the program that reads it is filled in where that program's default is known (and its source is
 * named beside it); what cannot be known is marked unknown. Texts are printable and belong to the model.
 */
#ifndef IGD_FACTS_VM_VM_H
#define IGD_FACTS_VM_VM_H

#include "core/host.h"

/* Three values, because most of what a text does not say is not "no". */
enum igd_vm_answer { IGD_VM_UNKNOWN, IGD_VM_YES, IGD_VM_NO };

enum igd_vm_origin { IGD_VM_LIBVIRT, IGD_VM_PROXMOX, IGD_VM_COMMAND_LINE };

/* An address on the guest's PCI; is_known is false where the program that starts QEMU, or QEMU, chooses. */
struct igd_vm_address {
	bool is_known;
	unsigned domain, bus, slot, function;
	bool is_behind_bridge; /* not on the root bus (pcie.0, pci.0); bus is then 0 where it is not told */
};

/* A property of a device as QEMU is given it at last (overrides and -set included); "on" and "off" for booleans. */
struct igd_vm_property {
	const char *name, *value;
};

struct igd_vm_properties {
	struct igd_vm_property *list;
	size_t count;
};

/* The value; NULL if it is not given. '_' and '-' in a name are alike, as they are to QEMU. */
IGD_EXPORT const char *igd_vm_property(
	const struct igd_vm_properties *properties, const char *name);
/* The same of a switch: "on", "off", "yes", "no", "true", "false", "1", "0"; UNKNOWN if it is not given. */
IGD_EXPORT enum igd_vm_answer igd_vm_switch(
	const struct igd_vm_properties *properties, const char *name);

enum igd_vm_chipset { IGD_VM_CHIPSET_UNKNOWN, IGD_VM_I440FX, IGD_VM_Q35, IGD_VM_CHIPSET_OTHER };

struct igd_vm_machine {
	enum igd_vm_chipset chipset;
	const char *type; /* "pc-q35-9.2", "q35"; NULL if not said */
	struct igd_vm_properties
		properties; /* of -machine: "smm", "kernel_irqchip", "vmport" ... */
};

enum igd_vm_firmware_kind {
	IGD_VM_FIRMWARE_UNKNOWN,
	IGD_VM_SEABIOS,
	IGD_VM_OVMF,
	IGD_VM_FIRMWARE_OTHER
};

struct igd_vm_firmware {
	enum igd_vm_firmware_kind kind;
	const char
		*path; /* of the code image; NULL if not said (libvirt's firmware='efi' chooses) */
	const char *nvram; /* of the variables; NULL if not said */
	enum igd_vm_answer secure_boot;
	const char *debug_log;	   /* the file behind an isa-debugcon at 0x402; NULL for none */
	const char *mmio64_mib;	   /* opt/ovmf/X-PciMmio64Mb as it is given; NULL if it is not */
	const char *seabios_pci64; /* opt/org.seabios/pci64 as it is given; NULL if it is not */
};

struct igd_vm_cpu {
	/*
	 * "host" (also libvirt's host-passthrough), "host-model", "max", or QEMU's name of a model; NULL if it is
	 * left to QEMU, which is then qemu64.
	 */
	const char *model;
	unsigned phys_bits; /* phys-bits=N, <maxphysaddr mode='emulate' bits=>; 0: not given */
	enum igd_vm_answer
		host_phys_bits; /* as given; UNKNOWN: not given, which is yes for "host" and "max" */
	unsigned host_phys_bits_limit;	  /* 0: not given */
	unsigned vcpus;			  /* 0: unknown */
	enum igd_vm_answer is_kvm_hidden; /* YES: kvm=off, <kvm><hidden state='on'/> */
	enum igd_vm_answer
		has_hypervisor_bit; /* NO: hypervisor=off, -hypervisor, <feature policy='disable'> */
	const char *hyperv_vendor_id;	     /* hv-vendor-id; NULL if not set */
	enum igd_vm_answer has_hyperv;	     /* YES: at least one Hyper-V enlightenment is on */
	struct igd_vm_properties properties; /* of -cpu, features as "on" and "off" */
};

struct igd_vm_memory {
	uint64_t bytes;	    /* at start; 0: unknown */
	uint64_t max_bytes; /* with hotplug; 0: the same */
	enum igd_vm_answer has_hugepages, is_locked, has_balloon, is_shared;
	enum igd_vm_answer kvm;	   /* accelerated by KVM; NO for TCG */
	uint64_t hard_limit;	   /* <memtune><hard_limit>, bytes; 0: none */
	const char *hugepage_path; /* mem-path; NULL */
	uint64_t hugepage_bytes;   /* 0: the host's default size, or none */
};

/* A PCI device of the host that the VM is given. */
struct igd_vm_hostdev {
	const char *host;  /* "0000:00:02.0"; NULL if it is named otherwise (Proxmox mapping=) */
	const char *alias; /* "hostdev0"; NULL if not said */
	struct igd_vm_address guest;	/* where the VM sees it */
	enum igd_vm_answer is_managed;	/* libvirt gives it back to its driver afterwards */
	enum igd_vm_answer has_rom_bar; /* NO: rombar=0, <rom bar='off'/>, <rom enabled='no'/> */
	const char *rom;		/* romfile; NULL if none is given */
	/* Proxmox's legacy-igd=1, which only puts it at 00:02.0 (PVE/QemuServer/PCI.pm print_hostpci_devices()) */
	bool is_legacy_igd;
	struct igd_vm_properties properties; /* of vfio-pci: "x-igd-opregion", "x-vga" ... */
};

/* A display that QEMU emulates. */
struct igd_vm_display {
	const char *
		model; /* QEMU's device: "VGA", "qxl-vga", "virtio-vga", "cirrus-vga", "ramfb", "bochs-display" ... */
	struct igd_vm_address guest;
	bool is_primary; /* the firmware's: VGA-compatible, and the first */
	struct igd_vm_properties
		properties; /* of the device: "id", "vram64_size_mb", "hostmem", "vgamem_mb" ... */
};

struct igd_vm_shmem {
	const char *name;  /* libvirt's name, or QEMU's id of the memory */
	const char *model; /* "ivshmem-plain", "ivshmem-doorbell", "ivshmem" */
	const char *
		path; /* of what backs it: "/dev/shm/looking-glass", "/dev/kvmfr0"; NULL if not said */
	uint64_t bytes;		      /* 0: not said */
	enum igd_vm_answer is_shared; /* share=on; NO leaves the client an empty file */
	enum igd_vm_answer
		is_json; /* how its -device is written; UNKNOWN: by libvirt itself, from <shmem> */
	struct igd_vm_address guest;
};

/* One value of one SMBIOS structure as the VM shows it. */
struct igd_vm_smbios_value {
	unsigned type; /* 0 to 4, 11, 17 */
	const char *field,
		*value; /* field as QEMU's -smbios calls it: "manufacturer", "product", "vendor", "uuid" */
};

enum igd_vm_smbios_mode {
	IGD_VM_SMBIOS_UNSAID,  /* libvirt's default is emulate */
	IGD_VM_SMBIOS_EMULATE, /* QEMU's own */
	IGD_VM_SMBIOS_HOST,    /* types 0 and 1 are copied from the host, but for the UUID */
	IGD_VM_SMBIOS_SYSINFO, /* values[] */
	IGD_VM_SMBIOS_FILE     /* -smbios file=, whose content is not known */
};

struct igd_vm_smbios {
	enum igd_vm_smbios_mode mode;
	const struct igd_vm_smbios_value *values;
	size_t value_count;
};

enum igd_vm_net {
	IGD_VM_NET_OTHER,
	IGD_VM_NET_NETWORK, /* a libvirt network */
	IGD_VM_NET_BRIDGE,
	IGD_VM_NET_MACVTAP, /* libvirt's type='direct' */
	IGD_VM_NET_USER,
	IGD_VM_NET_TAP,
	IGD_VM_NET_HOSTDEV
};

/* Ports of the host that lead into the VM, first to last, both included. */
struct igd_vm_forward {
	bool is_udp, is_excluded; /* excluded: the opposite, by passt's <range exclude='yes'> */
	const char *address;	  /* of the host; NULL: any */
	unsigned first, last; /* on the host: 1 to 65535; 0: all, if their numbers stay the same */
	unsigned to;	      /* in the VM, the number of the first */
};

struct igd_vm_nic {
	enum igd_vm_net kind;
	const char *source;	 /* the network, the bridge, the host's interface; NULL */
	const char *model, *mac; /* NULL if not said */
	struct igd_vm_address guest;
	const char *bridge; /* of a network, as libvirt says of a VM that runs: "virbr0"; NULL */
	const char *target; /* the host's end of it: "vnet3"; NULL */
	const char *mode;   /* of a macvtap: "vepa", "bridge", "private", "passthrough"; NULL */
	bool is_passt;	    /* of IGD_VM_NET_USER: passt, not SLIRP */
	bool is_unplugged;  /* <link state='down'/> */
	const struct igd_vm_forward *forwards; /* of IGD_VM_NET_USER */
	size_t forward_count;
};

#define IGD_VM_MAX_FORWARDS 64u

struct igd_vm_disk {
	const char *path; /* NULL: none, or no file */
	const char *bus;  /* "virtio", "sata", "scsi", "ide", "usb", "nvme"; NULL */
	bool is_cdrom;
};

/* Any other device, because it may stand where the iGPU belongs, or bring a BAR. */
struct igd_vm_other {
	const char *driver; /* "pcie-root-port", "ich9-intel-hda" */
	struct igd_vm_address guest;
	struct igd_vm_properties properties;
};

#define IGD_VM_NAMELESS "the VM"

struct igd_vm_store; /* what the texts and lists belong to */

struct igd_vm {
	enum igd_vm_origin origin;
	const char *name; /* never NULL; IGD_VM_NAMELESS where it has none, nor a number */
	const char *uuid; /* NULL */
	const char *
		where; /* what it was read from: a path, "virsh dumpxml NAME", "/proc/123/cmdline" */
	enum igd_vm_answer is_running;
	const char *emulator; /* the QEMU binary; NULL if not said */
	const char *
		guest_os; /* "windows", "linux" as far as it is said (libosinfo id, Proxmox ostype); NULL */
	struct igd_vm_machine machine;
	struct igd_vm_firmware firmware;
	struct igd_vm_cpu cpu;
	struct igd_vm_memory memory;
	struct igd_vm_smbios smbios;
	enum igd_vm_answer has_agent; /* a channel org.qemu.guest_agent.0 */
	enum igd_vm_answer
		is_agent_connected; /* somebody in the guest listens at it; told of what runs */
	enum igd_vm_answer has_tpm, has_iommu; /* an emulated TPM; an emulated IOMMU */
	enum igd_vm_answer uses_iommufd;
	enum igd_vm_answer has_default_devices; /* NO: -nodefaults, which libvirt always gives */
	const char *on_reboot;			/* "restart", "destroy"; NULL if not said */
	const struct igd_vm_hostdev *hostdevs;
	size_t hostdev_count;
	const struct igd_vm_display *displays;
	size_t display_count;
	const struct igd_vm_shmem *shmems;
	size_t shmem_count;
	const struct igd_vm_nic *nics;
	size_t nic_count;
	const struct igd_vm_disk *disks;
	size_t disk_count;
	const struct igd_vm_other *others;
	size_t other_count;
	struct igd_vm_properties globals; /* -global, "ICH9-LPC.disable_s3" = "1" */
	/*
	 * What a reader should know of the definition itself: "<qemu:commandline> sets device.hostdev0.x-vga by -set,
	 * which a QEMU with JSON devices does not find"; a sentence each.
	 */
	const char *const *remarks;
	size_t remark_count;
	bool has_host_usb; /* it is given a USB device of the host's, whatever that is */
	struct igd_vm_store *store;
};

IGD_EXPORT void igd_vm_done(struct igd_vm *vm);

/* The device of the VM that is this function of the host; NULL for none. address is "0000:00:02.0". */
IGD_EXPORT const struct igd_vm_hostdev *igd_vm_hostdev(
	const struct igd_vm *vm, const char *address);

/* Whether this is 00:02.0 on the root bus; UNKNOWN where the address is not told. */
IGD_EXPORT enum igd_vm_answer igd_vm_is_at_2(const struct igd_vm_address *address);

/* "00:02.0", "05:00.0", "01.0 behind a bridge", "wherever libvirt puts it"; memory of the host. */
IGD_EXPORT const char *igd_vm_address_words(
	struct igd_host *host, const struct igd_vm_address *address);

/*
 * Fills *ret from the text of a libvirt domain: `virsh dumpxml`, or a file below /etc/libvirt/qemu. libxml2 without
 * network or entities; at most IGD_VM_MAX_TEXT bytes, 64 levels, 4096 elements of a kind that counts. Elements and
 * attributes that are not known are passed over. -EBADMSG with line and reason in reterr, and nothing in *ret, where
 * it is no domain.
 */
IGD_EXPORT int igd_vm_parse_libvirt(
	const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr);

/* The same from a Proxmox VE configuration (qemu-server/101.conf): the current section, not those of snapshots. */
IGD_EXPORT int igd_vm_parse_proxmox(
	const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr);

/*
 * The same from a command line of QEMU: NUL-separated as /proc/PID/cmdline has it, or as a person pastes it, with
 * shell quoting, line continuations, `sudo`, `exec`, `taskset` and variables in front, and comments.
 */
IGD_EXPORT int igd_vm_parse_command_line(
	const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr);

/* Any of the three, told apart by how it begins. */
IGD_EXPORT int igd_vm_parse(
	const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr);

#define IGD_VM_MAX_TEXT ((size_t)1 << 20)

#endif
