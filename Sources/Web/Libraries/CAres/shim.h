#ifndef IMG2SHARDS_CARES_SHIM_H
#define IMG2SHARDS_CARES_SHIM_H

#include <ares.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

// ares_options has bit masks beside it and fields whose types differ between releases: filled here, once.
static inline int fetching_ares_open(ares_channel *channel, ares_sock_state_cb on_state, void *on_state_data,
                                     int timeout_milliseconds, int tries, int receive_buffer_bytes) {
    struct ares_options options;
    memset(&options, 0, sizeof options);
    options.sock_state_cb = on_state;
    options.sock_state_cb_data = on_state_data;
    // A SERVFAIL or REFUSED is reported as what it is, not as a refused connection.
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

// SO_BINDTOIFINDEX (Linux 5.0, socket(7)); older headers lack the name.
static inline int fetching_ares_bind_socket(ares_socket_t socket, int type, void *interface) {
    (void)type;
    int index = (int)(intptr_t)interface;
#ifndef SO_BINDTOIFINDEX
#define SO_BINDTOIFINDEX 62
#endif
    return setsockopt(socket, SOL_SOCKET, SO_BINDTOIFINDEX, &index, sizeof index);
}

// Sends the channel's queries through one network interface, given by its number. The number travels in the pointer, so
// that nothing has to outlive the channel.
static inline void fetching_ares_bind(ares_channel channel, unsigned interface) {
    ares_set_socket_configure_callback(channel, fetching_ares_bind_socket, (void *)(intptr_t)interface);
}

#endif
