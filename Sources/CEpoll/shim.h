#ifndef IMG2SHARDS_CEPOLL_SHIM_H
#define IMG2SHARDS_CEPOLL_SHIM_H

// Swift's Glibc module leaves these two headers out.
#include <sys/epoll.h>
#include <sys/eventfd.h>

#endif
