// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sandbox - what a worker may not do
 *
 * Diagnosis cannot write. Three fences, each of which suffices against an accident: Landlock takes away every
 * right to change a file system (kernels from 5.13 with it enabled); the seccomp filter refuses the system
 * calls that change anything outside the process, by EPERM, so that a plugin sees an error it knows;
 * RLIMIT_FSIZE lets no file grow. The filter is a list of what is refused, not of what is allowed: a check
 * and the C libraries of five distributions may read in any way they like.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/runner.h"
#include "core/worker.h"

/* Newer than the libseccomp that this has to build with. Linux 6.17 arch/x86/entry/syscalls/syscall_64.tbl */
#define FCHMODAT2 452
#define SETXATTRAT 463
#define REMOVEXATTRAT 466
#define FILE_SETATTR 469

/* Refused whatever their arguments are. */
static const int refused[] = {
	/* other programs and processes */
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(fork),
	SCMP_SYS(vfork),
	SCMP_SYS(ptrace),
	SCMP_SYS(kill),
	SCMP_SYS(tkill),
	SCMP_SYS(rt_sigqueueinfo),
	SCMP_SYS(rt_tgsigqueueinfo),
	SCMP_SYS(pidfd_open),
	SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(pidfd_getfd),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(setsid),
	SCMP_SYS(setpgid),
	SCMP_SYS(prlimit64),
	SCMP_SYS(setpriority),
	SCMP_SYS(sched_setscheduler),
	SCMP_SYS(sched_setattr),
	SCMP_SYS(sched_setparam),
	SCMP_SYS(sched_setaffinity),
	SCMP_SYS(ioprio_set),
	/* what outlives them */
	SCMP_SYS(shmget),
	SCMP_SYS(shmctl),
	SCMP_SYS(msgget),
	SCMP_SYS(msgctl),
	SCMP_SYS(semget),
	SCMP_SYS(semctl),
	SCMP_SYS(mq_open),
	SCMP_SYS(mq_unlink),
	/* the network */
	SCMP_SYS(socket),
	SCMP_SYS(connect),
	SCMP_SYS(bind),
	SCMP_SYS(listen),
	SCMP_SYS(sendto),
	SCMP_SYS(sendmsg),
	SCMP_SYS(sendmmsg),
	/* file systems */
	SCMP_SYS(creat),
	SCMP_SYS(unlink),
	SCMP_SYS(unlinkat),
	SCMP_SYS(rename),
	SCMP_SYS(renameat),
	SCMP_SYS(renameat2),
	SCMP_SYS(link),
	SCMP_SYS(linkat),
	SCMP_SYS(symlink),
	SCMP_SYS(symlinkat),
	SCMP_SYS(mkdir),
	SCMP_SYS(mkdirat),
	SCMP_SYS(rmdir),
	SCMP_SYS(mknod),
	SCMP_SYS(mknodat),
	SCMP_SYS(chmod),
	SCMP_SYS(fchmod),
	SCMP_SYS(fchmodat),
	FCHMODAT2,
	SCMP_SYS(chown),
	SCMP_SYS(fchown),
	SCMP_SYS(lchown),
	SCMP_SYS(fchownat),
	SCMP_SYS(truncate),
	SCMP_SYS(utime),
	SCMP_SYS(utimes),
	SCMP_SYS(utimensat),
	SCMP_SYS(futimesat),
	SCMP_SYS(setxattr),
	SCMP_SYS(lsetxattr),
	SCMP_SYS(fsetxattr),
	SCMP_SYS(removexattr),
	SCMP_SYS(lremovexattr),
	SCMP_SYS(fremovexattr),
	SETXATTRAT,
	REMOVEXATTRAT,
	FILE_SETATTR,
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(move_mount),
	SCMP_SYS(open_tree),
	SCMP_SYS(fsopen),
	SCMP_SYS(fsmount),
	SCMP_SYS(fsconfig),
	SCMP_SYS(mount_setattr),
	SCMP_SYS(pivot_root),
	SCMP_SYS(chroot),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(quotactl),
	SCMP_SYS(swapon),
	SCMP_SYS(swapoff),
	/* the kernel, the clock, and ways around this filter */
	SCMP_SYS(ioctl),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(reboot),
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(iopl),
	SCMP_SYS(ioperm),
	SCMP_SYS(settimeofday),
	SCMP_SYS(clock_settime),
	SCMP_SYS(clock_adjtime),
	SCMP_SYS(adjtimex),
	SCMP_SYS(sethostname),
	SCMP_SYS(setdomainname),
	SCMP_SYS(syslog),
	SCMP_SYS(setns),
	SCMP_SYS(unshare),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(keyctl),
	SCMP_SYS(acct),
	SCMP_SYS(vhangup),
};

static void refuse_opening_to_write(scmp_filter_ctx filter)
{
	static const unsigned flags[] = { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC };
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open), 1,
			SCMP_A1(SCMP_CMP_MASKED_EQ, flags[i], flags[i]));
		seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(openat), 1,
			SCMP_A2(SCMP_CMP_MASKED_EQ, flags[i], flags[i]));
	}
	/* Their flags lie in memory, where no filter can look: "no such call" makes the C library use the old ones. */
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0);
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
		SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
	/* abort() and raise() signal the own process; no other. */
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill), 1,
		SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)getpid(), 0));
}

static void enter_seccomp(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	size_t i;

	if (!filter)
		return;
	/* Sorted by number in the kernel's tree rather than one comparison after the other. */
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0);
	refuse_opening_to_write(filter);
	seccomp_load(filter);
	seccomp_release(filter);
}

/* Handles the rights of Landlock's first ABI, the ones every such kernel knows, and grants none of them. */
static void enter_landlock(void)
{
	struct landlock_ruleset_attr rules = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
				     LANDLOCK_ACCESS_FS_REMOVE_DIR |
				     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
				     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
				     LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
				     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM,
	};
	IGD_AUTOCLOSE int fd = (int)syscall(SYS_landlock_create_ruleset, &rules,
		offsetof(struct landlock_ruleset_attr, handled_access_fs) +
			sizeof(rules.handled_access_fs),
		0);

	if (fd >= 0)
		syscall(SYS_landlock_restrict_self, fd, 0);
}

/* Each by name: their common type is one of glibc's own. */
static void enter_limits(void)
{
	static const struct rlimit nothing = { 0, 0 }, files = { 256, 256 };
#ifndef IGD_SANITIZED
	static const struct rlimit memory = { IGD_WORKER_MEMORY, IGD_WORKER_MEMORY };

	setrlimit(RLIMIT_DATA, &memory);
#endif
	setrlimit(RLIMIT_CORE, &nothing);
	setrlimit(RLIMIT_FSIZE, &nothing);
	setrlimit(RLIMIT_NOFILE, &files);
}

void igd_sandbox_enter(void)
{
	enter_limits();
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	enter_landlock();
	enter_seccomp();
}
