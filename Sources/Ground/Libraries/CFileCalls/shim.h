#ifndef IMG2SHARDS_CFILECALLS_SHIM_H
#define IMG2SHARDS_CFILECALLS_SHIM_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc hides both behind _GNU_SOURCE, and syscall is variadic: neither can be called from Swift.

/// Writes everything of the file system that the descriptor lies on.
static inline int file_calls_syncfs(int descriptor) {
    long result;
    do result = syscall(SYS_syncfs, descriptor);
    while (result == -1 && errno == EINTR);
    return (int)result;
}

/// Copies at most `count` bytes from `*from`, which moves on, to the place where `target` stands.
static inline int64_t file_calls_copy_range(int source, int64_t *from, int target, size_t count) {
    return syscall(SYS_copy_file_range, source, from, target, NULL, count, 0U);
}

#endif
