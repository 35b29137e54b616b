#ifndef IMG2SHARDS_CARES_SHIM_H
#define IMG2SHARDS_CARES_SHIM_H

#include <ares.h>
#include <string.h>

// ares_options has bit masks beside it and fields whose types differ between releases: filled here, once.
static inline int fetching_ares_open(ares_channel *channel, ares_sock_state_cb on_state, void *on_state_data,
                                     int timeout_milliseconds, int tries, int receive_buffer_bytes) {
    struct ares_options options;
    memset(&options, 0, sizeof options);
    options.sock_state_cb = on_state;
    options.sock_state_cb_data = on_state_data;
    // A SERVFAIL or REFUSED is told as what it is, not as a connection refused.
    options.flags = ARES_FLAG_NOCHECKRESP;
    options.timeout = timeout_milliseconds;
    options.tries = tries;
    options.ndots = 1;
    options.socket_receive_buffer_size = receive_buffer_bytes;
    char dns_only[] = "b";
    options.lookups = dns_only;
    return ares_init_options(channel, &options,
                             ARES_OPT_FLAGS | ARES_OPT_SOCK_STATE_CB | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_NDOTS |
                                 ARES_OPT_SOCK_RCVBUF | ARES_OPT_LOOKUPS);
}

#endif
