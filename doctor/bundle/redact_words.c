// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_words - words that name nobody, values that mean nothing
 *
 * A machine called "vm" must not turn "kvm" into "khost-1", nor one called "debian" every package's version: such a
 * name tells nothing of its owner, and is replaced only where it is defined.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact_private.h"

/* Sorted, in lower case. */
static const char *const words[] = { "abuild", "access", "account", "acer", "acpi", "active",
	"adapter", "add", "address", "admin", "administrator", "agent", "ahci", "alder", "alias",
	"all", "allocation", "allow", "alma", "alpine", "alsa", "amd", "amdgpu", "and", "android",
	"anonymous", "aorus", "api", "apic", "app", "appimage", "apple", "apps", "arch", "archive",
	"archlinux", "args", "array", "arrow", "artix", "artixlinux", "aspire", "asrock", "asus",
	"async", "ata", "atomic", "audio", "auto", "backup", "backups", "bad", "balloon", "bar",
	"base", "bash", "battery", "beelink", "bin", "bind", "bios", "bit", "blade", "block",
	"bluetooth", "board", "bochs", "boot", "booted", "box", "bridge", "broadcom", "btrfs",
	"buffer", "bug", "build", "buildd", "builder", "buildozer", "bus", "bytes", "cable",
	"cache", "cachyos", "call", "camera", "cap", "card", "cd", "cdrive", "cdrom", "cell",
	"centos", "changed", "channel", "chassis", "check", "chip", "chipset", "chromeos", "class",
	"client", "clock", "cloud", "clusters", "cmdline", "code", "coffee", "com", "comet",
	"command", "computer", "conf", "config", "configuration", "connect", "console", "control",
	"controller", "core", "cores", "count", "cpu", "cpus", "crucial", "crypt", "current",
	"custom", "daemon", "data", "date", "debian", "debug", "default", "defaults", "define",
	"delete", "dell", "demo", "deny", "desktop", "destroy", "dev", "devel", "device", "devices",
	"dhcp", "dialout", "dies", "digital", "dir", "direct", "directory", "disable", "disabled",
	"discard", "disk", "disks", "display", "dma", "dmar", "dmesg", "dns", "doc", "docker",
	"docs", "document", "documents", "domain", "done", "down", "download", "downloads",
	"dracut", "drive", "driver", "drivers", "drm", "dummy", "dump", "edge", "edid", "edk",
	"efi", "efifb", "egl", "ehci", "elitebook", "elitedesk", "empty", "emulate", "emulated",
	"emulator", "enable", "enabled", "end", "endeavouros", "engine", "entries", "entry", "env",
	"error", "esprimo", "etc", "ethernet", "event", "example", "exit", "export", "ext",
	"external", "fail", "failed", "false", "fat", "fault", "fb", "feature", "features",
	"fedora", "file", "files", "filter", "firewall", "firmware", "flags", "flash", "floppy",
	"folder", "for", "force", "format", "found", "frame", "framebuffer", "framework", "free",
	"freebsd", "fritz", "from", "fs", "ftp", "full", "function", "fuse", "game", "games",
	"gaming", "garuda", "gateway", "gdm", "general", "generic", "gentoo", "get", "gigabyte",
	"git", "github", "glass", "gmail", "gms", "gnome", "gnu", "gop", "gpio", "gpu", "grant",
	"graphics", "group", "groups", "grub", "guest", "guests", "guix", "gvt", "hardware", "hd",
	"hda", "hdd", "hdmi", "headless", "hid", "hidden", "home", "homelab", "homes", "homeserver",
	"host", "hostdev", "hostname", "hosts", "hotplug", "hp", "hpet", "html", "http", "https",
	"hub", "hugepages", "hypervisor", "ice", "id", "ideapad", "idle", "idv", "igd", "igpu",
	"imac", "image", "images", "immediate", "index", "info", "init", "initramfs", "initrd",
	"input", "inspiron", "install", "installed", "instance", "integrated", "intel", "interface",
	"internal", "invalid", "io", "iommu", "ip", "ipxe", "irq", "iso", "isolated", "isos",
	"ivshmem", "kaby", "kali", "kde", "kernel", "key", "keyboard", "kingston", "kit", "kodi",
	"koji", "kubuntu", "kvm", "kvmclock", "kvmfr", "lab", "label", "lake", "lan", "laptop",
	"latitude", "legacy", "legion", "lenovo", "level", "lib", "libvirt", "lifebook", "limine",
	"limit", "line", "link", "linux", "list", "live", "load", "loader", "local", "localdomain",
	"localhost", "localtime", "lock", "lockdown", "locked", "log", "login", "logs", "looking",
	"lost", "lts", "luks", "lvm", "lxc", "mac", "macbook", "machine", "machines", "macos",
	"mail", "main", "mainline", "makepkg", "managed", "management", "manager", "manjaro", "map",
	"mark", "master", "max", "maximum", "may", "media", "mem", "memfd", "memory", "message",
	"messages", "micro", "microserver", "microsoft", "miles", "min", "mini", "minimal",
	"minisforum", "mint", "misc", "mnt", "mockbuild", "mode", "model", "module", "modules",
	"monitor", "monterey", "mount", "mouse", "msi", "multifunction", "music", "my", "name",
	"nas", "nat", "native", "net", "network", "new", "nitro", "nix", "nixbld", "nixos", "no",
	"nobara", "nobody", "node", "nogroup", "none", "normal", "not", "nouveau", "nuc", "null",
	"numatune", "number", "nvidia", "nvme", "nvram", "ocean", "off", "office", "ok", "old",
	"on", "ondemand", "online", "open", "opensuse", "openwrt", "opnsense", "opregion", "opt",
	"option", "optional", "options", "optiplex", "oracle", "org", "os", "output", "ovmf", "own",
	"package", "page", "panel", "panic", "parallels", "parent", "part", "partial", "partition",
	"pass", "passthrough", "passwd", "password", "path", "pc", "pci", "pcie", "personal",
	"pfsense", "phone", "pictures", "pim", "plasma", "play", "plex", "policy", "pool", "port",
	"portage", "ports", "power", "poweredge", "precision", "predator", "preserve", "primary",
	"prime", "private", "pro", "probe", "probook", "process", "processor", "prodesk", "product",
	"production", "profile", "programs", "project", "projects", "proliant", "proxmox", "pt",
	"public", "pve", "qcow", "qemu", "qualcomm", "quiet", "qxl", "raid", "ram", "random",
	"range", "raptor", "raspberrypi", "raw", "razer", "read", "ready", "realtek", "redhat",
	"region", "relaxed", "release", "remote", "removed", "require", "required", "reserved",
	"reset", "resource", "restart", "result", "rhel", "rocket", "rocky", "rog", "rom", "roms",
	"root", "rootfs", "router", "run", "running", "safe", "samba", "samsung", "sandbox", "sata",
	"scan", "screen", "script", "scripts", "scsi", "seabios", "seagate", "secondary", "secret",
	"section", "secure", "security", "seed", "sensor", "serial", "server", "service",
	"services", "session", "set", "setup", "shadow", "share", "shared", "shell", "shm", "shmem",
	"shutdown", "size", "skip", "sky", "skylake", "slackware", "slot", "smb", "smbios",
	"snapshot", "snapshots", "snd", "socket", "sockets", "software", "sonoma", "sound",
	"source", "space", "spice", "splash", "src", "srv", "ssd", "ssh", "standard", "start",
	"started", "state", "static", "station", "status", "steam", "steamdeck", "stick", "stop",
	"stopped", "storage", "stream", "streaming", "strict", "string", "strix", "subsystem",
	"sunshine", "supermicro", "support", "surface", "suse", "suspend", "swap", "switch", "sync",
	"sys", "syslog", "system", "systemd", "table", "tablet", "target", "tcp", "temp",
	"templates", "terminal", "test", "testing", "text", "that", "the", "thinkcentre",
	"thinkpad", "thinkstation", "this", "thread", "threads", "tiger", "time", "timer", "tmp",
	"tools", "toor", "topology", "topton", "toshiba", "touch", "tower", "trace", "transfer",
	"true", "truenas", "tty", "tuf", "tumbleweed", "tuxedo", "type", "ubuntu", "udev", "udp",
	"uefi", "uhd", "unit", "unknown", "unmap", "unraid", "up", "update", "upt", "usable", "usb",
	"usbhid", "user", "users", "usr", "utc", "utf", "uuid", "value", "var", "vars", "vbios",
	"vbt", "vcpu", "vendor", "ventura", "verbose", "version", "vfio", "vga", "video", "videos",
	"virgl", "virt", "virtio", "virtual", "virtualbox", "virtualization", "vm", "vms", "vmware",
	"vnc", "void", "voidlinux", "volume", "vostro", "vpn", "wait", "warning", "watchdog",
	"wayland", "web", "western", "whiskey", "wifi", "will", "win", "window", "windows",
	"wireless", "with", "work", "worker", "workstation", "write", "writeback", "xe", "xen",
	"xhci", "xml", "xorg", "xps", "xubuntu", "yes", "zbook", "zero", "zfs", "zvol" };

static int compare(const void *key, const void *word)
{
	return strcmp(key, *(const char *const *)word);
}

bool igd_word_is_common(const char *word, size_t size)
{
	char lower[32];
	size_t i;

	if (size >= sizeof(lower))
		return false;
	for (i = 0; i < size; i++)
		lower[i] = (char)tolower((unsigned char)word[i]);
	lower[size] = '\0';
	return bsearch(lower, words, sizeof(words) / sizeof(*words), sizeof(*words), compare);
}

bool igd_name_is_common(const char *name, size_t size)
{
	size_t at = 0, length, known = 0, single = 0;

	while (at < size) {
		if ((unsigned char)name[at] >= 0x80)
			return false;
		for (length = 0; at + length < size && isalpha((unsigned char)name[at + length]);)
			length++;
		if (length > 1 && !igd_word_is_common(name + at, length))
			return false;
		known += length > 1;
		single += length == 1;
		at += length ? length : 1;
	}
	/* "x1", "t480" and "100" are no names either; "f4s4y1t8" is one. */
	return single <= known + 1 && (known || size <= 5 || !single);
}
