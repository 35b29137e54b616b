// JBIG-KIT as libtiff uses it: every picture is damaged.

/// JBG_EINVAL of jbig.h.
enum { invalid = 6 << 4 };

int jbg_dec_in(void *state, unsigned char *data, unsigned long count, unsigned long *used) {
    if (used) *used = 0;
    return invalid;
}

int jbg_newlen(unsigned char *data, unsigned long count) { return invalid; }

const char *jbg_strerror(int code) { return "this program has no JBIG"; }
