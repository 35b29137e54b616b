#ifndef IMG2SHARDS_CTHREADS_SHIM_H
#define IMG2SHARDS_CTHREADS_SHIM_H

#include <sys/prctl.h>

// prctl is variadic and pthread_setname_np is hidden behind _GNU_SOURCE: neither can be called from Swift.
static inline int threads_set_own_name(const char *name) {
    return prctl(PR_SET_NAME, (unsigned long)name, 0UL, 0UL, 0UL);
}

#endif
