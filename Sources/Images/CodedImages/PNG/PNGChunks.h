// The chunks of a PNG (ISO/IEC 15948, 5.3).
#ifndef PNG_CHUNKS_H
#define PNG_CHUNKS_H

#include "../include/PlainPNG.h"

#include <string.h>

enum {
    PNG_HEAD = 8,
    /// Length, name and sum of a chunk.
    PNG_CHUNK = 12,
};

static inline uint32_t png_number(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static inline bool png_chunk_is(const uint8_t *chunk, const char *name) { return memcmp(chunk + 4, name, 4) == 0; }

/// Bytes of the content of the chunk at `place`; false when it sticks out of the file.
static inline bool png_chunk_length(const uint8_t *bytes, size_t count, size_t place, size_t *length) {
    if (count < PNG_CHUNK || place > count - PNG_CHUNK) return false;
    *length = png_number(bytes + place);
    return *length <= count - PNG_CHUNK - place;
}

#endif
