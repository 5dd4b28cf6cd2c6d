// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * host - the machine under examination
 *
 * Checks and facts read a machine only through this. They do not know whether it is the running one, a
 * recording or, in a worker, a pipe to the process that holds either.
 *
 * Absence is an answer: a reader returns NULL or false for it. Every other error sticks to the host until the
 * check that is running has ended, and turns that check UNKNOWN with the path and the reason; so the code of
 * a check has no error path. What could not be read looks like absence to the code that asked.
 *
 * Everything that is returned belongs to the host and lives as long as it.
 */
#ifndef IGD_CORE_HOST_H
#define IGD_CORE_HOST_H

#include "core/util.h"

struct igd_host;

/* Bytes of the host's; one NUL stands behind the last. */
struct igd_bytes {
	const char *data;
	size_t size;
};

/* How much igd_host_text() reads of a file. */
#define IGD_TEXT_LIMIT ((size_t)1 << 20)

/* Whether the path exists. Symbolic links are followed. */
IGD_EXPORT bool igd_host_has(struct igd_host *host, const char *path);

/* The file's text; NULL if absent. A text ends at its first NUL. Larger than IGD_TEXT_LIMIT: EFBIG sticks. */
IGD_EXPORT const char *igd_host_text(struct igd_host *host, const char *path);

/* The file's first line without white space at its ends, as sysfs attributes are read; cites it. NULL if absent. */
IGD_EXPORT const char *igd_host_line(struct igd_host *host, const char *path);

/* The file's bytes, at most limit of them; NULL if absent. */
IGD_EXPORT const struct igd_bytes *igd_host_bytes(
	struct igd_host *host, const char *path, size_t limit);

/* The symbolic link's target as written; cites it. NULL if absent or not a link. */
IGD_EXPORT const char *igd_host_link(struct igd_host *host, const char *path);

/* The directory's names, sorted, NULL at the end; NULL if absent. */
IGD_EXPORT const char *const *igd_host_list(struct igd_host *host, const char *path);

/* 0 if the caller may open it for reading and writing, ENOENT, EACCES ... An error is an answer; none sticks. */
IGD_EXPORT int igd_host_access(struct igd_host *host, const char *path);

/* A PCI function. address is "0000:00:02.0"; class_code is base class and subclass, 0x0300 for VGA. */
struct igd_pci_device {
	char address[16];
	uint16_t vendor, device, class_code;
};

/* All PCI functions, sorted by address; an empty array where the host has none or they cannot be read. */
IGD_EXPORT const struct igd_pci_device *igd_host_pci(struct igd_host *host, size_t *ret_count);

/*
 * What VFIO tells of an Intel display function, to be read like files below this directory:
 *     ADDRESS/opregion   the bytes of its OpRegion region, which QEMU copies to a VM
 *     ADDRESS/regions    a line for each region: index, size, type and subtype (0 for a region without)
 *     ADDRESS/iova       a line "0xSTART 0xEND" for each range of addresses that its DMA can be mapped at
 * Absent: the kernel offers no such region. ENODEV: it is not bound to vfio-pci. EBUSY: a VM has its group.
 * ENXIO: another function of its group is on a host driver. EINVAL: the kernel refuses to open it. EACCES, EPERM:
 * not permitted. ECANCELED: not opened, because nobody allowed it. ENODATA: the recording does not say. EIO:
 * anything else.
 *
 * Asking the running system for the first two does what the start of a VM does: vfio-pci enables the device and
 * resets it, and again when it is closed (Linux 7.1 drivers/vfio/pci/vfio_pci_core.c vfio_pci_core_enable(),
 * vfio_pci_core_disable()), 0.1 s each by FLR; where that is broken it can hang the machine. So it is done only if
 * the person allowed it (`--probe`), once for all checks, and only where vfio-pci has it and nobody uses it. Without
 * that they are answered with what the group tells: one of the above, or ECANCELED. The last only opens the group, and
 * is not answered (ECANCELED) where the kernel has no groups.
 */
#define IGD_VFIO_DIR "/.igd-doctor/vfio"

/*
 * The iGPU's OpRegion out of physical memory, to be read like a file: the 8 KiB that ASLS points at, read from /dev/mem
 * without the device noticing. A VBT that lies behind them, as it may from version 2.1 on, follows as in the region of
 * VFIO: right behind, with RVDA set to 0x2000; nothing else differs from memory. One that lies elsewhere is left out.
 * Absent: no Intel display function, or ASLS is 0 or ffffffff. EACCES: only root may. EPERM: the kernel does not
 * let anyone, as when it is locked down, or with CONFIG_IO_STRICT_DEVMEM where the memory is "ACPI Non-volatile
 * Storage", which counts as busy (Linux 7.1 arch/x86/kernel/e820.c do_mark_busy(), kernel/resource.c
 * iomem_is_exclusive(); `iomem=relaxed` lifts that). ENXIO: there is no /dev/mem. EFAULT: what ASLS points at is not, as
 * a whole, memory that firmware keeps (/proc/iomem), or lies above all RAM, where read() does not reach (drivers/char/mem.c
 * valid_phys_addr_range()), or reads as zeros or ones where the signature must be. ENODATA: the recording does not say.
 */
#define IGD_MEMORY_DIR "/.igd-doctor/memory"
#define IGD_MEMORY_OPREGION IGD_MEMORY_DIR "/opregion"

/*
 * The VMs that libvirt keeps, to be read like files below this directory:
 *     connection              a line for each that is known: "uri URI", "libvirt 11.3.0" (the daemon's), "qemu 10.0.8"
 *                             and "emulator PATH" (of the QEMU that a new VM gets), "left-out N" (VMs that the next
 *                             file does not list)
 *     domains                 a line for each VM: "running NAME" or "off NAME", the name with %XX for all letters but
 *                             ASCII's, digits and "._+-"
 *     domain/NAME/live.xml    as it runs; absent where it does not
 *     domain/NAME/inactive.xml  as it will be started
 *     domain/NAME/addresses   as it runs: a line "MAC ADDRESS SOURCE" for each address that is known without asking the
 *                             guest: of the "lease" that libvirt's DHCP server gave, or in the host's table of neighbours, "arp"
 *     networks                a line for each of libvirt's networks: "active NAME" or "inactive NAME", the name as above
 *     network/NAME.xml        how it is defined
 *     error                   why connection has an error, in libvirt's own words
 * It is asked with `--connect URI`, else for qemu:///system if one of its sockets is there, else for qemu:///session;
 * for reading only, once, and waited for five seconds. Passwords are not among what it tells. At most 256 VMs, 1 MiB
 * of XML each, 16 MiB together; what is larger is EFBIG. Errors of connection: ENOENT: no libvirt has a socket here.
 * ECONNREFUSED: nobody answers at it. EACCES, EPERM: it refuses. ETIMEDOUT: no answer in time. ENOPKG: libvirt's client
 * library is not installed. ENODATA: the recording does not say. EIO: anything else. addresses and networks have errors
 * of their own, the same: ETIMEDOUT where the VMs were told in time, and they were not.
 */
#define IGD_LIBVIRT_DIR "/.igd-doctor/libvirt"

/*
 * What the guest of a running VM of libvirt's answers through the QEMU guest agent, to be read like files below
 * IGD_GUEST_DIR/NAME, the name as above:
 *     info          what guest-info returns: the agent's version, and which commands it knows and allows; JSON
 *     os            guest-get-osinfo; JSON
 *     interfaces    guest-network-get-interfaces; JSON
 *     windows       what our PowerShell query answered (facts/guest/windows.h), UTF-8 JSON; only where os says Windows
 *     error         why one of them has an error: a line "FILE: words" for each, of libvirt or of the agent
 * To ask marks the VM as tainted in libvirt's log, for "windows" starts PowerShell in the guest, and needs more than
 * reading from libvirt. So it is done only if the person allowed it (`--ask-guest`; `up` does it by itself), once: the
 * first three together, "windows" when it or "error" is wanted; all of it is waited for twenty seconds. At most 16 VMs.
 * Errors: ENOENT: no such VM, it does not run, or for "windows": the guest is not Windows. EINTR: it is paused. EHOSTDOWN:
 * it sleeps. ENODEV: it has no agent's channel. ENOTCONN: nobody in the guest listens at it. EOPNOTSUPP: the agent does
 * not know the command, or forbids it. ETIMEDOUT: the guest, or its agent, did not answer in time. ETIME: libvirt did
 * not, so that it is not known whether the guest would. EBUSY: libvirt has another client's order for the guest in
 * hand. EBADMSG: the answer is none. EACCES, EPERM: libvirt refuses.
 * ECANCELED: not asked, because nobody allowed it. EFBIG: more than 1 MiB. ENOPKG: libvirt's libraries are not
 * installed. ENODATA: the recording does not say. EIO: anything else.
 */
#define IGD_GUEST_DIR "/.igd-doctor/guest"

/*
 * What a Sunshine at an address answers, to be read like files below IGD_STREAM_DIR/ADDRESS/PORT, where ADDRESS is an IPv4 or
 * IPv6 address as inet_ntop(3) writes it (with %25INTERFACE behind a link-local one) and PORT Sunshine's port, from which the others are counted (47989):
 *     ports         a line "NAME PORT STATE" for "https", "http", "web" and "rtsp": STATE is open, refused, timeout,
 *                   unreachable (no host answers there), denied (this host's own firewall) or error-ERRNO
 *     serverinfo    the body that GET /serverinfo answers over HTTP, XML
 *     https         the body that the HTTPS port sends, unasked, to a client it does not know; XML. Its errors are of
 *                   TLS: EPROTO: no handshake; ENOMSG: a handshake, and then nothing
 *     web           the web UI's answer to GET /api/configLocale: its status and body, "200\n{...}"
 *     seconds       a line "NAME SECONDS" for each port, until all that it had to say was heard, or given up
 *     error         a line "FILE: words" for each that has an error, or a status of HTTP's other than 200; else absent
 * The HTTPS port is the one that serverinfo names, as it is for Moonlight. Only the four ports are tried, nothing is launched or paired, and what is logged at the other end is a line or two.
 * Addresses of private networks and of this machine only (RFC 1918, 6598, 3927, 4193, 4291): else ECANCELED. All at once, waited
 * for four seconds; sixteen addresses and ports, no more: else ECANCELED. Errors of a file: ECONNREFUSED, ETIMEDOUT,
 * EHOSTUNREACH, ENETUNREACH, EPERM (of a port that is "denied"), ECONNRESET, EBADMSG (not HTTP), EFBIG (more than 64
 * KiB), EPROTO, ENOMSG; ENOPKG: libcurl, or what makes the client's certificate, is not installed, while "ports" is
 * known; EIO: anything else. ENODATA: the recording does not say, or it is no such address or port.
 */
#define IGD_STREAM_DIR "/.igd-doctor/stream"

/*
 * The processes that are QEMU, the youngest first, a line each: "PID PROGRAM", where PROGRAM is the path of the program,
 * or only the process's name where the path is for others to know. ENODATA: the recording does not say.
 */
#define IGD_PROCESSES_DIR "/.igd-doctor/processes"
#define IGD_PROCESSES_QEMU IGD_PROCESSES_DIR "/qemu"

/* printf into memory of the host; for paths. */
IGD_EXPORT IGD_FORMAT(2, 3) const
	char *igd_host_print(struct igd_host *host, const char *format, ...);

/*
 * A fact: a typed reading, done once and kept. Its read() fills size zeroed bytes by asking the host; what it
 * cited and what stuck while it ran is handed to every check that gets the fact, not only to the first.
 * done() releases what read() allocated; it may be NULL.
 */
struct igd_fact {
	const char *name;
	size_t size;
	void (*read)(struct igd_host *host, void *ret);
	void (*done)(void *fact);
};
IGD_EXPORT const void *igd_host_fact(struct igd_host *host, const struct igd_fact *fact);

/* Evidence for the running check: what stood where. source is a path, "path:line", or the name of a thing. */
IGD_EXPORT IGD_FORMAT(3, 4) void igd_host_cite(
	struct igd_host *host, const char *source, const char *format, ...);

/* Sticks an error to path, as a reader of a file does that finds it malformed (EBADMSG). */
IGD_EXPORT void igd_host_stick(struct igd_host *host, const char *path, int error);

/* Takes back what stuck to path: the caller has another way to know. */
IGD_EXPORT void igd_host_forgive(struct igd_host *host, const char *path);

/*
 * Has look() ask for what is only to be shown beside the answer, as in a drawing: what it cites is no evidence, and what
 * it cannot read does not make the verdict UNKNOWN. 0, or the first errno that stuck while it ran, and was not
 * forgiven: what it saw as absent may be there then.
 */
IGD_EXPORT int igd_host_aside(
	struct igd_host *host, void (*look)(struct igd_host *host, void *context), void *context);

/* The errno that sticks to the path since the running check began; 0 for none. */
IGD_EXPORT int igd_host_error(struct igd_host *host, const char *path);

/*
 * What the person named on the command line: "rom" (`--rom FILE`), "qemu" (`--qemu BINARY`), "vm" (`--vm FILE`). The
 * absolute path; NULL if there is none. igd_host_open() of IGD_GIVEN NAME opens the file itself, also where the host
 * is a recording; igd_host_derive() with the key "given/NAME" keeps what was made of it. Without a '/' at its
 * beginning "vm" is a name (`--vm NAME`), and so is "connect" always (`--connect URI`). "address" is that of the VM
 * (`--vm-address ADDRESS`).
 */
#define IGD_GIVEN "/.igd-doctor/given/"
/* The content of the file that `--vm FILE` named; at most IGD_TEXT_LIMIT bytes. ENODATA: none was given. */
#define IGD_VM_FILE "/.igd-doctor/vm/file"
IGD_EXPORT const char *igd_host_given(struct igd_host *host, const char *name);

/*
 * What a program says of itself: "qemu-version" is `BINARY --version`, "qemu-vfio-pci" is `BINARY -device
 * vfio-pci,help`; there are no others. Only a binary that was given is run, or one of this machine's own QEMUs
 * (query.h), by the program, once, for five seconds at most; a recording answers what was recorded. NULL where there is no answer: the error sticks to
 * the command (ENOEXEC: it could not be run, or failed; ETIMEDOUT, EFBIG, EPERM, ENODATA).
 */
IGD_EXPORT const char *igd_host_query(struct igd_host *host, const char *query, const char *binary);

/*
 * Who may reach a file: owner and mode of every directory from / on and of the file itself, one line each,
 * "TYPE MODE UID GID SIZE LABEL PATH": d for a directory, f file, c device, o other; octal, with a + behind it
 * where an access control list says more; decimal; the SELinux label or "-". Where the path leads through links, the lines of where it leads to follow. NULL if absent;
 * "" where the recording does not say, as it does not of a file of another machine.
 */
IGD_EXPORT const char *igd_host_modes(struct igd_host *host, const char *path);

/* Whether this is the machine the program runs on. */
IGD_EXPORT bool igd_host_is_live(const struct igd_host *host);

/*
 * An answer worked out of something that is too large to record (an initramfs, a module index): a text, kept
 * under key (a relative path of printable characters). A recording that holds the answer gives it back;
 * otherwise work() makes it: it adds to ret and returns 0, or an errno, which is recorded as well and sticks
 * to key. ENOENT: there is none. Only one worker of a run does the work. NULL for none.
 */
IGD_EXPORT const char *igd_host_derive(struct igd_host *host, const char *key,
	int (*work)(struct igd_host *host, void *context, struct igd_text *ret), void *context);

/*
 * For work(): a descriptor from which to read a large file, the caller's to close; -ENOTSUP where the source
 * holds no files (then igd_host_bytes() has to do), or -errno. Nothing is recorded and nothing sticks.
 */
IGD_EXPORT int igd_host_open(struct igd_host *host, const char *path);

#endif
