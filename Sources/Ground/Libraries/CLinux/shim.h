#ifndef IMG2SHARDS_CLINUX_SHIM_H
#define IMG2SHARDS_CLINUX_SHIM_H

// Calls of Linux and glibc that Swift's Glibc module leaves out, because they are variadic or hidden behind _GNU_SOURCE.
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/sockios.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int threads_set_own_name(const char *name) {
    return prctl(PR_SET_NAME, (unsigned long)name, 0UL, 0UL, 0UL);
}

/// Asks for a signal when the thread that started this process ends; 0 if that is possible.
static inline int process_signal_at_parents_end(int signal) {
    return prctl(PR_SET_PDEATHSIG, (unsigned long)signal, 0UL, 0UL, 0UL);
}

/// Bytes handed to a socket that the other side has not acknowledged; negative on failure.
static inline int socket_unacknowledged(int descriptor) {
    int count = 0;
    return ioctl(descriptor, SIOCOUTQ, &count) == 0 ? count : -1;
}

/// Writes everything of the file system that the descriptor lies on.
static inline int file_calls_syncfs(int descriptor) {
    long result;
    do result = syscall(SYS_syncfs, descriptor);
    while (result == -1 && errno == EINTR);
    return (int)result;
}

/// Renames to a name that nothing has: -1 with EEXIST where something does, EINVAL where the file system cannot tell.
static inline int file_calls_rename_to_free(const char *from, const char *to) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

/// Copies at most `count` bytes from `*from`, which moves on, to the place where `target` stands.
static inline int64_t file_calls_copy_range(int source, int64_t *from, int target, size_t count) {
    return syscall(SYS_copy_file_range, source, from, target, NULL, count, 0U);
}

#endif
