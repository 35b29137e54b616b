#ifndef IMG2SHARDS_CEPOLL_SHIM_H
#define IMG2SHARDS_CEPOLL_SHIM_H

// Swift's Glibc module leaves these headers out.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <linux/sockios.h>

// Bytes handed to a socket that the other side has not acknowledged; negative on failure. ioctl is variadic.
static inline int socket_unacknowledged(int descriptor) {
    int count = 0;
    return ioctl(descriptor, SIOCOUTQ, &count) == 0 ? count : -1;
}

#endif
