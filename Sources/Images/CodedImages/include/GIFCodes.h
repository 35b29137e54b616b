// How many pixels the coded data of a GIF's frame stands for, without computing any (GIF89a, appendix F).
#ifndef GIF_CODES_H
#define GIF_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What there is of a frame's data.
typedef struct gif_codes {
    /// Whether it stands for all pixels.
    bool isWhole;
    /// Whether the empty block that ends it is there.
    bool hasEnd;
    /// Bytes that the last block announces and that are not there.
    size_t missingBytes;
} gif_codes;

/// Reads the data up to the last pixel's, and its blocks to their end.
///
/// `place` is that of the first block in the `count` bytes, `colourBits` the bits of a colour's number, `pixels` how many
/// are wanted.
gif_codes gif_codes_read(const uint8_t *bytes, size_t count, size_t place, int colourBits, uint64_t pixels);

#endif
